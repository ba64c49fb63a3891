package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.twosample.KolmogorovSmirnov;
import java.util.Arrays;

/**
 * Kolmogorov-Smirnov on each dimension of the embedding, joined by Holm's correction. Statistic:
 * -log10 of the smallest Holm-adjusted p-value, which is d times the smallest asymptotic one and is
 * here not cut off at 1, so that it may be negative. Effect size: D of the dimension that has moved
 * most, 0 .. 1. Sees a change of a few dimensions, of whatever kind, that a distance over all of
 * them dilutes; of a change spread thinly over many it sees less.
 *
 * <p>The p-values take the dimensions as they come; whatever they owe to each other is in the
 * simulated null distribution, so that correlated dimensions cost no power.
 *
 * <p>{@link KolmogorovSmirnov} takes samples of double, copied and checked; here are d columns of
 * float, and in the null distribution counts of rows, whose largest difference is an exact integer.
 *
 * <p>Cost: d (n log n + n log m) steps a window; d m log m once. Memory: 4 m d bytes. Ties are
 * exact; a dimension that is constant on both sides counts as unmoved. Rows without an embedding
 * are left out; fewer than 8 on either side are too few.
 *
 * <p>Source: S. Rabanser, S. Guennemann and Z. C. Lipton, <i>Failing loudly</i>, NeurIPS (2019),
 * arXiv:1810.11953; S. Holm, <i>A simple sequentially rejective multiple test procedure</i>, Scand.
 * J. Stat. 6 (1979).
 */
final class PerDimensionKolmogorovSmirnov extends VectorDetector {
  private static final double MINIMUM_EFFECT = 0.3;

  @Override
  public String name() {
    return "per-dimension-kolmogorov-smirnov";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "largest difference of the distribution functions of a dimension, 0 to 1";
  }

  @Override
  Fitted fit(VectorColumn reference) {
    int n = reference.count();
    int d = reference.dimension();
    float[][] sorted = sorted(reference.values(), n, d);
    return (window, scratch) -> {
      int m = window.count();
      float[][] columns = sorted(window.values(), m, d);
      long largest = 0;
      for (int k = 0; k < d; k++) {
        largest = Math.max(largest, steps(sorted[k], columns[k]));
      }
      double distance = largest / ((double) n * m);
      return new Comparison(statistic(distance, n, m, d), distance, Double.NaN, m);
    };
  }

  /** Each dimension by itself, ascending. */
  private static float[][] sorted(float[] x, int n, int d) {
    float[][] columns = new float[d][n];
    for (int k = 0; k < d; k++) {
      for (int i = 0; i < n; i++) {
        columns[k][i] = x[i * d + k] + 0f; // -0 to 0
      }
      Arrays.sort(columns[k]);
    }
    return columns;
  }

  /**
   * n m max |F_x - F_y|. Between two values of y only F_x moves, and only up: the largest
   * difference lies at a value of y or right before one.
   */
  private static long steps(float[] x, float[] y) {
    long n = x.length;
    long m = y.length;
    long largest = 0;
    int below = 0;
    int j = 0;
    while (j < m) {
      int end = j + 1;
      while (end < m && y[end] == y[j]) {
        end++;
      }
      below = firstNotBelow(x, below, y[j]);
      largest = Math.max(largest, Math.abs(below * m - j * n));
      while (below < n && x[below] == y[j]) {
        below++;
      }
      largest = Math.max(largest, Math.abs(below * m - end * n));
      j = end;
    }
    return largest;
  }

  /** The first element from {@code from} on that is not below a value. */
  private static int firstNotBelow(float[] sorted, int from, float value) {
    int low = from;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** -log10 (d p). Where p would underflow, of its leading term 2 exp(-2 t^2). */
  private static double statistic(double distance, int n, int m, int d) {
    double t2 = distance * distance * n * m / ((double) n + m);
    double logP =
        t2 > 50
            ? Math.log(2) - 2 * t2
            : Math.log(KolmogorovSmirnov.asymptoticP(Math.min(1, distance), n, m));
    return -(logP + Math.log(d)) / Math.log(10);
  }

  /**
   * As the default, but with each dimension of the pool sorted once: a draw then walks through
   * every dimension and adds up, for each row, how often the window has it less how often the
   * reference has. Cost of a draw: n d steps.
   */
  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    EmbeddedRows embedded = new EmbeddedRows(pool.vectors((VectorSignal) signal));
    int[][] walks = walks(embedded);
    int[] step = new int[embedded.size()];
    double[] statistics = new double[draws];
    for (int b = 0; b < draws; b++) {
      int[] window = embedded.of(resampler.window(b));
      int[] reference = embedded.of(resampler.reference(b));
      int m = window.length;
      int n = reference.length;
      if (Math.min(m, n) < MINIMUM_VALUES) {
        statistics[b] = Double.NaN;
        continue;
      }
      Arrays.fill(step, 0);
      for (int row : window) {
        step[row] += n;
      }
      for (int row : reference) {
        step[row] -= m;
      }
      int largest = 0;
      for (int[] walk : walks) {
        largest = Math.max(largest, farthest(walk, step));
      }
      statistics[b] = statistic(largest / ((double) n * m), n, m, embedded.dimension());
    }
    return statistics;
  }

  /** For each dimension its rows in ascending order; complemented where the next is not tied. */
  private static int[][] walks(EmbeddedRows embedded) {
    int n = embedded.size();
    int d = embedded.dimension();
    float[] x = embedded.values();
    int[][] walks = new int[d][n];
    long[] keys = new long[n];
    for (int k = 0; k < d; k++) {
      for (int i = 0; i < n; i++) {
        int bits = Float.floatToIntBits(x[i * d + k] + 0f);
        int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        keys[i] = (long) ordered << 32 | i;
      }
      Arrays.sort(keys);
      for (int i = 0; i < n; i++) {
        int row = (int) keys[i];
        boolean last = i == n - 1 || keys[i] >> 32 != keys[i + 1] >> 32;
        walks[k][i] = last ? ~row : row;
      }
    }
    return walks;
  }

  private static int farthest(int[] walk, int[] step) {
    int sum = 0;
    int most = 0;
    int least = 0;
    for (int at : walk) {
      sum += step[at < 0 ? ~at : at];
      if (at < 0) {
        most = Math.max(most, sum);
        least = Math.min(least, sum);
      }
    }
    return Math.max(most, -least);
  }
}
