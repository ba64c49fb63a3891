package io.virk.bench.quality.kerneltest;

import java.util.Arrays;

/**
 * MMDAgg: rejects if the discrepancy under any kernel is beyond that kernel's own quantile, all at
 * the same level u / K, where u is the largest for which clean windows are rejected no more often
 * than asked for.
 *
 * <p>Source: A. Schrab, I. Kim, M. Albert, B. Laurent, B. Guedj and A. Gretton, <i>MMD aggregated
 * two-sample test</i>, JMLR 24 (2023), 1-81, arXiv 2110.15073 (section 3.5, uniform weights). There
 * quantiles and level are by permutation of the pool, of each window anew; here by clean windows,
 * as VIRK's are: one half gives the quantiles, the other the level. Immutable.
 */
public final class MmdAggregated {
  private static final int STEPS = 50;

  private final double[] thresholds;

  private MmdAggregated(double[] thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * Fits the thresholds.
   *
   * @param quantiles discrepancies of clean windows, [windows][kernels]
   * @param levels of other clean windows
   * @param alpha how often a clean window may be rejected, in (0, 1)
   */
  public static MmdAggregated fit(double[][] quantiles, double[][] levels, double alpha) {
    int kernels = quantiles[0].length;
    double[][] sorted = new double[kernels][];
    for (int k = 0; k < kernels; k++) {
      int kernel = k;
      sorted[k] = Arrays.stream(quantiles).mapToDouble(w -> w[kernel]).sorted().toArray();
    }
    double low = 0;
    double high = kernels;
    for (int i = 0; i < STEPS; i++) {
      double u = (low + high) / 2;
      MmdAggregated test = new MmdAggregated(thresholds(sorted, u / kernels));
      long rejected = Arrays.stream(levels).filter(test::rejects).count();
      if (rejected <= alpha * levels.length) {
        low = u;
      } else {
        high = u;
      }
    }
    return new MmdAggregated(thresholds(sorted, low / kernels));
  }

  /** Of each kernel, the least value that at most so large a share of the windows exceeds. */
  private static double[] thresholds(double[][] sorted, double share) {
    double[] thresholds = new double[sorted.length];
    for (int k = 0; k < sorted.length; k++) {
      int windows = sorted[k].length;
      int beyond = (int) Math.min(windows - 1, Math.floor(share * windows));
      thresholds[k] = sorted[k][windows - 1 - beyond];
    }
    return thresholds;
  }

  /** Whether a window is rejected, by its discrepancies. */
  public boolean rejects(double[] unbiased) {
    for (int k = 0; k < thresholds.length; k++) {
      if (unbiased[k] > thresholds[k]) {
        return true;
      }
    }
    return false;
  }

  /** By kernel. */
  public double[] thresholds() {
    return thresholds.clone();
  }
}
