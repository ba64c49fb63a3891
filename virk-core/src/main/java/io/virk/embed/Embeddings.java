package io.virk.embed;

import io.virk.image.Frame;
import java.util.List;
import java.util.Objects;

/**
 * The result of one batch.
 *
 * @param count n, the number of frames
 * @param embeddings [n x d] row-major
 * @param logits [n x c] row-major; of length 0 if the embedder gives none
 */
public record Embeddings(int count, float[] embeddings, float[] logits) {
  /**
   * Embeds a batch and checks that what comes back is what the embedder promises.
   *
   * @param embedder the embedder
   * @param frames n &ge; 1 frames. Not modified.
   * @return n embeddings, and n rows of logits if the embedder gives them
   * @throws EmbedderException if the embedder fails, or returns other sizes than it says
   */
  public static Embeddings of(Embedder embedder, List<Frame> frames) {
    Embeddings result = embedder.embed(frames);
    if (result == null) {
      throw new EmbedderException("embeddings: null (expected: those of the batch)", null);
    }
    int n = frames.size();
    check("count", result.count(), n);
    check("embeddings.length", result.embeddings().length, (long) n * embedder.embeddingLength());
    check("logits.length", result.logits().length, (long) n * embedder.logitsLength());
    return result;
  }

  private static void check(String what, long got, long expected) {
    if (got != expected) {
      throw new EmbedderException(what + ": " + got + " (expected: " + expected + ")", null);
    }
  }

  public Embeddings {
    Objects.requireNonNull(embeddings, "embeddings");
    Objects.requireNonNull(logits, "logits");
    if (count <= 0) {
      throw new IllegalArgumentException("count: " + count + " (expected: > 0)");
    }
    if (embeddings.length == 0 || embeddings.length % count != 0) {
      throw new IllegalArgumentException(
          "embeddings.length: " + embeddings.length + " (expected: a multiple of " + count + ")");
    }
    if (logits.length % count != 0) {
      throw new IllegalArgumentException(
          "logits.length: " + logits.length + " (expected: a multiple of " + count + ")");
    }
  }
}
