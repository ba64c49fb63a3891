package io.virk.stats.twosample;

import io.virk.stats.internal.Checks;

/**
 * Energy distance: sqrt(2 E|X - Y| - E|X - X'| - E|Y - Y'|), X' and Y' independent copies.
 *
 * <p>0 for equal samples only, in the square root of the unit of the data. On a scalar it is
 * sqrt(2) times the square root of the area below (F_x - F_y)^2, as SciPy's energy_distance. Cost:
 * a sort for scalars, all pairs for vectors, see there.
 *
 * <p>Source: G. J. Szekely and M. L. Rizzo, <i>Energy statistics: a class of statistics based on
 * distances</i>, J. Stat. Plan. Inference 143 (2013), doi:10.1016/j.jspi.2013.03.018.
 */
public final class EnergyDistance {
  private EnergyDistance() {}

  /**
   * Of a scalar. Cost: sorts a copy of both.
   *
   * @param x finite, at least one value. Not modified.
   * @param y finite, at least one value. Not modified.
   * @return 0 or more
   */
  public static double of(double[] x, double[] y) {
    double[] a = Samples.sorted(x, "x");
    double[] b = Samples.sorted(y, "y");
    double area = 0;
    double n = a.length;
    double m = b.length;
    int i = 0;
    int j = 0;
    double value = Math.min(a[0], b[0]);
    while (i < a.length || j < b.length) {
      double next = i == a.length ? b[j] : j == b.length ? a[i] : Math.min(a[i], b[j]);
      double above = (i * m - j * n) / (n * m);
      area += Samples.scaledGap(value, next, above * above);
      value = next;
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
    }
    return Math.sqrt(2) * Math.sqrt(area); // 2 area might overflow
  }

  /**
   * Of vectors, with Euclidean distances: the value with equal terms i = j in the means, never
   * below 0. Cost: (n + m)^2 d / 2 multiplications, no memory.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @return 0 or more
   */
  public static double ofVectors(float[] x, int n, float[] y, int m, int d) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    double between = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        between += distance(x, i * d, y, j * d, d);
      }
    }
    double energy =
        2 * between / ((double) n * m)
            - 2 * within(x, n, d) / ((double) n * n)
            - 2 * within(y, m, d) / ((double) m * m);
    return Math.sqrt(Math.max(0, energy));
  }

  private static double within(float[] x, int n, int d) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        sum += distance(x, i * d, x, j * d, d);
      }
    }
    return sum;
  }

  private static double distance(float[] a, int aFrom, float[] b, int bFrom, int d) {
    double even = 0;
    double odd = 0;
    int k = 0;
    for (; k < d - 1; k += 2) {
      double e = (double) a[aFrom + k] - b[bFrom + k];
      double o = (double) a[aFrom + k + 1] - b[bFrom + k + 1];
      even += e * e;
      odd += o * o;
    }
    if (k < d) {
      double e = (double) a[aFrom + k] - b[bFrom + k];
      even += e * e;
    }
    return Math.sqrt(even + odd);
  }
}
