package io.virk.signal;

import io.virk.stats.kernel.FeatureMap;
import io.virk.stats.kernel.MeanEmbedding;
import java.util.Objects;

/**
 * The mean of the random features of some embeddings: all that a comparison by random features
 * needs of them.
 *
 * @param mean one number a feature; NaN of nothing. Not to be modified.
 * @param n embeddings behind it, &ge; 0
 */
public record FeatureMean(double[] mean, int n) {
  public FeatureMean {
    Objects.requireNonNull(mean, "mean");
    if (n < 0) {
      throw new IllegalArgumentException("n: " + n + " (expected: >= 0)");
    }
  }

  /**
   * The mean features of embeddings.
   *
   * @param features from an embedding to its features
   * @param embeddings [n x d] row-major, d as the features' input, finite. Not modified.
   * @return their mean
   */
  public static FeatureMean of(FeatureMap features, float[] embeddings) {
    int d = features.inputDimension();
    MeanEmbedding sum = new MeanEmbedding(features);
    float[] row = new float[d];
    for (int at = 0; at < embeddings.length; at += d) {
      System.arraycopy(embeddings, at, row, 0, d);
      sum.accept(row);
    }
    return new FeatureMean(sum.mean(), (int) sum.count());
  }
}
