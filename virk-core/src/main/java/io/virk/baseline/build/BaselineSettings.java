package io.virk.baseline.build;

import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.facts.StatedModel;
import io.virk.cause.Cause;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.image.CapturePolicy;
import io.virk.image.TensorFormat;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one baseline, checked; the builder says what each means.
 *
 * @param causes whose signatures are measured: VIRK's, then the host's own
 * @param embeddedBy the embedder of embeddings that the host hands over, where it is known
 * @param lengths of embeddings and logits, or -1 where the first observation decides
 */
public record BaselineSettings(
    String name,
    Optional<Embedder> embedder,
    Optional<EmbedderProvenance> embeddedBy,
    Optional<StatedModel> model,
    Optional<TensorFormat> tensor,
    Optional<String> tensorText,
    CapturePolicy capturePolicy,
    String sliceKey,
    String contextKey,
    int window,
    long seed,
    DetectorChoice detectors,
    List<Cause> causes,
    InstantSource clock,
    boolean repeats,
    List<String> parents,
    Lengths lengths,
    ProgressTicker ticker) {

  /** Lengths that are known before the first observation; -1 where they are not. */
  public record Lengths(int embedding, int logits) {
    public static final Lengths UNKNOWN = new Lengths(-1, -1);
  }
}
