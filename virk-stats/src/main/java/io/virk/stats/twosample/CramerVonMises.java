package io.virk.stats.twosample;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Two-sample Cramer-von Mises test: T = n m / (n + m) times the mean of (F_x - F_y)^2 over the
 * pooled sample; ties get their mean rank, as in SciPy.
 *
 * <p>Sees any difference, like {@link KolmogorovSmirnov}, and more of those that are small but
 * wide. The exact p-value counts lattice paths: it is that of continuous data. The asymptotic one
 * takes the first two moments of T into account. Data of one value give T above 0, as everywhere:
 * mean ranks are not equal ranks. Cost: sorts a copy of both; the exact p-value up to {@link
 * #EXACT_STEPS}, the asymptotic one some thousand exponentials.
 *
 * <p>Source: T. W. Anderson, <i>On the distribution of the two-sample Cramer-von Mises
 * criterion</i>, Ann. Math. Statist. 33 (1962), doi:10.1214/aoms/1177704477; the exact
 * distribution: Y. Xiao, A. Gordon and A. Yakovlev, J. Stat. Softw. 17(8) (2007),
 * doi:10.18637/jss.v017.i08; the limit: N. V. Smirnov's formula, ibid. equation 4.35 of T. W.
 * Anderson and D. A. Darling, Ann. Math. Statist. 23 (1952), doi:10.1214/aoms/1177729437.
 */
public final class CramerVonMises {
  /** Above this many steps {@link #test} leaves the exact p-value out: about 0.3 s and 100 MB. */
  public static final long EXACT_STEPS = 500_000_000;

  private static final long EXACT_NUMBERS = 12_000_000;

  private CramerVonMises() {}

  /**
   * What the test found.
   *
   * @param statistic T; larger = further away
   * @param n size of x
   * @param m size of y
   * @param exactP P(T at least as large); NaN where it would take too long
   * @param asymptoticP the same as n and m grow
   */
  public record Result(double statistic, int n, int m, double exactP, double asymptoticP) {

    /** The exact p-value where it was computed, else the asymptotic one. */
    public double pValue() {
      return Double.isNaN(exactP) ? asymptoticP : exactP;
    }
  }

  /**
   * The statistic T alone. Cost: sorts a copy of both.
   *
   * @param x finite, at least one value. Not modified.
   * @param y finite, at least one value. Not modified.
   */
  public static double statistic(double[] x, double[] y) {
    return ofSorted(Samples.sorted(x, "x"), Samples.sorted(y, "y"));
  }

  /**
   * The statistic and its p-values.
   *
   * @param x finite, at least one value. Not modified.
   * @param y finite, at least one value. Not modified.
   */
  public static Result test(double[] x, double[] y) {
    double t = statistic(x, y);
    int n = x.length;
    int m = y.length;
    return new Result(t, n, m, exact(t, n, m), asymptoticP(t, n, m));
  }

  /**
   * P(T &gt;= t) as n and m grow.
   *
   * @param t finite
   * @param n 1 or more
   * @param m 1 or more
   */
  public static double asymptoticP(double t, int n, int m) {
    Checks.finite(t, "t");
    double a = Checks.atLeast(n, 1, "n");
    double b = Checks.atLeast(m, 1, "m");
    double all = a + b;
    double mean = (1 + 1 / all) / 6;
    double variance =
        (all + 1)
            * (4 * a * b * all - 3 * (a * a + b * b) - 2 * a * b)
            / (45 * all * all * 4 * a * b);
    if (!(variance > 0)) {
      return 1; // one value and one: T has one value only
    }
    return limitTail(1 / 6.0 + (t - mean) / Math.sqrt(45 * variance));
  }

  private static double ofSorted(double[] x, double[] y) {
    double n = x.length;
    double m = y.length;
    double ofX = 0;
    double ofY = 0;
    int i = 0;
    int j = 0;
    while (i < x.length || j < y.length) {
      double value = i == x.length ? y[j] : j == y.length ? x[i] : Math.min(x[i], y[j]);
      int fromX = i;
      int fromY = j;
      while (i < x.length && x[i] <= value) {
        i++;
      }
      while (j < y.length && y[j] <= value) {
        j++;
      }
      double rank = (fromX + fromY + i + j + 1) / 2.0;
      for (int k = fromX; k < i; k++) {
        ofX += (rank - k - 1) * (rank - k - 1);
      }
      for (int k = fromY; k < j; k++) {
        ofY += (rank - k - 1) * (rank - k - 1);
      }
    }
    return (ofX / m + ofY / n) / (n + m) - (4 * n * m - 1) / (6 * (n + m));
  }

  /**
   * With g the greatest common divisor and a step (i, j) of a path in the lattice at height z = (m
   * i - n j) / g, T is g^2 / (n m (n + m)^2) times the sum of z^2: a whole number Z. The
   * distribution of Z over all paths is built up node by node; a path whose sum has reached the
   * observed one stays above, and only its probability is kept. Only positive numbers are added, so
   * that a tiny p keeps its digits.
   */
  private static double exact(double t, int n, int m) {
    long g = gcd(n, m);
    double pairs = (double) n * m;
    double scaled = t * pairs / g * ((double) n + m) / g * ((double) n + m);
    double observed = Math.ceil(scaled - 1e-6 * Math.max(1, Math.abs(scaled) * 1e-3));
    if (observed <= 0) {
      return 1;
    }
    if (pairs * observed > EXACT_STEPS || (Math.min(n, m) + 1) * observed > EXACT_NUMBERS) {
      return Double.NaN;
    }
    int few = Math.min(n, m);
    int many = Math.max(n, m);
    return outside((int) observed, few, many, (int) (many / g), (int) (few / g));
  }

  private static double outside(int limit, int few, int many, int perFew, int perMany) {
    double[][] within = new double[few + 1][limit];
    int[] top = new int[few + 1]; // one above the largest sum that has a probability
    double[] above = new double[few + 1];
    for (int j = 0; j <= many; j++) {
      for (int i = 0; i <= few; i++) {
        if (i + j == 0) {
          within[0][0] = 1;
          top[0] = 1;
          continue;
        }
        long z = (long) i * perFew - (long) j * perMany;
        int step = (int) Math.min(limit, z * z);
        double fromBelow = (double) j / (i + j);
        double fromLeft = (double) i / (i + j);
        double[] here = within[i];
        double[] left = i > 0 ? within[i - 1] : here;
        int leftTop = i > 0 ? top[i - 1] : 0;
        int common = Math.max(top[i], leftTop);
        for (int s = 0; s < common; s++) {
          here[s] = here[s] * fromBelow + left[s] * fromLeft;
        }
        above[i] = above[i] * fromBelow + (i > 0 ? above[i - 1] * fromLeft : 0);
        top[i] = raise(here, common, step, limit, above, i);
      }
    }
    return Math.min(1, above[few]);
  }

  /** Adds step to all sums of a node. */
  private static int raise(double[] here, int top, int step, int limit, double[] above, int i) {
    if (step == 0) {
      return top;
    }
    double lost = 0;
    for (int s = Math.max(0, limit - step); s < top; s++) {
      lost += here[s];
    }
    above[i] += lost;
    int kept = Math.max(0, Math.min(top, limit - step));
    System.arraycopy(here, 0, here, Math.min(step, limit - kept), kept);
    Arrays.fill(here, 0, Math.min(step, limit), 0);
    for (int s = kept + step; s < top; s++) {
      here[s] = 0;
    }
    return kept == 0 ? 0 : kept + step;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * P(W &gt;= x) of the limit W = sum of Z_k^2 / (k pi)^2: an alternating sum of integrals between
   * the zeros of the sine at (2 k - 1) pi and 2 k pi, of exp(-x u^2 / 2) / sqrt(-u sin u). Both
   * ends are inverse square roots, for which Gauss-Chebyshev quadrature is made.
   */
  private static double limitTail(double x) {
    if (x < 0.003) {
      return 1; // the rest is below 1e-16
    }
    int nodes = 48 + (int) Math.min(4000, 24 * Math.sqrt(15 * x));
    double sum = 0;
    for (int k = 1; ; k++) {
      double from = (2 * k - 1) * Math.PI;
      double integral = 0;
      for (int i = 0; i < nodes; i++) {
        double angle = (2 * i + 1) * Math.PI / (2 * nodes);
        double share = Math.sin(angle / 2) * Math.sin(angle / 2);
        double u = from + Math.PI * share;
        double ends = Math.PI * Math.PI * share * (1 - share);
        integral += Math.exp(-x * u * u / 2) * Math.sqrt(ends / (u * Math.sin(Math.PI * share)));
      }
      integral *= 2.0 / nodes;
      sum += k % 2 == 1 ? integral : -integral;
      if (integral <= 1e-17 * Math.abs(sum) || integral == 0) {
        return Math.max(0, Math.min(1, sum));
      }
    }
  }
}
