package io.virk.stats.twosample;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Mann-Whitney (Wilcoxon rank sum) test: the area under the ROC curve, AUC = P(X &lt; Y) + P(X = Y)
 * / 2, that tells the scores y from the scores x by a threshold.
 *
 * <p>0.5 where neither tends to be larger. The exact p-value is that of all ways to part the pooled
 * sample, its ties included; the asymptotic one is normal, with the variance corrected for ties and
 * a correction of 1/2 for continuity, as SciPy's mannwhitneyu. Data of one value give p = 1. Cost:
 * sorts a copy of both; the exact p up to {@link #EXACT_STEPS} additions.
 *
 * <p>Source: H. B. Mann and D. R. Whitney, <i>On a test of whether one of two random variables is
 * stochastically larger than the other</i>, Ann. Math. Statist. 18 (1947),
 * doi:10.1214/aoms/1177730491.
 */
public final class MannWhitney {
  /** Above this many steps {@link #test} leaves the exact p-values out: about 0.1 s. */
  public static final long EXACT_STEPS = 100_000_000;

  private MannWhitney() {}

  /**
   * What the test found.
   *
   * @param auc 0 to 1: above 0.5, y tends to be larger than x
   * @param n size of x
   * @param m size of y
   * @param exactP P(AUC at least as far from 0.5); NaN where it would take too long
   * @param exactPGreater P(AUC at least as large); NaN where it would take too long
   * @param asymptoticP P(AUC at least as far from 0.5) as n and m grow
   * @param asymptoticPGreater P(AUC at least as large) as n and m grow
   */
  public record Result(
      double auc,
      int n,
      int m,
      double exactP,
      double exactPGreater,
      double asymptoticP,
      double asymptoticPGreater) {

    /** Two-sided: the exact p-value where it was computed, else the asymptotic one. */
    public double pValue() {
      return Double.isNaN(exactP) ? asymptoticP : exactP;
    }

    /** For y larger than x: the exact p-value where it was computed, else the asymptotic one. */
    public double pValueGreater() {
      return Double.isNaN(exactPGreater) ? asymptoticPGreater : exactPGreater;
    }

    /** The statistic U of y: the pairs in which y is larger, and half of those tied. */
    public double u() {
      return auc * n * m;
    }
  }

  /**
   * The area under the ROC curve alone.
   *
   * @param x finite, at least one value. Not modified.
   * @param y finite, at least one value. Not modified.
   * @return 0 to 1
   */
  public static double auc(double[] x, double[] y) {
    Pooled pooled = Pooled.of(Samples.sorted(x, "x"), Samples.sorted(y, "y"));
    return pooled.twiceU / 2.0 / ((double) x.length * y.length);
  }

  /**
   * The area and its p-values.
   *
   * @param x finite, at least one value. Not modified.
   * @param y finite, at least one value. Not modified.
   */
  public static Result test(double[] x, double[] y) {
    Pooled pooled = Pooled.of(Samples.sorted(x, "x"), Samples.sorted(y, "y"));
    int n = x.length;
    int m = y.length;
    double pairs = (double) n * m;
    double u = pooled.twiceU / 2.0;
    double sd = pooled.standardDeviation(n, m);
    double above = u - pairs / 2;
    double[] exact = exact(pooled, n, m);
    return new Result(
        u / pairs,
        n,
        m,
        exact[0],
        exact[1],
        Math.min(1, 2 * tail(Math.abs(above) - 0.5, sd)),
        tail(above - 0.5, sd));
  }

  private static double tail(double above, double sd) {
    return sd > 0 ? UpperTail.normal(above / sd) : 1;
  }

  /** The pooled sample: twice the mean rank of each value, in order. */
  private record Pooled(int[] twiceRanks, double tiedCubes, long twiceU) {

    static Pooled of(double[] x, double[] y) {
      int[] twiceRanks = new int[Math.addExact(x.length, y.length)];
      double tiedCubes = 0;
      long twiceU = 0;
      int i = 0;
      int j = 0;
      while (i < x.length || j < y.length) {
        double value = i == x.length ? y[j] : j == y.length ? x[i] : Math.min(x[i], y[j]);
        int fromX = i;
        int from = i + j;
        int fromY = j;
        while (i < x.length && x[i] <= value) {
          i++;
        }
        while (j < y.length && y[j] <= value) {
          j++;
        }
        double tied = (double) i + j - from;
        tiedCubes += tied * tied * tied - tied;
        twiceU += (long) (j - fromY) * (fromX + i);
        for (int k = from; k < i + j; k++) {
          twiceRanks[k] = from + i + j + 1;
        }
      }
      return new Pooled(twiceRanks, tiedCubes, twiceU);
    }

    double standardDeviation(double n, double m) {
      double all = n + m;
      return Math.sqrt(Math.max(0, n * m / 12 * (all + 1 - tiedCubes / (all * (all - 1)))));
    }
  }

  /** Two-sided and one-sided; both NaN if it would take too long. */
  private static double[] exact(Pooled pooled, int n, int m) {
    // the smaller sample is chosen; U of x and U of y sum to n m
    int few = Math.min(n, m);
    int all = n + m;
    boolean ties = pooled.tiedCubes > 0;
    double top = (ties ? 2.0 : 1.0) * n * m;
    if ((double) all * few * (top + 1) > EXACT_STEPS) {
      return new double[] {Double.NaN, Double.NaN};
    }
    int size = (int) top + 1;
    double[] p = distribution(pooled.twiceRanks, few, size, ties ? 1 : 2);
    long u = ties ? pooled.twiceU : pooled.twiceU / 2;
    double twoSided = 0;
    double greater = 0;
    long middle = size - 1;
    long far = Math.abs(2 * u - middle);
    for (int k = 0; k < size; k++) {
      long ofY = m <= n ? k : middle - k;
      twoSided += Math.abs(2 * ofY - middle) >= far ? p[k] : 0;
      greater += ofY >= u ? p[k] : 0;
    }
    return new double[] {Math.min(1, twoSided), Math.min(1, greater)};
  }

  /**
   * Distribution of U (twice U with ties) of a random choice of {@code few} of the pooled values:
   * one value after the other is chosen with the probability that is left for it. Choosing a value
   * as the c-th adds its rank less c.
   */
  private static double[] distribution(int[] twiceRanks, int few, int size, int halving) {
    int all = twiceRanks.length;
    double[][] chosen = new double[few + 1][size];
    chosen[0][0] = 1;
    for (int k = 0; k < all; k++) {
      int left = all - k;
      for (int c = Math.min(few, k + 1); c >= 0; c--) {
        double[] here = chosen[c];
        double stay = (double) (left - (few - c)) / left;
        if (stay <= 0) {
          Arrays.fill(here, 0);
        } else {
          for (int s = 0; s < size; s++) {
            here[s] *= stay;
          }
        }
        if (c > 0) {
          add(chosen[c - 1], here, (twiceRanks[k] - 2 * c) / halving, (few - c + 1.0) / left);
        }
      }
    }
    return chosen[few];
  }

  private static void add(double[] from, double[] to, int shift, double share) {
    int first = Math.max(0, -shift);
    int end = Math.min(from.length, to.length - shift);
    for (int s = first; s < end; s++) {
      to[s + shift] += from[s] * share;
    }
  }

  /**
   * P(AUC &gt;= auc) without ties, exact, for {@code n} values of x and {@code m} of y.
   *
   * @param auc 0 to 1; rounded to the nearest multiple of 1 / (n m)
   * @param n 1 or more
   * @param m 1 or more
   * @throws IllegalArgumentException if it would take more than {@link #EXACT_STEPS}
   */
  public static double exactPGreater(double auc, int n, int m) {
    Checks.atLeast(n, 1, "n");
    Checks.atLeast(m, 1, "m");
    if (!(auc >= 0 && auc <= 1)) {
      throw Checks.rejected("auc", auc, "0 to 1");
    }
    double steps = ((double) n + m) * Math.min(n, m) * ((double) n * m + 1);
    if (steps > EXACT_STEPS) {
      throw Checks.rejected("n x m", n + " x " + m, "at most " + EXACT_STEPS + " steps");
    }
    int[] twiceRanks = new int[n + m];
    for (int k = 0; k < twiceRanks.length; k++) {
      twiceRanks[k] = 2 * (k + 1);
    }
    double[] p = distribution(twiceRanks, Math.min(n, m), n * m + 1, 2);
    double sum = 0;
    for (long u = Math.round(auc * n * m); u < p.length; u++) {
      sum += p[(int) u];
    }
    return Math.min(1, sum);
  }
}
