package io.virk.capture.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.TensorFormat;
import io.virk.signal.Output;
import java.util.List;
import java.util.Optional;

/**
 * What a slot has room for.
 *
 * @param policy how large an image may be, and its patches; empty if images are not monitored
 * @param tensor the format of input tensors; empty if they are not monitored
 * @param embeddingLength d; 0 if embeddings are not monitored
 * @param logitsLength classes; 0 if logits are not monitored
 * @param outputs what is declared beside embedding and logits, each kind once
 * @param signals names of the host's own signals
 * @param challengerLength classes of a model that is compared; 0 if none is
 */
public record SlotShape(
    Optional<CapturePolicy> policy,
    Optional<TensorFormat> tensor,
    int embeddingLength,
    int logitsLength,
    List<Output> outputs,
    List<String> signals,
    int challengerLength) {
  public SlotShape {
    outputs = List.copyOf(outputs);
    signals = List.copyOf(signals);
  }

  /** The same with room for what another model says. */
  public SlotShape withChallenger() {
    return new SlotShape(
        policy, tensor, embeddingLength, logitsLength, outputs, signals, classes());
  }

  /** How many classes the model tells apart; 0 if that is not known. */
  public int classes() {
    return logitsLength > 0
        ? logitsLength
        : output(Output.Probabilities.class).map(Output::classes).orElse(0);
  }

  /** The output of a kind, if it is declared. */
  <T extends Output> Optional<T> output(Class<T> kind) {
    return outputs.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
