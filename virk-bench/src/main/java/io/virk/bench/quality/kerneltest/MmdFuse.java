package io.virk.bench.quality.kerneltest;

/**
 * MMD-FUSE: a soft maximum of the discrepancies under many kernels, each over its own scale on the
 * pooled sample, T = log(mean over k of exp(L MMD_k^2 / sqrt(N_k))) / L with N_k the mean of k^2
 * over pairs of the pool and L = sqrt(m (m - 1)), m the smaller sample.
 *
 * <p>Source: F. Biggs, A. Schrab and A. Gretton, <i>MMD-FUSE: learning and combining kernels for
 * two-sample testing without data splitting</i>, NeurIPS 2023, arXiv 2306.08777 (FUSE-N, section
 * 4). There the threshold is by permutation of the pool; here by clean windows, as VIRK's is.
 */
public final class MmdFuse {
  private MmdFuse() {}

  /** The statistic of a window of m rows, not more than the reference has. */
  public static double statistic(KernelBank.Discrepancies window, int m) {
    double l = Math.sqrt((double) m * (m - 1));
    int kernels = window.unbiased().length;
    double[] exponents = new double[kernels];
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < kernels; k++) {
      exponents[k] = l * window.unbiased()[k] / Math.sqrt(window.meanSquare()[k]);
      most = Math.max(most, exponents[k]);
    }
    double sum = 0;
    for (double exponent : exponents) {
      sum += Math.exp(exponent - most);
    }
    return (most + Math.log(sum / kernels)) / l;
  }
}
