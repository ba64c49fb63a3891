package io.virk.stats.kernel;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.Arrays;
import java.util.Objects;

/**
 * Squared maximum mean discrepancy MMD^2 of two samples with the Gaussian kernel: the squared
 * distance of their mean embeddings; larger = further apart.
 *
 * <p>The biased estimate keeps the diagonal (V-statistic): 0 or more, and above 0 by about (1/n +
 * 1/m) for equal distributions. The unbiased one drops it (U-statistic): 0 on average for equal
 * distributions, so it may be negative; it needs two vectors on each side. Memory: no kernel matrix
 * is formed, only copies of both samples.
 *
 * <p>Of float arrays it computes in single precision about the common mean, sums in double, and
 * takes differences where products would cancel: the kernel values have a relative error of about
 * 1e-5. Bandwidths or vectors beyond 1e15 times unity are computed in double.
 *
 * <p>Source: A. Gretton et al., <i>A kernel two-sample test</i>, JMLR 13 (2012), equations 3 and 5;
 * the sum over several bandwidths: Y. Li, K. Swersky and R. Zemel, <i>Generative moment matching
 * networks</i>, ICML (2015), arXiv:1502.02761.
 */
public final class MaximumMeanDiscrepancy {
  private MaximumMeanDiscrepancy() {}

  /**
   * The biased estimate. Cost: (n^2 / 2 + m^2 / 2 + n m) d multiplications.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @param sigmas one bandwidth or more, &gt; 0, in the unit of the vectors; of several, the mean
   *     of their estimates is taken
   * @return 0 or more
   */
  public static double biased(float[] x, int n, float[] y, int m, int d, double... sigmas) {
    shape(x, n, d, "x");
    shape(y, m, d, "y");
    return sums(x, n, y, m, d, Bandwidths.of(sigmas)).biased(n, m);
  }

  /**
   * The unbiased estimate. Cost: as for the biased one.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 2 or more
   * @param d 1 or more
   * @param sigmas one bandwidth or more, &gt; 0, in the unit of the vectors; of several, the mean
   *     of their estimates is taken
   * @return may be negative
   */
  public static double unbiased(float[] x, int n, float[] y, int m, int d, double... sigmas) {
    shape(x, n, d, "x");
    shape(y, m, d, "y");
    MmdSums.checkPairs(n, "n");
    MmdSums.checkPairs(m, "m");
    return sums(x, n, y, m, d, Bandwidths.of(sigmas)).unbiased(n, m);
  }

