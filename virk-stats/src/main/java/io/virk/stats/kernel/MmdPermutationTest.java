package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Permutation test on MMD^2: how often does a random split of the pooled sample give at least the
 * observed value? p = (b + 1) / (B + 1) with b of B permutations at or above it, so that p is never
 * 0 and the test is exact: under the null P(p &lt;= a) &lt;= a. The b / B of alibi-detect, which
 * can be 0 and is not exact, is not offered; {@link Result} has the counts.
 *
 * <p>All permutations are one matrix product: with S the [N x B] matrix of zeros and ones that says
 * who belongs to x, the kernel sums within x are the diagonal of S' K S. The kernel matrix K is
 * made tile by tile and never as a whole: memory is 4 N d bytes for the packed sample, N B / 8 for
 * the permutations, and 4 min(N, 2048) (2 B + 32) for tiles. Cost: N^2 d / 2 + N^2 B / 2
 * multiplications.
 *
 * <p>Source: A. Gretton et al., <i>A kernel two-sample test</i>, JMLR 13 (2012); the p-value: B.
 * Phipson and G. K. Smyth, <i>Permutation p-values should never be zero</i>, Stat. Appl. Genet.
 * Mol. Biol. 9 (2010), doi:10.2202/1544-6115.1585.
 */
public final class MmdPermutationTest {
  private MmdPermutationTest() {}

  /**
   * What the test found.
   *
   * @param biased observed, 0 or more
   * @param unbiased observed, may be negative
   * @param countBiased permutations with a biased estimate at or above the observed one
   * @param countUnbiased permutations with an unbiased estimate at or above the observed one
   * @param permutations B
   */
  public record Result(
      double biased, double unbiased, int countBiased, int countUnbiased, int permutations) {

    /** p-value of the biased estimate, above 0. */
    public double pBiased() {
      return (countBiased + 1.0) / (permutations + 1.0);
    }

    /** p-value of the unbiased estimate, above 0. */
    public double pUnbiased() {
      return (countUnbiased + 1.0) / (permutations + 1.0);
    }
  }

  /**
   * Tests with random permutations, in single precision. An estimate within 1e-6 below the observed
   * one counts as equal to it, for equal splits come out equal only up to rounding.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 2 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0; the same for all permutations
   * @param permutations 1 or more
   * @param random of the permutations
   */
  public static Result test(
      float[] x,
      int n,
      float[] y,
      int m,
      int d,
      double sigma,
      int permutations,
      RandomGenerator random) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    checkSizes(n, m, permutations);
    Objects.requireNonNull(random, "random");
    Bandwidths bandwidths = Bandwidths.of(sigma);
    float[] centre = MaximumMeanDiscrepancy.commonMean(x, n, y, m, d);
    PackedRows pooled = new PackedRows(n + m, d, centre);
    pooled.set(0, x, 0, n);
    pooled.set(n, y, 0, m);
    PermutationSplits splits = PermutationSplits.random(n, n + m, permutations, random);
    if (!bandwidths.fitSinglePrecision(pooled)) {
      return test(
          MaximumMeanDiscrepancy.widened(x),
          n,
          MaximumMeanDiscrepancy.widened(y),
          m,
          d,
          sigma,
          splits);
    }
    PermutedSums sums = new PermutedSums(pooled, splits, bandwidths.floats()[0], new Pairs());
    sums.compute();
    return result(sums.within(), sums.rows(), sums.rowsOfX(), n, m, 1e-6);
  }

  /**
   * Tests with given permutations, in double. Cost: (N^2 / 2) (d + B) steps; memory 4 N^2 bytes.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 2 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0; the same for all permutations
   * @param permutations one per row, each of the numbers 0 to n + m - 1 once: the first n are the
   *     places in the pooled sample [x; y] that form the permuted x. Not modified.
   */
  public static Result test(
      double[] x, int n, double[] y, int m, int d, double sigma, int[][] permutations) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    checkSizes(n, m, permutations.length);
    return test(x, n, y, m, d, sigma, PermutationSplits.of(n, n + m, permutations));
  }

  private static void checkSizes(int n, int m, int permutations) {
    MmdSums.checkPairs(n, "n");
    MmdSums.checkPairs(m, "m");
    Checks.atLeast(permutations, 1, "permutations");
    if ((long) n + m > Integer.MAX_VALUE - 4096) {
      throw rejected("n + m", (long) n + m, "fewer than 2^31 vectors");
    }
  }

  private static Result test(
      double[] x, int n, double[] y, int m, int d, double sigma, PermutationSplits splits) {
    double gamma = GaussianKernel.gamma(sigma);
    int count = splits.count();
    double[] within = new double[count];
    double[] rows = new double[n + m];
    for (int i = 0; i < n + m; i++) {
      for (int j = 0; j < i; j++) {
        double k =
            Math.exp(
                -gamma
                    * GaussianKernel.squaredDistance(
                        i < n ? x : y,
                        (i < n ? i : i - n) * d,
                        j < n ? x : y,
                        (j < n ? j : j - n) * d,
                        d));
        rows[i] += k;
        rows[j] += k;
        for (int p = 0; p < count; p++) {
          if (splits.isX(i, p) && splits.isX(j, p)) {
            within[p] += k;
          }
        }
      }
    }
    double[] rowsOfX = new double[count];
    for (int p = 0; p < count; p++) {
      rowsOfX[p] = splits.sumOverX(rows, p);
    }
    return result(within, rows, rowsOfX, n, m, 1e-12);
  }

  /**
   * From sums within x and the sums of the rows of the kernel matrix all others follow.
   *
   * @param within of each split, the sum over pairs i &lt; j of x; split 0 is the observed one
   * @param rows sums of the rows of the kernel matrix without its diagonal
   * @param rowsOfX of each split, the sum of those of x
   */
  private static Result result(
      double[] within, double[] rows, double[] rowsOfX, int n, int m, double slack) {
    double all = 0;
    for (double row : rows) {
      all += row / 2;
    }
    double biased = 0;
    double unbiased = 0;
    int countBiased = 0;
    int countUnbiased = 0;
    for (int p = 0; p < within.length; p++) {
      double xx = within[p];
      double xy = rowsOfX[p] - 2 * xx;
      double yy = all - xx - xy;
      double b = MmdSums.biased(xx, yy, xy, n, m);
      double u = MmdSums.unbiased(xx, yy, xy, n, m);
      if (p == 0) {
        biased = b;
        unbiased = u;
      } else {
        countBiased += b >= biased - slack ? 1 : 0;
        countUnbiased += u >= unbiased - slack ? 1 : 0;
      }
    }
    return new Result(biased, unbiased, countBiased, countUnbiased, within.length - 1);
  }
}
