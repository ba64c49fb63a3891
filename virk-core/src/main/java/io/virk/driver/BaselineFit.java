package io.virk.driver;

import io.virk.baseline.Baseline;
import io.virk.baseline.facts.StatedModel;
import io.virk.capture.internal.SlotShape;
import io.virk.detect.Slice;
import io.virk.embed.Embedder;
import io.virk.event.ProvenanceMismatched;
import io.virk.image.TensorFormat;
import io.virk.internal.Settings;
import io.virk.signal.Signal;
import io.virk.signal.SignalSources;
import java.util.List;
import java.util.Optional;

/**
 * Whether what a host works with fits the baseline that its windows are to be compared with.
 *
 * @param baseline of the monitor
 * @param embedder the monitor's
 * @param model as the host states it
 * @param tensor format of the host's tensors
 */
public record BaselineFit(
    Baseline baseline,
    Optional<Embedder> embedder,
    Optional<StatedModel> model,
    Optional<TensorFormat> tensor) {

  /**
   * Checks all of it.
   *
   * @param monitor its name
   * @param mismatchAccepted whether another model, preprocessing or tensor format is no problem
   * @param settings told of what does not fit
   * @return what differs in model, preprocessing, tensor format and library
   */
  public List<ProvenanceMismatched> check(
      String monitor, boolean mismatchAccepted, Settings settings) {
    embeddings(settings);
    List<ProvenanceMismatched> mismatches =
        ProvenanceCheck.of(monitor, baseline, embedder.map(Embedder::provenance), model, tensor);
    if (!mismatchAccepted) {
      mismatches.stream()
          .filter(ProvenanceMismatched::decisive)
          .forEach(m -> settings.problem(m.inWords()));
    }
    return mismatches;
  }

  private void embeddings(Settings settings) {
    if (embedder.isPresent()) {
      lengths(embedder.get(), settings);
    } else if (baseline.provenance().embeddedReduced() > 0) {
      settings.wrong(
          "embedder",
          "none",
          "that of baseline "
              + baseline.name()
              + ", for it embedded "
              + baseline.provenance().embeddedReduced()
              + " images after reducing them to the capture policy's size; embeddings that the host"
              + " computes from full images cannot be compared with those. Give the monitor the"
              + " embedder, or give the host's embeddings to the baseline builder");
    }
  }

  private void lengths(Embedder given, Settings settings) {
    String rule = ", that of baseline " + baseline.name();
    if (given.embeddingLength() != baseline.embeddingLength()) {
      settings.wrong(
          "embedder.embeddingLength", given.embeddingLength(), baseline.embeddingLength() + rule);
    }
    int logits = given.logitsLength();
    if (logits != 0 && baseline.logitsLength() != 0 && logits != baseline.logitsLength()) {
      settings.wrong("embedder.logitsLength", logits, baseline.logitsLength() + rule);
    }
  }

  /** What has to be captured to be compared with it. */
  public SlotShape shape() {
    boolean images = embedder.isPresent() || !baseline.reference(Slice.ALL).signatures().isEmpty();
    return new SlotShape(
        images ? Optional.of(baseline.provenance().capturePolicy()) : Optional.empty(),
        images ? tensor : Optional.empty(),
        baseline.embeddingLength(),
        baseline.logitsLength(),
        baseline.outputs(),
        baseline.schema().of(SignalSources.HOST).stream().map(Signal::name).toList(),
        0);
  }
}
