package io.virk.baseline.facts;

import io.virk.embed.EmbedderProvenance;
import io.virk.image.CapturePolicy;
import io.virk.image.ImageFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a baseline comes from.
 *
 * @param created when it was built
 * @param libraryVersion version of VIRK that built it
 * @param source what it was built from, in words
 * @param capturePolicy how large images were kept
 * @param embedder the embedder that was used; empty if the host gave its own embeddings or none
 * @param model the model that the host stated, where it gave its own embeddings or logits
 * @param tensor the format of the input tensors that images were read back from, as {@link
 *     io.virk.image.TensorFormat#toString} has it; empty if images were pixels, or there were none
 * @param embeddedReduced images that were reduced by the capture policy before the embedder saw
 *     them
 * @param seen observations that were fed
 * @param flaws how many observations had which flaw, by name; flawed parts were left out
 * @param parents hashes of the baselines that this one continues: none, the one that was refreshed,
 *     or the two that were merged
 */
public record Provenance(
    Instant created,
    String libraryVersion,
    String source,
    CapturePolicy capturePolicy,
    Optional<EmbedderProvenance> embedder,
    Optional<StatedModel> model,
    Optional<String> tensor,
    long embeddedReduced,
    long seen,
    Map<String, Long> flaws,
    List<String> parents) {
  /** In {@link #source}, between the number of a folder's images and their order. */
  public static final String IMAGES = " images ";

  public Provenance {
    flaws = Map.copyOf(flaws);
    parents = List.copyOf(parents);
  }

  /**
   * The SHA-256 of the model, whoever ran it.
   *
   * @return the embedder's, otherwise the stated one; empty if neither is known
   */
  public Optional<String> modelSha256() {
    return embedder.map(EmbedderProvenance::modelSha256).or(() -> model.map(StatedModel::sha256));
  }

  /**
   * The preprocessing of the model, whoever ran it.
   *
   * @return the embedder's, otherwise the stated one; empty if neither is known
   */
  public Optional<String> preprocessing() {
    return embedder
        .map(EmbedderProvenance::preprocessing)
        .or(() -> model.map(StatedModel::preprocessing));
  }

  /**
   * Whether images of it came in the order of their names, so that neighbours may be alike for no
   * other reason than what they are called.
   *
   * @return true if so
   */
  public boolean isReadByName() {
    return source.contains(IMAGES + ImageFolder.Order.NAME.inWords());
  }
}
