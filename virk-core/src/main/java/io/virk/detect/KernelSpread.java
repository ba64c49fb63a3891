package io.virk.detect;

import io.virk.signal.VectorColumn;
import io.virk.stats.kernel.GaussianKernel;
import io.virk.stats.kernel.MedianBandwidth;

/**
 * How a reference scatters as a kernel sees it, and by that the unit in which a discrepancy is an
 * effect.
 *
 * <p>The squared discrepancy of two sets whose means are moved by delta is about c delta^2, and the
 * kernel's spread about c times the sum of all variances: their ratio is the smaller the more
 * directions the embeddings vary in, whatever the shift. So it is taken times the number of these
 * directions, the square of the sum of the kernel's eigenvalues over the sum of their squares. The
 * root is the distance of the means in standard deviations along the directions in which the
 * reference varies most, as that of {@link MeanShift} and {@link MahalanobisShift}: of normal
 * numbers, equal in all directions, 1.0 to 1.2 times as much for shifts up to one deviation. Larger
 * ones count less, for the kernel of what is far away is 0 wherever it is.
 *
 * <p>Source: the sum of squares is the U-centred one of G. J. Szekely and M. L. Rizzo, Ann.
 * Statist. 42 (2014), doi:10.1214/14-AOS1255, of the kernel in the place of a distance: it has no
 * bias.
 *
 * @param spread 1 less the mean kernel of different rows, &gt; 0
 * @param directions in which the reference varies, &ge; 1
 */
record KernelSpread(double spread, double directions) {
  private static final double LEAST = 1e-12;
  private static final int MOST_ROWS = 500;
  private static final int FEWEST_ROWS = 8;

  /**
   * Of the rows of a reference. Cost: n^2 d.
   *
   * @param x [n x d] row-major. Not modified.
   * @param n 4 or more
   */
  static KernelSpread of(float[] x, int n, int d, double sigma) {
    return of(GaussianKernel.matrix(x, n, x, n, d, sigma), n);
  }

  /**
   * Of a reference whose mean kernel is known already; the directions are those of {@value
   * #MOST_ROWS} of its rows at most, evenly spaced.
   *
   * @param within mean kernel of different rows
   * @param reference its rows. Not modified.
   */
  static KernelSpread of(double within, VectorColumn reference) {
    int d = reference.dimension();
    int rows = reference.count();
    int n = Math.min(rows, MOST_ROWS);
    double spread = Math.max(LEAST, 1 - within);
    if (n < FEWEST_ROWS) {
      return new KernelSpread(spread, 1);
    }
    float[] x = reference.values();
    float[] some = new float[n * d];
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, (int) ((long) rows * i / n) * d, some, i * d, d);
    }
    double sigma = MedianBandwidth.ofAny(some, n, d);
    return new KernelSpread(spread, of(some, n, d, sigma).directions());
  }

  private static KernelSpread of(float[] kernel, int n) {
    double[] sums = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sums[i] += i == j ? 0 : kernel[i * n + j];
      }
      total += sums[i];
    }
    double pairs = (double) n * (n - 1);
    double centre = total / ((n - 1.0) * (n - 2.0));
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double of = kernel[i * n + j] - (sums[i] + sums[j]) / (n - 2.0) + centre;
        squares += i == j ? 0 : of * of;
      }
    }
    double spread = Math.max(LEAST, 1 - total / pairs);
    double variance = squares / (n * (n - 3.0));
    double directions = variance > LEAST * spread * spread ? spread * spread / variance : 1;
    return new KernelSpread(spread, Math.max(1, directions));
  }

  /**
   * The effect of a discrepancy.
   *
   * @param unbiased squared, unbiased form
   * @return standard deviations, &ge; 0
   */
  double effect(double unbiased) {
    return Math.sqrt(Math.max(0, unbiased) / spread * directions);
  }
}
