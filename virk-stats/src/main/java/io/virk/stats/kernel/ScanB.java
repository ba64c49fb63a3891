package io.virk.stats.kernel;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.Arrays;
import java.util.Objects;

/**
 * Scan B-statistic: the unbiased MMD^2 of the last B observations against a baseline of n, divided
 * by its standard deviation without change, so that a threshold means the same for any kernel, B
 * and n. Of mean 0 and variance 1 while nothing changes; larger = further away.
 *
 * <p>The variance is that of the two-sample U-statistic, E[k'^2] (2 / (B (B - 1)) + 4 / (n B) + 2 /
 * (n (n - 1))), with k' the kernel centred on both sides, its second moment estimated once from the
 * baseline. Instead of N blocks of the baseline, as in the paper, all of it is compared with.
 *
 * <p>Cost of an update and memory: those of {@link SlidingMmd}. Not thread-safe.
 *
 * <p>Source: S. Li, Y. Xie, H. Dai and L. Song, <i>Scan B-statistic for kernel change-point
 * detection</i>, Sequential Analysis 38 (2019), doi:10.1080/07474946.2019.1686886.
 */
public final class ScanB {
  private static final char KIND = 'b';
  private static final int VERSION = 1;

  private final SlidingMmd sliding;
  private final int window;
  private final double standardDeviation;

  /**
   * An empty block.
   *
   * @param baseline of 3 vectors or more, not all equal
   * @param window B, 2 or more
   */
  public ScanB(MmdBaseline baseline, int window) {
    Checks.atLeast(baseline.size(), 3, "baseline.size");
    this.sliding = new SlidingMmd(baseline, window);
    this.window = window;
    double n = baseline.size();
    double b = window;
    double variance =
        secondMoment(baseline) * (2 / (b * (b - 1)) + 4 / (n * b) + 2 / (n * (n - 1)));
    this.standardDeviation =
        Math.sqrt(Checks.positive(variance, "variance of the kernel on the baseline"));
  }

  private ScanB(BinaryInput in, MmdBaseline baseline, int window) {
    this.standardDeviation = Checks.positive(in.real("standard deviation"), "standard deviation");
    this.sliding = new SlidingMmd(baseline, window);
    this.window = window;
    sliding.readFrom(in);
    in.end();
  }

  /** E[k'^2] with k'(a, b) = k(a, b) - E k(a, .) - E k(., b) + E k, over pairs of the baseline. */
  private static double secondMoment(MmdBaseline baseline) {
    PackedRows rows = baseline.rows();
    Pairs pairs = new Pairs();
    Kernels kernels = pairs.kernels();
    int width = kernels.width();
    int n = rows.size();
    float[] gammas = baseline.gammas();
    float[][] block = kernels.newBlock(width, width);
    float[] distances = new float[width];
    float[] some = new float[width];
    double[] rowSums = new double[n];
    double squares = 0;
    for (int r = 0; r < rows.blocks(); r++) {
      int columns = rows.columns(r);
      for (int l = 0; l <= r; l++) {
        pairs.squaredDistances(rows, l, rows, r, l == r, Pairs.largest(gammas), block, 0);
        for (int i = 0; i < rows.columns(l); i++) {
          kernels.copyRow(block, i, columns, distances, 0);
          double[] values = new double[columns];
          for (float gamma : gammas) {
            System.arraycopy(distances, 0, some, 0, columns);
            kernels.kernelValues(some, columns, gamma);
            for (int j = 0; j < columns; j++) {
              values[j] += (double) some[j] / gammas.length;
            }
          }
          int row = rows.start(l) + i;
          for (int j = l == r ? i + 1 : 0; j < columns; j++) {
            rowSums[row] += values[j];
            rowSums[rows.start(r) + j] += values[j];
            squares += values[j] * values[j];
          }
        }
      }
    }
    double count = (double) n * (n - 1) / 2;
    double mean = Arrays.stream(rowSums).sum() / 2 / count;
    // sum over pairs of (k - r_i - r_j + m)^2 from the sums of k^2, and of the row means r
    double ofMeans = 0;
    for (double sum : rowSums) {
      double deviation = sum / (n - 1) - mean;
      ofMeans += deviation * deviation;
    }
    // sum over pairs of (u_i + u_j)^2 = (n - 2) sum u^2, of k (u_i + u_j) = (n - 1) sum u^2
    return (squares - count * mean * mean - n * ofMeans) / count;
  }

