package io.virk.stats.twosample;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;

/**
 * Pearson's chi-square tests on counts of categories: of two samples, and of one sample against
 * expected shares.
 *
 * <p>Categories empty on both sides are left out; with one category left there is nothing to
 * compare: statistic 0, no degree of freedom, p = 1. The p-value is asymptotic: expected counts
 * should be about 5 or more. It may underflow to 0. Cost: a few divisions per category.
 *
 * <p>Source: K. Pearson, Philos. Mag. 50 (1900), doi:10.1080/14786440009463897; F. Yates, Suppl. J.
 * R. Stat. Soc. 1 (1934), doi:10.2307/2983604; H. Cramer, <i>Mathematical Methods of
 * Statistics</i>, Princeton (1946), section 21.9.
 */
public final class ChiSquareTest {
  private ChiSquareTest() {}

  /**
   * What the test found.
   *
   * @param statistic chi-square, 0 or more; larger = further away
   * @param degrees of freedom: categories in use less 1
   * @param pValue P(chi-square at least as large)
   * @param yatesStatistic with each difference made smaller by 1/2; NaN unless there is just one
   *     degree of freedom and two samples
   * @param yatesPValue P(chi-square at least as large as that); NaN where that is
   * @param cramersV effect size of two samples: sqrt(chi-square / N), 0 to 1; for one sample it is
   *     sqrt(chi-square / (N (categories - 1))), which may exceed 1; 0 without a degree of freedom
   */
  public record Result(
      double statistic,
      int degrees,
      double pValue,
      double yatesStatistic,
      double yatesPValue,
      double cramersV) {}

  /**
   * Whether two samples have the same shares.
   *
   * @param reference counts: finite, 0 or more, not all 0. Not modified.
   * @param current as many counts, not all 0. Not modified.
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Result twoSample(double[] reference, double[] current) {
    Checks.nonEmpty(reference, "reference");
    Checks.nonEmpty(current, "current");
    Checks.sameLength(reference.length, current.length, "reference", "current");
    double r = total(reference, "reference");
    double c = total(current, "current");
    double both = Checks.finite(r + c, "sum of all counts");
    double statistic = 0;
    double corrected = 0;
    int used = 0;
    for (int i = 0; i < reference.length; i++) {
      double category = reference[i] + current[i];
      if (category > 0) {
        used++;
        double ofReference = r * (category / both);
        double ofCurrent = c * (category / both);
        // the same for both samples but for rounding
        double difference = Math.abs(reference[i] * (c / both) - current[i] * (r / both));
        double smaller = difference - Math.min(0.5, difference);
        statistic += part(difference, ofReference) + part(difference, ofCurrent);
        corrected += part(smaller, ofReference) + part(smaller, ofCurrent);
      }
    }
    int degrees = used - 1;
    boolean yates = degrees == 1;
    return new Result(
        statistic,
        degrees,
        UpperTail.chiSquare(statistic, degrees),
        yates ? corrected : Double.NaN,
        yates ? UpperTail.chiSquare(corrected, 1) : Double.NaN,
        degrees == 0 ? 0 : Math.sqrt(statistic / both));
  }

  /**
   * Whether a sample has the expected shares.
   *
   * @param observed counts: finite, 0 or more, not all 0. Not modified.
   * @param expected as many counts or shares, scaled to the sum of those observed; above 0 wherever
   *     something was observed. Not modified.
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Result goodnessOfFit(double[] observed, double[] expected) {
    Checks.nonEmpty(observed, "observed");
    Checks.nonEmpty(expected, "expected");
    Checks.sameLength(observed.length, expected.length, "observed", "expected");
    double n = total(observed, "observed");
    double e = total(expected, "expected");
    double statistic = 0;
    int used = 0;
    for (int i = 0; i < observed.length; i++) {
      double share = n * (expected[i] / e);
      if (share > 0) {
        used++;
        double difference = observed[i] - share;
        statistic += part(difference, share);
      } else if (observed[i] > 0) {
        throw rejected(
            "expected[" + i + "]", expected[i], "> 0, as " + observed[i] + " were observed");
      }
    }
    int degrees = used - 1;
    return new Result(
        statistic,
        degrees,
        UpperTail.chiSquare(statistic, degrees),
        Double.NaN,
        Double.NaN,
        degrees == 0 ? 0 : Math.sqrt(statistic / n / degrees));
  }

  /**
   * P(X &gt;= statistic) of the chi-square distribution; relative error about 1e-12, however small.
   *
   * @param statistic finite, 0 or more
   * @param degrees of freedom, 0 or more; 1 is the answer to 0
   */
  public static double upperTail(double statistic, int degrees) {
    Checks.nonNegative(statistic, "statistic");
    Checks.atLeast(degrees, 0, "degrees");
    return UpperTail.chiSquare(statistic, degrees);
  }

  /** Without 0 / 0 where an expected count underflows. */
  private static double part(double difference, double expected) {
    return difference == 0 ? 0 : difference / expected * difference;
  }

  private static double total(double[] counts, String name) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (!(counts[i] >= 0 && counts[i] <= Double.MAX_VALUE)) {
        throw rejected(name + "[" + i + "]", counts[i], ">= 0 and finite");
      }
      sum += counts[i];
    }
    return Checks.positive(sum, "sum of " + name);
  }
}
