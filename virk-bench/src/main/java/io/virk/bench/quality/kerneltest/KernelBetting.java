package io.virk.bench.quality.kerneltest;

import io.virk.stats.kernel.GaussianKernel;

/**
 * A sequential kernel test by betting: pairs of a reference row and a live row come one after the
 * other; a bet of a share of the wealth pays g(x) - g(y), where g is the witness function of the
 * discrepancy of the pairs before, of norm 1/2. If nothing has changed the wealth is a martingale
 * that begins at 1, so it ever reaches 1 / alpha with probability alpha at most (Ville): at any
 * time, without a window. The share is by online Newton steps.
 *
 * <p>Source: S. Shekhar and A. Ramdas, <i>Nonparametric two-sample testing by betting</i>, IEEE
 * Transactions on Information Theory 70 (2024), arXiv 2112.09162 (kernel MMD, definitions 3 and 5).
 * Cost of a pair: 4 t kernels. Gaussian kernel of one bandwidth.
 */
public final class KernelBetting {
  private static final double LARGEST_BET = 0.5;
  private static final double STEP = 2 / (2 - Math.log(3));

  private KernelBetting() {}

  /**
   * Bets on all pairs.
   *
   * @param x rows of the reference, [n x d] row-major. Not modified.
   * @param y live rows in their order, as many. Not modified.
   * @param n pairs
   * @param d length of a row
   * @param sigma bandwidth
   * @return log of the wealth after each pair
   */
  public static double[] logWealth(float[] x, float[] y, int n, int d, double sigma) {
    float[] xx = GaussianKernel.matrix(x, n, x, n, d, sigma);
    float[] xy = GaussianKernel.matrix(x, n, y, n, d, sigma);
    float[] yy = GaussianKernel.matrix(y, n, y, n, d, sigma);
    double[] wealth = new double[n];
    double log = 0;
    double bet = 0;
    double curvature = 1;
    double norm = 0; // squared, of the sum over the pairs before of k(x, .) - k(y, .)
    for (int t = 0; t < n; t++) {
      double atX = 0;
      double atY = 0;
      for (int i = 0; i < t; i++) {
        atX += xx[i * n + t] - xy[t * n + i];
        atY += xy[i * n + t] - yy[i * n + t];
      }
      double pays = norm > 0 ? (atX - atY) / (2 * Math.sqrt(norm)) : 0;
      log += Math.log1p(bet * pays);
      wealth[t] = log;
      double gradient = -pays / (1 + bet * pays);
      curvature += gradient * gradient;
      bet = Math.max(0, Math.min(LARGEST_BET, bet - STEP * gradient / curvature));
      norm += 2 * (atX - atY) + xx[t * n + t] - 2 * xy[t * n + t] + yy[t * n + t];
    }
    return wealth;
  }
}