  /**
   * Takes one observation.
   *
   * @param y finite. Not modified.
   * @throws IllegalArgumentException if it has another length than the baseline's, or is not
   *     finite; this object is then unchanged
   */
  public void accept(float[] y) {
    sliding.accept(y);
  }

  /**
   * Takes observations in order, and gives the statistic after each.
   *
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param statistics m numbers or more, NaN where the block is not full yet. Modified.
   * @throws IllegalArgumentException as above; this object is then unchanged
   */
  public void acceptAll(float[] y, int m, double[] statistics) {
    Objects.requireNonNull(statistics, "statistics");
    sliding.acceptAll(y, m, statistics);
    for (int i = 0; i < m; i++) {
      statistics[i] /= standardDeviation;
    }
  }

  /** The statistic, in standard deviations; NaN until B observations have been taken. */
  public double statistic() {
    return sliding.unbiased() / standardDeviation;
  }

  /** Standard deviation of the unbiased MMD^2 without change. */
  public double standardDeviation() {
    return standardDeviation;
  }

  /** Observations taken. */
  public long count() {
    return sliding.count();
  }

  /** Empties the block. */
  public void reset() {
    sliding.reset();
  }

  /**
   * Average run length of the paper's theorem: observations, on average, from a full block to the
   * first false alarm of {@code statistic() > threshold}. An approximation, not a guarantee: it
   * takes the statistic as normal, and that is skewed to the right, so that the true run length is
   * shorter, the more so the longer it is. On normal vectors of four numbers and B of 10 to 50 it
   * was a third to a half of 200, a quarter to a half of 500 and a tenth to a fifth of 2,000. Use
   * it to start from, and calibrate on data.
   *
   * <p>Source: theorem on the average run length of Li et al. (2019), without their correction for
   * skewness, which takes third moments of the kernel.
   *
   * @param threshold above 0, in standard deviations
   */
  public double approximateRunLength(double threshold) {
    Checks.positive(threshold, "threshold");
    double b = window;
    double slope = (2 * b - 1) / (b * (b - 1));
    double overshoot = overshoot(threshold * Math.sqrt(2 * slope));
    return Math.sqrt(2 * Math.PI)
        * Math.exp(threshold * threshold / 2)
        / (threshold * slope * overshoot);
  }

  /**
   * The threshold of an average run length: the inverse of {@link #approximateRunLength}.
   *
   * @param runLength in observations, above that of threshold 1
   */
  public double approximateThreshold(double runLength) {
    double low = 1;
    double high = 37;
    double shortest = approximateRunLength(low);
    if (!(runLength > shortest && runLength <= approximateRunLength(high))) {
      throw Checks.rejected(
          "runLength", runLength, "> " + shortest + " and <= " + approximateRunLength(high));
    }
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (approximateRunLength(middle) < runLength) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * Siegmund's function of the overshoot, (2 / x) (P(x / 2) - 1/2) / ((x / 2) P(x / 2) + p(x / 2)),
   * with P and p the normal distribution and density.
   */
  private static double overshoot(double x) {
    double half = x / 2;
    double density = Math.exp(-half * half / 2) / Math.sqrt(2 * Math.PI);
    // P(half) - 1/2 as a series of positive terms: p times half^(2 k + 1) / (1 3 5 ...)
    double term = half;
    double sum = 0;
    for (int k = 1; k < 400 && term > 1e-17 * sum; k++) {
      sum += term;
      term *= half * half / (2 * k + 1);
    }
    double above = Math.min(0.5, density * sum);
    return 2 / x * above / (half * (0.5 + above) + density);
  }

  /** As {@link SlidingMmd#toBytes}, and 8 bytes. */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 64).real(standardDeviation);
    sliding.writeTo(out);
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on as this would, to the last bit with the
   * same kernels ({@link io.virk.stats.Acceleration}).
   *
   * @param bytes Not modified.
   * @param baseline made of the same vectors and bandwidths
   * @param window B, as when written
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of another
   *     baseline or window, of a newer version or no possible state
   */
  public static ScanB fromBytes(byte[] bytes, MmdBaseline baseline, int window) {
    return new ScanB(BinaryInput.checked(bytes, KIND, VERSION), baseline, window);
  }
}
