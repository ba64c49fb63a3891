package io.virk.stats.twosample;

import java.util.Arrays;

/**
 * P(D_n &gt;= d) of the one-sample statistic of Kolmogorov, the largest distance between a
 * continuous distribution function and that of n observations of it, and its limit for large n.
 *
 * <p>Which way is taken follows R. Simard and P. L'Ecuyer, <i>Computing the two-sided
 * Kolmogorov-Smirnov distribution</i>, J. Stat. Softw. 39(11) (2011), doi:10.18637/jss.v039.i11:
 *
 * <ul>
 *   <li>n up to 140: a matrix power, exact (G. Marsaglia, W. W. Tsang and J. Wang, <i>Evaluating
 *       Kolmogorov's distribution</i>, J. Stat. Softw. 8(18) (2003), doi:10.18637/jss.v008.i18);
 *   <li>larger n: the expansion to n^(-3/2) of W. Pelz and I. J. Good, <i>Approximating the lower
 *       tail-areas of the Kolmogorov-Smirnov one-sample statistic</i>, J. R. Stat. Soc. B 38
 *       (1976);
 *   <li>the upper tail: twice that of one side, a finite sum of positive numbers, so that a tiny p
 *       keeps its digits; the probability that both sides are as far, which is counted twice, is
 *       less than 1e-6 of it for n above 140, and 1e-10 for others.
 * </ul>
 */
final class KolmogorovDistribution {
  /** SciPy changes over at this n; the matrix power would do for more, and differ from it. */
  private static final int EXACT = 140;

  /** Above this the sum of one side takes its limit, too. */
  private static final int LONGEST_SUM = 1_000_000;

  private static final double PI2 = Math.PI * Math.PI;

  private KolmogorovDistribution() {}

  /**
   * P(D_n &gt;= d).
   *
   * @param d 0 to 1
   * @param n 1 or more
   */
  static double upperTail(double d, int n) {
    if (n * d <= 0.5) {
      return 1;
    }
    if (d >= 1) {
      return 0;
    }
    double squared = n * d * d;
    if (d >= 0.5 || squared >= (n <= EXACT ? 4 : 2.2)) {
      return Math.min(1, 2 * oneSided(d, n));
    }
    double lower = n <= EXACT ? power(d, n) : expansion(Math.sqrt(squared), n);
    return Math.max(0, Math.min(1, 1 - lower));
  }

  /** Q(t) = 2 sum of (-1)^(k-1) exp(-2 k^2 t^2), and Jacobi's form of it where t is small. */
  static double limit(double t) {
    if (t < 1e-3) {
      return 1;
    }
    double sum = 0;
    if (t < 1) {
      for (int k = 1; k <= 20; k++) {
        double odd = (2 * k - 1) * Math.PI / t;
        sum += Math.exp(-odd * odd / 8);
      }
      return 1 - Math.sqrt(2 * Math.PI) / t * sum;
    }
    for (int k = 5; k >= 1; k--) {
      sum = Math.exp(-2.0 * k * k * t * t) - sum;
    }
    return 2 * sum;
  }

  /** d times the sum over j of C(n, j) (d + j / n)^(j - 1) (1 - d - j / n)^(n - j). */
  private static double oneSided(double d, int n) {
    if (n > LONGEST_SUM) {
      // the limit, moved by its first correction, and the next term of the exponent
      double t = Math.sqrt(n) * d + 1 / (6 * Math.sqrt(n));
      return Math.exp(-2 * t * t - 4.0 / 9 * n * d * d * d * d);
    }
    double sum = Math.exp(n * Math.log1p(-d)) / d;
    double logBinomial = 0;
    for (int j = 1; j < n; j++) {
      double at = d + (double) j / n;
      if (at >= 1) {
        break;
      }
      logBinomial += Math.log((n - j + 1.0) / j);
      sum += Math.exp(logBinomial + (j - 1) * Math.log(at) + (n - j) * Math.log1p(-at));
    }
    return d * sum;
  }

  /** P(D_n &lt; d) as the middle element of H^n, n! / n^n times. */
  private static double power(double d, int n) {
    int k = (int) (n * d) + 1;
    int size = 2 * k - 1;
    double h = k - n * d;
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= Math.min(i + 1, size - 1); j++) {
        matrix[i][j] = 1;
      }
    }
    for (int i = 0; i < size; i++) {
      matrix[i][0] -= Math.pow(h, i + 1);
      matrix[size - 1][i] -= Math.pow(h, size - i);
    }
    matrix[size - 1][0] += Math.pow(Math.max(0, 2 * h - 1), size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        for (int factor = 2; factor <= i - j + 1; factor++) {
          matrix[i][j] /= factor;
        }
      }
    }
    // only the middle row of the power is wanted
    double[] row = new double[size];
    row[k - 1] = 1;
    double[] next = new double[size];
    for (int step = 1; step <= n; step++) {
      Arrays.fill(next, 0);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          next[j] += row[i] * matrix[i][j];
        }
      }
      for (int j = 0; j < size; j++) {
        row[j] = next[j] * step / n;
      }
    }
    return row[k - 1];
  }

  /** P(D_n &lt; z / sqrt(n)) = K0 + K1 n^(-1/2) + K2 / n + K3 n^(-3/2). */
  private static double expansion(double z, int n) {
    double z2 = z * z;
    double z4 = z2 * z2;
    double z6 = z4 * z2;
    double k0 = 0;
    double k1 = 0;
    double k2 = 0;
    double k3 = 0;
    double whole2 = 0;
    double whole3 = 0;
    int terms = (int) Math.ceil(16 * z / Math.PI);
    for (int k = terms; k >= 1; k--) {
      double m2 = (2.0 * k - 1) * (2.0 * k - 1);
      double p = PI2 * m2 / 4;
      double weight = Math.exp(-p / (2 * z2));
      k0 += weight;
      k1 += weight * (p - z2);
      k2 += weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * p + (1 - 2 * z2) * p * p);
      k3 +=
          weight
              * (-30 * z6
                  - 90 * z4 * z4
                  + (135 * z4 - 96 * z6) * p
                  + (212 * z4 - 60 * z2) * p * p
                  + (5 - 30 * z2) * p * p * p);
      double q = PI2 * k * k;
      double wholeWeight = Math.exp(-q / (2 * z2));
      whole2 += wholeWeight * q;
      whole3 += wholeWeight * q * (3 * z2 - q);
    }
    double root = Math.sqrt(n);
    double first = k0 / z;
    double second = k1 / (6 * z4);
    double third = k2 / (72 * z6 * z) - whole2 / (36 * z2 * z);
    double fourth = k3 / (6480 * z6 * z4) + whole3 / (216 * z6);
    double sum = first + (second + (third + fourth / root) / root) / root;
    return Math.sqrt(2 * Math.PI) * sum;
  }
}
