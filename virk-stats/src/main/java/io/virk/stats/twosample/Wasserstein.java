package io.virk.stats.twosample;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Wasserstein-1 distance of two samples of a scalar: the area between their empirical distribution
 * functions, which is the mean way that turns one sample into the other.
 *
 * <p>In the unit of the data; a shift of all values by s gives |s|. Cost: sorts a copy of both. For
 * large samples of float against one reference see {@link ReferenceComparison}.
 *
 * <p>Source: S. S. Vallender, <i>Calculation of the Wasserstein distance between probability
 * distributions on the line</i>, Theory Probab. Appl. 18 (1974), doi:10.1137/1118101.
 */
public final class Wasserstein {
  private Wasserstein() {}

  /**
   * The distance.
   *
   * @param x finite, at least one value. Not modified.
   * @param y finite, at least one value. Not modified.
   * @return 0 or more; +Infinity only if it exceeds the range of double
   */
  public static double of(double[] x, double[] y) {
    return area(Samples.sorted(x, "x"), Samples.sorted(y, "y"));
  }

  /**
   * The distance in standard deviations of the reference, with divisor n: without unit.
   *
   * @param reference finite, at least one value. Not modified.
   * @param current finite, at least one value. Not modified.
   * @return 0 or more; of a constant reference 0 if the distance is 0, else +Infinity
   */
  public static double normed(double[] reference, double[] current) {
    double distance = of(reference, current);
    return distance == 0 ? 0 : distance / Samples.standardDeviation(reference);
  }

  /**
   * Of weighted values.
   *
   * @param x finite, at least one value. Not modified.
   * @param xWeights one of each value: finite, 0 or more, of positive sum. Not modified.
   * @param y finite, at least one value. Not modified.
   * @param yWeights one of each value: finite, 0 or more, of positive sum. Not modified.
   * @return 0 or more
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double weighted(double[] x, double[] xWeights, double[] y, double[] yWeights) {
    double xSum = total(x, xWeights, "x");
    double ySum = total(y, yWeights, "y");
    int n = x.length;
    Integer[] order = new Integer[n + y.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(at(x, y, a), at(x, y, b)));
    double area = 0;
    double above = 0;
    for (int k = 0; k < order.length - 1; k++) {
      int i = order[k];
      above += i < n ? xWeights[i] / xSum : -yWeights[i - n] / ySum;
      double from = at(x, y, i);
      double to = at(x, y, order[k + 1]);
      if (to > from) {
        area += Samples.scaledGap(from, to, Math.abs(above));
      }
    }
    return area;
  }

  private static double at(double[] x, double[] y, int i) {
    return i < x.length ? x[i] : y[i - x.length];
  }

  private static double total(double[] values, double[] weights, String name) {
    Checks.allFinite(values, name);
    Checks.nonEmpty(weights, name + "Weights");
    Checks.sameLength(values.length, weights.length, name, name + "Weights");
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] <= Double.MAX_VALUE)) {
        throw rejected(name + "Weights[" + i + "]", weights[i], ">= 0 and finite");
      }
      sum += weights[i];
    }
    if (!(sum > 0 && sum <= Double.MAX_VALUE)) {
      throw rejected("sum of " + name + "Weights", sum, "> 0 and finite");
    }
    return sum;
  }

  /**
   * The distance of samples that are sorted already. Cost: n + m steps, no allocation.
   *
   * @param x finite, ascending, at least one value. Not modified.
   * @param y finite, ascending, at least one value. Not modified.
   * @return 0 or more; +Infinity only if it exceeds the range of double
   */
  public static double ofSorted(double[] x, double[] y) {
    Samples.checkSorted(x, "x");
    Samples.checkSorted(y, "y");
    return area(x, y);
  }

  private static double area(double[] x, double[] y) {
    double area = 0;
    double n = x.length;
    double m = y.length;
    int i = 0;
    int j = 0;
    double value = Math.min(x[0], y[0]);
    while (i < x.length || j < y.length) {
      double next = i == x.length ? y[j] : j == y.length ? x[i] : Math.min(x[i], y[j]);
      double above = Math.abs(i * m - j * n) / (n * m);
      area += Samples.scaledGap(value, next, above);
      value = next;
      while (i < x.length && x[i] <= value) {
        i++;
      }
      while (j < y.length && y[j] <= value) {
        j++;
      }
    }
    return area;
  }
}
