package io.virk.stats.twosample;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Corrections for many tests at once. Each gives one adjusted value per test, in the order of the
 * input; rejecting the tests whose adjusted value is at most alpha keeps what the method promises.
 *
 * <p>Cost: one sort and a few arrays as long as the input. Sources: at each method. No result is
 * below its input or above 1.
 */
public final class MultipleTesting {
  private MultipleTesting() {}

  /**
   * Bonferroni: p times the number of tests. Keeps P(any false rejection) at alpha, whatever the
   * dependence; {@link #holm} does the same and rejects more.
   *
   * @param p p-values, 0 to 1, at least one. Not modified.
   * @return adjusted p-values, 0 to 1; a new array
   */
  public static double[] bonferroni(double... p) {
    check(p);
    double[] adjusted = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      adjusted[i] = Math.min(1, p[i] * p.length);
    }
    return adjusted;
  }

  /**
   * Holm: keeps P(any false rejection) at alpha, whatever the dependence.
   *
   * <p>Source: S. Holm, <i>A simple sequentially rejective multiple test procedure</i>, Scand. J.
   * Stat. 6 (1979).
   *
   * @param p p-values, 0 to 1, at least one. Not modified.
   * @return adjusted p-values, 0 to 1; a new array
   */
  public static double[] holm(double... p) {
    check(p);
    int[] order = increasing(p);
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int k = 0; k < p.length; k++) {
      largest = Math.max(largest, p[order[k]] * (p.length - k));
      adjusted[order[k]] = Math.min(1, largest);
    }
    return adjusted;
  }

  /**
   * Benjamini-Hochberg: keeps the expected share of false ones among the rejections at alpha, for
   * tests that are independent or positively dependent.
   *
   * <p>Source: Y. Benjamini and Y. Hochberg, <i>Controlling the false discovery rate</i>, J. R.
   * Stat. Soc. B 57 (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
   *
   * @param p p-values, 0 to 1, at least one. Not modified.
   * @return adjusted p-values (q-values), 0 to 1; a new array
   */
  public static double[] benjaminiHochberg(double... p) {
    check(p);
    return stepUp(p);
  }

  /**
   * e-BH: keeps the expected share of false ones among the rejections at alpha, for e-values of any
   * dependence, as those of many slices of one stream.
   *
   * <p>Source: R. Wang and A. Ramdas, <i>False discovery rate control with e-values</i>, J. R.
   * Stat. Soc. B 84 (2022), doi:10.1111/rssb.12489.
   *
   * @param e e-values, 0 or more, +Infinity allowed, at least one. Not modified.
   * @return for each the least alpha at which it is rejected, 0 to 1; a new array
   */
  public static double[] eBenjaminiHochberg(double... e) {
    Checks.nonEmpty(e, "e");
    double[] inverse = new double[e.length];
    for (int i = 0; i < e.length; i++) {
      if (!(e[i] >= 0)) {
        throw rejected("e[" + i + "]", e[i], ">= 0");
      }
      inverse[i] = 1 / e[i];
    }
    return stepUp(inverse);
  }

  private static double[] stepUp(double[] p) {
    int[] order = increasing(p);
    double[] adjusted = new double[p.length];
    double smallest = 1;
    for (int k = p.length - 1; k >= 0; k--) {
      // at rank p.length the factor is exactly 1
      smallest = Math.min(smallest, p[order[k]] * ((double) p.length / (k + 1)));
      adjusted[order[k]] = smallest;
    }
    return adjusted;
  }

  private static int[] increasing(double[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    int[] result = new int[order.length];
    Arrays.setAll(result, i -> order[i]);
    return result;
  }

  private static void check(double[] p) {
    Checks.nonEmpty(p, "p");
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw rejected("p[" + i + "]", p[i], "0 to 1");
      }
    }
  }
}
