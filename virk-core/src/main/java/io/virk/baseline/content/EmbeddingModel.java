package io.virk.baseline.content;

import io.virk.stats.ood.Mahalanobis;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The model of the embeddings: the mean of each class with one shrunk covariance for all (Lee et
 * al. 2018), or one mean where classes are unknown or too few observations of one were fitted. The
 * arrays are not to be modified.
 *
 * @param mahalanobis the means, in the order of the classes, and the covariance
 * @param classes strictly rising; empty for one mean of all
 * @param counts embeddings behind each mean, &ge; 1
 */
public record EmbeddingModel(Mahalanobis mahalanobis, int[] classes, int[] counts) {
  private static final int[] NONE = {};

  /** A mean of floats is one, and no covariance of two is above this. */
  private static final double LARGEST = Float.MAX_VALUE;

  private static final int PROBES = 4;

  /**
   * Whether this can be of embeddings, which are floats: the means are in their range, the
   * covariance in its square, and no distance is infinite, tried with the furthest vectors.
   *
   * @return false if some observation would have no distance
   */
  public boolean ofFloats() {
    double[] covariance = mahalanobis.covariance();
    if (!Arrays.stream(mahalanobis.means()).allMatch(m -> Math.abs(m) <= LARGEST)
        || !Arrays.stream(covariance).allMatch(c -> Math.abs(c) <= 4 * LARGEST * LARGEST)) {
      return false;
    }
    SplittableRandom random = new SplittableRandom(covariance.length);
    float[] far = new float[mahalanobis.dimension()];
    for (int probe = 0; probe < PROBES; probe++) {
      for (int j = 0; j < far.length; j++) {
        far[j] = random.nextBoolean() ? Float.MAX_VALUE : -Float.MAX_VALUE;
      }
      if (!Double.isFinite(mahalanobis.score(far))) {
        return false;
      }
    }
    return true;
  }

  /** Embeddings behind all means. */
  public long fitted() {
    return Arrays.stream(counts).asLongStream().sum();
  }

  /** Part of a sentence. */
  public String inWords() {
    return classes.length == 0
        ? "distances from one mean of " + fitted()
        : "distances from the nearest of "
            + classes.length
            + " class means, each of "
            + IntStream.of(counts).min().orElseThrow()
            + " to "
            + IntStream.of(counts).max().orElseThrow();
  }

  /**
   * The model of the embeddings of both: each mean and the covariance weighted with the embeddings
   * behind them. With one mean if either has one.
   */
  public static EmbeddingModel pooled(EmbeddingModel a, EmbeddingModel b) {
    if (a.classes.length == 0 || b.classes.length == 0) {
      return join(a.ofOneMean(), b.ofOneMean(), NONE);
    }
    int[] classes =
        IntStream.concat(IntStream.of(a.classes), IntStream.of(b.classes))
            .sorted()
            .distinct()
            .toArray();
    return join(a, b, classes);
  }

  private static EmbeddingModel join(EmbeddingModel a, EmbeddingModel b, int[] classes) {
    int d = a.mahalanobis.dimension();
    int k = Math.max(1, classes.length);
    double share = (double) a.fitted() / (a.fitted() + b.fitted());
    double[] covariance = a.mahalanobis.covariance();
    double[] other = b.mahalanobis.covariance();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] = share * covariance[i] + (1 - share) * other[i];
    }
    double[] ofA = a.mahalanobis.means();
    double[] ofB = b.mahalanobis.means();
    double[] means = new double[k * d];
    int[] counts = new int[k];
    for (int c = 0; c < k; c++) {
      int inA = classes.length == 0 ? 0 : Arrays.binarySearch(a.classes, classes[c]);
      int inB = classes.length == 0 ? 0 : Arrays.binarySearch(b.classes, classes[c]);
      double n = inA < 0 ? 0 : a.counts[inA];
      double m = inB < 0 ? 0 : b.counts[inB];
      counts[c] = (int) (n + m);
      double[] between = new double[d];
      for (int j = 0; j < d; j++) {
        double x = inA < 0 ? ofB[inB * d + j] : ofA[inA * d + j];
        double y = inB < 0 ? x : ofB[inB * d + j];
        between[j] = x - y;
        means[c * d + j] = n / (n + m) * x + (1 - n / (n + m)) * y;
      }
      add(covariance, n * m / (n + m) / (a.fitted() + b.fitted()), between);
    }
    return new EmbeddingModel(Mahalanobis.of(means, k, d, covariance), classes, counts);
  }

  /** S := S + factor v v'; stays symmetric to the last digit. */
  private static void add(double[] s, double factor, double[] v) {
    int d = v.length;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        s[i * d + j] += factor * (v[i] * v[j]);
      }
    }
  }

  /** The mean of all classes, and the covariance about it. */
  private EmbeddingModel ofOneMean() {
    int d = mahalanobis.dimension();
    double n = fitted();
    double[] means = mahalanobis.means();
    double[] mean = new double[d];
    for (int at = 0; at < means.length; at++) {
      mean[at % d] += counts[at / d] / n * means[at];
    }
    double[] covariance = mahalanobis.covariance();
    double[] between = new double[d];
    for (int c = 0; c < counts.length; c++) {
      for (int j = 0; j < d; j++) {
        between[j] = means[c * d + j] - mean[j];
      }
      add(covariance, counts[c] / n, between);
    }
    return new EmbeddingModel(Mahalanobis.of(mean, 1, d, covariance), NONE, new int[] {(int) n});
  }
}
