package io.virk.baseline.build;

import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.facts.StatedModel;
import io.virk.cause.Cause;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.image.CapturePolicy;
import io.virk.image.TensorFormat;
import io.virk.signal.Output;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The settings of one baseline, checked; the builder says what each means.
 *
 * @param outputs of the host's model beside embedding and logits, each kind once
 * @param sources of signals beside the image, the logits, the embedding and the outputs
 * @param causes whose signatures are measured: VIRK's, then the host's own
 * @param embedsCauses whether their images are embedded, too
 * @param embeddedBy the embedder of embeddings that the host hands over, where it is known
 * @param pictures that are kept to be shown
 * @param lengths of embeddings and logits, or -1 where the first observation decides
 */
public record BaselineSettings(
    String name,
    List<Output> outputs,
    List<SignalSource> sources,
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
    boolean embedsCauses,
    InstantSource clock,
    boolean repeats,
    List<String> parents,
    Lengths lengths,
    PictureChoice pictures,
    ProgressTicker ticker) {

  /** Lengths that are known before the first observation; -1 where they are not. */
  public record Lengths(int embedding, int logits) {
    public static final Lengths UNKNOWN = new Lengths(-1, -1);
  }

  /** What embeds images to which causes have happened; empty if they are not embedded. */
  Optional<Embedder> causesEmbedded() {
    return embedder.filter(e -> embedsCauses);
  }

  /** The sources that are not VIRK's. */
  public List<SignalSource> ownSources() {
    return sources.stream().filter(s -> !SignalSources.names().contains(s.name())).toList();
  }

  /** The tags that anything reads. */
  Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    sources.forEach(source -> tags.addAll(source.tags()));
    Stream.of(sliceKey, contextKey).filter(Objects::nonNull).forEach(tags::add);
    return tags;
  }
}
