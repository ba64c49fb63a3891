package io.virk.capture.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.TensorFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a slot has room for.
 *
 * @param policy how large an image may be, and its patches; empty if images are not monitored
 * @param tensor the format of input tensors; empty if they are not monitored
 * @param embeddingLength d; 0 if embeddings are not monitored
 * @param logitsLength classes; 0 if logits are not monitored
 * @param signals names of the host's own signals
 */
public record SlotShape(
    Optional<CapturePolicy> policy,
    Optional<TensorFormat> tensor,
    int embeddingLength,
    int logitsLength,
    List<String> signals) {
  public SlotShape {
    signals = List.copyOf(signals);
  }
}
