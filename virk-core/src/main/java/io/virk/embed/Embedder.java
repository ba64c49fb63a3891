package io.virk.embed;

import io.virk.image.Frame;
import java.util.List;
import java.util.function.Function;

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

  /**
   * An embedder with no model: 128 features of colour, gradient and texture, so that a host without
   * an embedding has one that sees the picture change. It knows nothing of what is in the picture:
   * an embedding of the host's own model sees more of what matters to that model.
   *
   * <p>A frame larger than {@link io.virk.image.CapturePolicy#DEFAULT} is reduced to it first. Of
   * each cell of a grid of 4 x 4: mean luma, two means of colour, deviation of luma (64); of each
   * quarter, the mean size of the gradients in 8 directions (32); hues, luma and colourfulness in 8
   * ranges each (24); differences of luma 1, 2, 4 and 8 pixels apart along rows and columns (8).
   * Mean sizes and shares are under the root; all values are between -1.2 and 4. The same frame
   * gives the same embedding on every machine.
   *
   * <p>Thread-safe. Cost: about 0.3 ms for a frame of 224 x 224 pixels, on one thread.
   *
   * @return a new embedder, with about 300 kB of memory of its own
   */
  static Embedder handcrafted() {
    return new HandcraftedEmbedder();
  }

  /**
   * An embedder of the host's own: a function from a frame to an embedding.
   *
   * @param name tells it from others: functions of one name are taken for the same, so a name has a
   *     version where the function has
   * @param length of one embedding, &gt; 0
   * @param function is called by one thread at a time; the frame is not to be kept, nor the array
   *     that it returns to be changed before the next call
   * @return a new embedder; closing it does nothing
   * @throws IllegalArgumentException if the name is blank or the length is not positive
   */
  static Embedder of(String name, int length, Function<? super Frame, float[]> function) {
    return new FunctionEmbedder(name, length, function);
  }

  /** Frees the model. Closing twice is harmless. */
  @Override
  void close();
}
