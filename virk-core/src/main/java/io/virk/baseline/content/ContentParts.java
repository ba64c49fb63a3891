package io.virk.baseline.content;

import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.facts.ErrorProfile;
import io.virk.baseline.facts.Provenance;
import io.virk.cause.internal.CauseDirections;
import io.virk.signal.Output;
import io.virk.signal.SignalSchema;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.List;

/**
 * What a baseline is made of, before it has a hash.
 *
 * @param name what it is called
 * @param provenance where it comes from
 * @param sliceKey the tag by which it was sliced, or null
 * @param contextKey the tag that is declared as the context, or null
 * @param schema its signals
 * @param logitsLength of logits; 0 without
 * @param outputs of the host's model beside embedding and logits, as they are declared
 * @param window observations of a window
 * @param seed of the calibrations
 * @param model of the embeddings, or null
 * @param features random features of the embeddings, or null
 * @param directions of the embedding that signatures have columns of, or null
 * @param references that of all observations first
 * @param errors of the model on its labelled observations, or null
 * @param pictures to be shown beside those of incidents; usually none
 */
public record ContentParts(
    String name,
    Provenance provenance,
    String sliceKey,
    String contextKey,
    SignalSchema schema,
    int logitsLength,
    List<Output> outputs,
    int window,
    long seed,
    EmbeddingModel model,
    RandomFourierFeatures features,
    CauseDirections directions,
    List<ReferenceParts> references,
    ErrorProfile errors,
    List<KeptPicture> pictures) {
  private static final int MINIMUM_WINDOW = 8;

  public ContentParts {
    outputs = List.copyOf(outputs);
    references = List.copyOf(references);
    pictures = List.copyOf(pictures);
  }

  /** Of an embedding; 0 without. */
  public int embeddingLength() {
    return schema.embeddingLength();
  }

  /**
   * The same, calibrated for windows of another length.
   *
   * @throws IllegalArgumentException if a window is longer than half of any slice's rows
   */
  public ContentParts withWindow(int observations) {
    checkWindow(observations);
    DetectorChoice detectors = detectors();
    return new ContentParts(
        name,
        provenance,
        sliceKey,
        contextKey,
        schema,
        logitsLength,
        outputs,
        observations,
        seed,
        model,
        features,
        directions,
        references.stream().map(r -> r.calibrated(observations, seed, detectors)).toList(),
        errors,
        pictures);
  }

  /** What it is calibrated with; empty if its slices have too few values for any. */
  public DetectorChoice detectors() {
    return DetectorChoice.in(references.stream().flatMap(r -> r.calibrations().stream()).toList());
  }

  /**
   * Checks that it can be calibrated for a window: two must fit into the rows of every slice.
   *
   * @throws IllegalArgumentException if not
   */
  public void checkWindow(int observations) {
    for (ReferenceParts reference : references) {
      int rows = reference.pool().rows();
      if (observations < MINIMUM_WINDOW || 2 * (long) observations > rows) {
        throw new IllegalArgumentException(
            "window: "
                + observations
                + " (expected: "
                + MINIMUM_WINDOW
                + " .. "
                + rows / 2
                + ", half of the "
                + rows
                + " observations of slice "
                + reference.slice()
                + " that are kept for comparison)");
      }
    }
  }
}