  /**
   * The biased estimate in double arithmetic. Cost: (n^2 / 2 + m^2 / 2 + n m) d steps.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @param sigmas one bandwidth or more, &gt; 0, in the unit of the vectors; of several, the mean
   *     of their estimates is taken
   * @return 0 or more
   */
  public static double biased(double[] x, int n, double[] y, int m, int d, double... sigmas) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    return sums(x, n, y, m, d, Bandwidths.of(sigmas)).biased(n, m);
  }

  /**
   * The unbiased estimate in double arithmetic. Cost: as for the biased one.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 2 or more
   * @param d 1 or more
   * @param sigmas one bandwidth or more, &gt; 0, in the unit of the vectors; of several, the mean
   *     of their estimates is taken
   * @return may be negative
   */
  public static double unbiased(double[] x, int n, double[] y, int m, int d, double... sigmas) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    MmdSums.checkPairs(n, "n");
    MmdSums.checkPairs(m, "m");
    return sums(x, n, y, m, d, Bandwidths.of(sigmas)).unbiased(n, m);
  }

  /**
   * Both estimates and the bandwidth they were made with.
   *
   * @param biased 0 or more
   * @param unbiased may be negative; NaN if a sample has only one vector
   * @param sigma the bandwidth
   */
  public record Estimate(double biased, double unbiased, double sigma) {}

  /**
   * Both estimates with the bandwidth of {@link MedianBandwidth#ofDistances} of the pooled sample,
   * the distances computed once. Cost: as for the biased one, and one more pass over the distances.
   * Memory: 4 bytes per pair up to 64 MB; above, nothing is kept, and sums at four bandwidths near
   * the median are interpolated, to 1e-8; where it is uncertain by more than 5 %, all is computed
   * twice.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @throws IllegalArgumentException also if more than half of all pairs are equal vectors
   */
  public static Estimate withMedianBandwidth(float[] x, int n, float[] y, int m, int d) {
    shape(x, n, d, "x");
    shape(y, m, d, "y");
    float[] centre = commonMean(x, n, y, m, d);
    PackedRows left = PackedRows.of(x, n, d, centre);
    PackedRows right = PackedRows.of(y, m, d, centre);
    float longest = Math.max(left.maxNorm(), right.maxNorm());
    if (longest <= Bandwidths.LARGEST) {
      Pairs pairs = new Pairs();
      DistanceBlocks blocks = new DistanceBlocks(left, right, pairs, 0, true);
      NearbySums nearby = blocks.keeps() ? null : new NearbySums(pairs, blocks.parts());
      double[] middle = MedianBandwidth.middleTwo(blocks, pairs, nearby, x, n, y, m, d);
      double sigma = Math.sqrt(middle[0]) / 2 + Math.sqrt(middle[1]) / 2;
      // else |a|^2 + |b|^2 - 2 ab has lost digits that show in the kernel
      if (middle[0] * 30 > longest && Bandwidths.of(sigma).fitSinglePrecision(left)) {
        float gamma = Bandwidths.of(sigma).floats()[0];
        if (nearby != null && nearby.hasSums(gamma)) {
          return estimate(nearby.sums(gamma), n, m, sigma);
        }
        double[][] parts = new double[DistanceBlocks.Of.values().length][blocks.parts()];
        blocks.visit(
            (block, row, rows, columns, of, part) ->
                parts[of.ordinal()][part] +=
                    pairs.kernels().kernelSum(block, row, rows, columns, gamma, pairs.scratch()));
        return estimate(new MmdSums(sum(parts[0]), sum(parts[1]), sum(parts[2])), n, m, sigma);
      }
    }
    checkFinite(x, n, y, m, d);
    float[] pooled = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, pooled, x.length, y.length);
    double sigma = MedianBandwidth.ofDistances(pooled, n + m, d);
    return estimate(sums(x, n, y, m, d, Bandwidths.of(sigma)), n, m, sigma);
  }

  private static double sum(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  private static void shape(float[] x, int n, int d, String name) {
    Objects.requireNonNull(x, name);
    Checks.shape(x.length, n, d, name);
  }

  /** Only needed where a squared length is not finite: it is not if an element is not. */
  private static void checkFinite(float[] x, int n, float[] y, int m, int d) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
  }

  private static Estimate estimate(MmdSums sums, int n, int m, double sigma) {
    double unbiased = n < 2 || m < 2 ? Double.NaN : sums.unbiased(n, m);
    return new Estimate(sums.biased(n, m), unbiased, sigma);
  }

  private static MmdSums sums(float[] x, int n, float[] y, int m, int d, Bandwidths bandwidths) {
    float[] centre = commonMean(x, n, y, m, d);
    PackedRows left = PackedRows.of(x, n, d, centre);
    PackedRows right = PackedRows.of(y, m, d, centre);
    if (!bandwidths.fitSinglePrecision(left) || !bandwidths.fitSinglePrecision(right)) {
      checkFinite(x, n, y, m, d);
      return sums(widened(x), n, widened(y), m, d, bandwidths);
    }
    Pairs pairs = new Pairs();
    double[] xx = new double[bandwidths.count()];
    double[] yy = new double[bandwidths.count()];
    double[] xy = new double[bandwidths.count()];
    pairs.addWithin(left, bandwidths.floats(), xx);
    pairs.addWithin(right, bandwidths.floats(), yy);
    pairs.addCross(left, right, bandwidths.floats(), xy);
    return new MmdSums(MmdSums.mean(xx), MmdSums.mean(yy), MmdSums.mean(xy));
  }

  /** The mean of two samples, about which both are short. */
  static float[] commonMean(float[] x, int n, float[] y, int m, int d) {
    float[] centre = PackedRows.mean(x, n, d);
    float[] other = PackedRows.mean(y, m, d);
    double share = (double) m / ((double) n + m);
    for (int k = 0; k < d; k++) {
      centre[k] = (float) (centre[k] + share * ((double) other[k] - centre[k]));
    }
    return centre;
  }

  static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static MmdSums sums(double[] x, int n, double[] y, int m, int d, Bandwidths bandwidths) {
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (double gamma : bandwidths.gammas()) {
      xx += within(x, n, d, gamma);
      yy += within(y, m, d, gamma);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < m; j++) {
          xy += Math.exp(-gamma * GaussianKernel.squaredDistance(x, i * d, y, j * d, d));
        }
      }
    }
    int count = bandwidths.count();
    return new MmdSums(xx / count, yy / count, xy / count);
  }

  private static double within(double[] x, int n, int d, double gamma) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        sum += Math.exp(-gamma * GaussianKernel.squaredDistance(x, i * d, x, j * d, d));
      }
    }
    return sum;
  }
}
