package io.virk.embed;

import java.util.Objects;

/**
 * The result of one batch.
 *
 * @param count n, the number of frames
 * @param embeddings [n x d] row-major
 * @param logits [n x c] row-major; of length 0 if the embedder gives none
 */
public record Embeddings(int count, float[] embeddings, float[] logits) {
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
