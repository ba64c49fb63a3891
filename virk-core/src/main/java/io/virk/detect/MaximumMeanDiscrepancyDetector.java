package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.kernel.GaussianKernel;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import io.virk.stats.kernel.MedianBandwidth;
import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdWindow;
import java.util.Arrays;
import java.util.Optional;

/**
 * The maximum mean discrepancy of embeddings under a Gaussian kernel whose bandwidth is the median
 * distance of the reference. Statistic: the squared discrepancy, biased form. Effect size: the
 * discrepancy, unbiased form, as a distance of means in standard deviations along the main
 * directions ({@link KernelSpread}). Sees any change, those along the main directions of the
 * embedding first.
 *
 * <p>Cost: m n d multiplications a window, in the packed kernels of virk-stats; n^2 d once. Memory:
 * 4 n (d + 1) bytes. A baseline whose bandwidth lies outside 1e-14 to 1e10, or whose vectors are
 * longer than 1e14, is compared in double precision, many times slower; windows are clipped to that
 * length. Equal vectors have the bandwidth 1. Rows without an embedding are left out; fewer than 8
 * on either side are too few.
 *
 * <p>Source: A. Gretton et al., <i>A kernel two-sample test</i>, JMLR 13 (2012), 723-773.
 */
final class MaximumMeanDiscrepancyDetector extends VectorDetector {
  private static final double MINIMUM_EFFECT = 0.5;
  private static final double LONGEST = 1e14;
  private static final double SMALLEST_BANDWIDTH = 1e-14;
  private static final double LARGEST_BANDWIDTH = 1e10;

  @Override
  public String name() {
    return "mmd";
  }

  /** Random features of the same kernel. */
  @Override
  public Optional<Detector> standIn() {
    return Optional.of(new RandomFeatureMmd());
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "standard deviations of the baseline, along its main directions";
  }

  @Override
  Fitted fit(VectorColumn reference) {
    int d = reference.dimension();
    float[] x = reference.values();
    int n = reference.count();
    double sigma = MedianBandwidth.ofAny(x, n, d);
    KernelSpread spread = KernelSpread.of(x, n, d, sigma);
    double most = LONGEST / Math.sqrt(d);
    if (!(sigma >= SMALLEST_BANDWIDTH && sigma <= LARGEST_BANDWIDTH && largest(x) <= most)) {
      return (window, scratch) -> {
        int m = window.count();
        float[] y = window.values();
        return compare(
            MaximumMeanDiscrepancy.biased(x, n, y, m, d, sigma),
            MaximumMeanDiscrepancy.unbiased(x, n, y, m, d, sigma),
            spread,
            m);
      };
    }
    MmdBaseline packed = MmdBaseline.of(x, n, d, sigma);
    return (window, scratch) -> {
      int m = window.count();
      // what is so far out has a kernel of 0 with the reference wherever exactly it is
      float[] y = scratch.clipped(scratch.vectors(window), (float) most);
      MmdWindow evaluated = scratch.kernels(packed, m).evaluate(y, m);
      return compare(evaluated.biased(), evaluated.unbiased(), spread, m);
    };
  }

  private static Comparison compare(double biased, double unbiased, KernelSpread spread, int m) {
    return new Comparison(Math.max(0, biased), spread.effect(unbiased), Double.NaN, m);
  }

  private static float largest(float[] vectors) {
    float largest = 0;
    for (float v : vectors) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  /**
   * As the default, but with the kernel of the pool computed once: a draw is then a quadratic form
   * in the weights of its rows. The bandwidth is the pool's. Of pseudo-references that are too
   * small, for the pool has no more rows, the statistic is made smaller in the same proportion.
   * Cost of a draw: n^2 multiplications.
   */
  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    EmbeddedRows embedded = new EmbeddedRows(pool.vectors((VectorSignal) signal));
    int n = embedded.size();
    float[][] kernel = kernel(embedded);
    float[] difference = new float[n];
    double[] statistics = new double[draws];
    for (int b = 0; b < draws; b++) {
      int[] window = embedded.of(resampler.window(b));
      int[] reference = embedded.of(resampler.reference(b));
      if (Math.min(window.length, reference.length) < MINIMUM_VALUES) {
        statistics[b] = Double.NaN;
        continue;
      }
      Arrays.fill(difference, 0);
      for (int row : window) {
        difference[row] += 1f / window.length;
      }
      for (int row : reference) {
        difference[row] -= 1f / reference.length;
      }
      statistics[b] = Math.max(0, quadraticForm(kernel, difference)) / resampler.excess();
    }
    return statistics;
  }

  private static float[][] kernel(EmbeddedRows embedded) {
    int n = embedded.size();
    int d = embedded.dimension();
    float[] x = embedded.values();
    if (n < 2) {
      return new float[n][n];
    }
    float[] matrix = GaussianKernel.matrix(x, n, x, n, d, MedianBandwidth.ofAny(x, n, d));
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(matrix, i * n, (i + 1) * n);
    }
    return rows;
  }

  /** Row by row, so that the inner loop is one that the compiler turns into SIMD. */
  private static double quadraticForm(float[][] matrix, float[] vector) {
    int n = vector.length;
    float[] product = new float[n];
    for (int i = 0; i < n; i++) {
      float factor = vector[i];
      if (factor != 0) {
        float[] row = matrix[i];
        for (int j = 0; j < n; j++) {
          product[j] += factor * row[j];
        }
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) vector[i] * product[i];
    }
    return sum;
  }
}
