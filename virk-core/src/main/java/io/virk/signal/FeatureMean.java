package io.virk.signal;

import io.virk.stats.kernel.FeatureMap;
import io.virk.stats.kernel.MeanEmbedding;
import io.virk.stats.kernel.MedianBandwidth;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The mean of the random features of some embeddings: all that a comparison by random features
 * needs of them.
 *
 * @param mean one number a feature; NaN of nothing. Not to be modified.
 * @param n embeddings behind it, &ge; 0
 */
public record FeatureMean(double[] mean, int n) {
  /** Random frequencies; each gives a cosine and a sine. */
  public static final int FREQUENCIES = 128;

  /** Embeddings below which nothing is known of their distances. */
  private static final int FEWEST = 8;

  private static final double SMALLEST_BANDWIDTH = 1e-14;
  private static final double LARGEST_BANDWIDTH = 1e10;

  public FeatureMean {
    Objects.requireNonNull(mean, "mean");
    if (n < 0) {
      throw new IllegalArgumentException("n: " + n + " (expected: >= 0)");
    }
  }

  /**
   * Draws random features for the embeddings of a reference.
   *
   * @param reference its embeddings set the bandwidth: their median distance. Not modified.
   * @param seed of the frequencies; the same seed and reference give the same ones
   * @return the features; empty if there are fewer than 8 embeddings, or the bandwidth is out of
   *     range
   */
  public static Optional<RandomFourierFeatures> features(VectorColumn reference, long seed) {
    int d = reference.dimension();
    int n = reference.count();
    if (n < FEWEST) {
      return Optional.empty();
    }
    double sigma = MedianBandwidth.ofAny(reference.values(), n, d);
    return sigma >= SMALLEST_BANDWIDTH && sigma <= LARGEST_BANDWIDTH
        ? Optional.of(RandomFourierFeatures.of(FREQUENCIES, d, sigma, new SplittableRandom(seed)))
        : Optional.empty();
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
