package io.virk.embed;

import io.virk.image.Frame;
import java.util.List;

/**
 * Turns frames into embeddings and, where the model has them, logits.
 *
 * <p>A monitor calls its embedder from one thread at a time, never from the host's inference
 * thread. Whoever made an embedder closes it; a monitor and a baseline builder do not.
 */
public interface Embedder extends AutoCloseable {
  /**
   * The length of one embedding.
   *
   * @return d &gt; 0
   */
  int embeddingLength();

  /**
   * The number of logits of one frame.
   *
   * @return c &gt; 0, or 0 if this embedder gives none
   */
  int logitsLength();

  /**
   * Embeds a batch.
   *
   * @param frames n &ge; 1 frames, of any sizes and formats. Not modified, not kept.
   * @return the embeddings and logits of the frames, in their order
   * @throws EmbedderException if the model fails; the embedder stays usable
   */
  Embeddings embed(List<Frame> frames);

  /**
   * What tells this embedder from another: the model and its preprocessing.
   *
   * @return the provenance; equal for embedders that give equal results
   */
  EmbedderProvenance provenance();

  /** Frees the model. Closing twice is harmless. */
  @Override
  void close();
}
