package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.stats.kernel.GaussianKernel;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import io.virk.stats.kernel.MedianBandwidth;
import java.util.Arrays;

/**
 * The maximum mean discrepancy of embeddings under a Gaussian kernel whose bandwidth is the median
 * distance of the reference (Gretton et al. 2012, "A kernel two-sample test", JMLR 13:723-773).
 * Statistic: the squared discrepancy, biased form, which resampling with replacement mirrors.
 * Effect size: the squared discrepancy, unbiased form, relative to the kernel's spread on the
 * reference, so that 0 is no change and about 3 is two sets that have nothing in common.
 */
public final class MaximumMeanDiscrepancyDetector implements Detector {
  private static final int MINIMUM_VALUES = 8;
  private static final double MINIMUM_EFFECT = 0.05;

  @Override
  public String name() {
    return "mmd";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof VectorSignal;
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public Scorer against(Signal signal, SignalTable reference) {
    int d = reference.dimension();
    float[] x = reference.embeddings();
    int n = reference.embeddedRows();
    if (n < MINIMUM_VALUES) {
      return window -> Score.insufficient(window.embeddedRows());
    }
    double sigma = bandwidth(x, n, d);
    double spread = spread(GaussianKernel.matrix(x, n, x, n, d, sigma), n);
    return window -> {
      int m = window.embeddedRows();
      if (m < MINIMUM_VALUES) {
        return Score.insufficient(m);
      }
      float[] y = window.embeddings();
      double biased = MaximumMeanDiscrepancy.biased(x, n, y, m, d, sigma);
      double unbiased = MaximumMeanDiscrepancy.unbiased(x, n, y, m, d, sigma);
      return new Score(Math.max(0, biased), Math.max(0, unbiased) / spread, Double.NaN, m);
    };
  }

  /** The median heuristic; 1 where all rows are equal. */
  private static double bandwidth(float[] x, int n, int d) {
    double sigma = MedianBandwidth.ofDistances(x, n, d);
    return sigma > 0 ? sigma : 1;
  }

  /** 1 - mean of k(x, x') over distinct rows: the squared distance of a point from the mean. */
  private static double spread(float[] kernel, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum += i == j ? 0 : kernel[i * n + j];
      }
    }
    return Math.max(1e-12, 1 - sum / ((double) n * (n - 1)));
  }

  /**
   * As the default, but with the kernel of the pool computed once: a draw is then three sums over
   * it. The bandwidth is the pool's.
   */
  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    double[] statistics = new double[draws];
    int d = pool.dimension();
    int n = pool.embeddedRows();
    int[] packed = packed(pool);
    float[] x = pool.embeddings();
    float[] kernel = GaussianKernel.matrix(x, n, x, n, d, bandwidth(x, n, d));
    double[] difference = new double[n];
    for (int b = 0; b < draws; b++) {
      int[] window = embedded(resampler.window(b), packed);
      int[] reference = embedded(resampler.reference(b), packed);
      if (window.length < MINIMUM_VALUES || reference.length < MINIMUM_VALUES) {
        statistics[b] = Double.NaN;
        continue;
      }
      Arrays.fill(difference, 0);
      for (int row : window) {
        difference[row] += 1.0 / window.length;
      }
      for (int row : reference) {
        difference[row] -= 1.0 / reference.length;
      }
      statistics[b] = Math.max(0, quadraticForm(kernel, difference));
    }
    return statistics;
  }

  /** Where each row of a table stands among those that have an embedding; -1 if it has none. */
  private static int[] packed(SignalTable table) {
    int[] packed = new int[table.rows()];
    int at = 0;
    for (int row = 0; row < packed.length; row++) {
      packed[row] = table.isEmbedded(row) ? at++ : -1;
    }
    return packed;
  }

  private static int[] embedded(int[] rows, int[] packed) {
    return Arrays.stream(rows).map(r -> packed[r]).filter(r -> r >= 0).toArray();
  }

  private static double quadraticForm(float[] matrix, double[] vector) {
    int n = vector.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      if (vector[i] != 0) {
        double row = 0;
        for (int j = 0; j < n; j++) {
          row += matrix[i * n + j] * vector[j];
        }
        sum += vector[i] * row;
      }
    }
    return sum;
  }
}
