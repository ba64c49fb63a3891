package io.virk.stats.agreement;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Krippendorff's alpha: 1 - D_o / D_e, with D_o the mean disagreement of pairs of ratings of one
 * unit and D_e that of all pairs; for any number of raters, with missing ratings, on a nominal,
 * ordinal or interval scale.
 *
 * <p>1 for full agreement, 0 for that of chance, below 0 for less. Units with fewer than two
 * ratings say nothing about agreement and are left out. NaN where all ratings left are equal or
 * none is. Cost: ratings log ratings, and for the nominal and ordinal scale the square of the
 * number of different ratings within one unit.
 *
 * <p>Source: K. Krippendorff, <i>Content Analysis: An Introduction to Its Methodology</i>, 4th ed.,
 * Sage (2019), chapter 12, doi:10.4135/9781071878781; A. F. Hayes and K. Krippendorff, <i>Answering
 * the call for a standard reliability measure for coding data</i>, Commun. Methods Meas. 1 (2007),
 * doi:10.1080/19312450709336664.
 */
public final class KrippendorffAlpha {
  private static final int GROUPS = 100;

  private KrippendorffAlpha() {}

  /** What a difference of two ratings means. */
  public enum Scale {
    /** Equal or not. */
    NOMINAL,
    /** The number of ratings between them, those equal to either counted half, squared. */
    ORDINAL,
    /** The difference, squared. */
    INTERVAL
  }

  /**
   * Of ratings.
   *
   * @param ratings [raters x units] row-major, finite, NaN where missing. Not modified.
   * @param raters 2 or more
   * @param units 1 or more
   * @param scale of the ratings
   * @return at most 1; NaN if no two ratings that can be paired differ
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double of(double[] ratings, int raters, int units, Scale scale) {
    Objects.requireNonNull(ratings, "ratings");
    Objects.requireNonNull(scale, "scale");
    Checks.atLeast(raters, 2, "raters");
    Checks.atLeast(units, 1, "units");
    if (ratings.length != (long) raters * units) {
      throw rejected("ratings.length", ratings.length, raters + " x " + units);
    }
    for (int i = 0; i < ratings.length; i++) {
      if (Double.isInfinite(ratings[i])) {
        throw rejected("ratings[" + i + "]", ratings[i], "finite, or NaN where missing");
      }
    }
    double[][] paired = new double[units][];
    double[] all = new double[ratings.length];
    int size = 0;
    for (int unit = 0; unit < units; unit++) {
      paired[unit] = ofUnit(ratings, raters, units, unit);
      for (double rating : paired[unit]) {
        all[size++] = rating;
      }
    }
    all = Arrays.copyOf(all, size);
    Arrays.sort(all);
    if (size == 0 || all[0] == all[size - 1]) {
      return Double.NaN;
    }
    double[] positions = scale == Scale.ORDINAL ? meanRanks(all) : scaled(all);
    double observed = 0;
    for (double[] unit : paired) {
      if (unit.length > 0) {
        double[] placed = new double[unit.length];
        for (int i = 0; i < unit.length; i++) {
          placed[i] = positions[Arrays.binarySearch(all, unit[i])];
        }
        observed += disagreement(placed, scale) / (unit.length - 1);
      }
    }
    double expected = disagreement(positions, scale) / (size - 1);
    return 1 - observed / expected;
  }

  /**
   * The interval of alpha: Student's t with the error by leaving out up to {@value #GROUPS} groups
   * of units in turn, for one look. Cost: that of alpha for each group.
   *
   * @param ratings as of {@link #of}. Not modified.
   * @param raters 2 or more
   * @param units 1 or more; with fewer than about 20 it holds less often than it says
   * @param scale of the ratings
   * @param confidence in (0, 1)
   * @return within -1 to 1; NaN ends where alpha is NaN, or would be without a group
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Interval interval(
      double[] ratings, int raters, int units, Scale scale, double confidence) {
    double alpha = of(ratings, raters, units, scale);
    int groups = Math.min(GROUPS, units);
    double error =
        Jackknife.standardError(
            groups,
            group -> {
              double[] rest = ratings.clone();
              for (int i = 0; i < rest.length; i++) {
                if (i % units % groups == group) {
                  rest[i] = Double.NaN;
                }
              }
              return of(rest, raters, units, scale);
            });
    return Jackknife.interval(alpha, error, groups - 1.0, confidence);
  }

  /**
   * Of ratings on the nominal scale, unit by unit: memory and cost go by the ratings that there
   * are, however many raters.
   *
   * @param units [units][ratings] any categories; those with fewer than two ratings are left out.
   *     Not modified.
   * @return at most 1; NaN if no two ratings that can be paired differ
   */
  public static double nominal(int[][] units) {
    return new NominalSums(units, 1).alpha(-1);
  }

  /**
   * The interval of {@link #nominal}, as {@link #interval} has it, in one pass.
   *
   * @param units [units][ratings], at least one unit. Not modified.
   * @param confidence in (0, 1)
   * @return within -1 to 1; NaN ends where alpha is NaN, or would be without a group
   */
  public static Interval nominalInterval(int[][] units, double confidence) {
    Checks.atLeast(units.length, 1, "units.length");
    int groups = Math.min(GROUPS, units.length);
    NominalSums sums = new NominalSums(units, groups);
    double error = Jackknife.standardError(groups, sums::alpha);
    return Jackknife.interval(sums.alpha(-1), error, groups - 1.0, confidence);
  }

  /** The ratings of a unit; none if there are fewer than two. */
  private static double[] ofUnit(double[] ratings, int raters, int units, int unit) {
    double[] found = new double[raters];
    int size = 0;
    for (int rater = 0; rater < raters; rater++) {
      double rating = ratings[rater * units + unit];
      if (!Double.isNaN(rating)) {
        found[size++] = rating + 0.0; // -0.0 to 0.0
      }
    }
    return Arrays.copyOf(found, size < 2 ? 0 : size);
  }

  /**
   * Mean ranks: half the ratings equal to the one and to the other and all between them are just
   * the difference of their mean ranks.
   */
  private static double[] meanRanks(double[] sorted) {
    double[] ranks = new double[sorted.length];
    int from = 0;
    while (from < sorted.length) {
      int to = from;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      Arrays.fill(ranks, from, to, (from + to + 1) / 2.0);
      from = to;
    }
    return ranks;
  }

  /** By a power of two to at most 2 in size, which changes no ratio: squares must not overflow. */
  private static double[] scaled(double[] sorted) {
    int exponent =
        Math.getExponent(Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1])));
    double[] scaled = new double[sorted.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.scalb(sorted[i], -exponent);
    }
    return scaled;
  }

  /** Sum over all ordered pairs. */
  private static double disagreement(double[] values, Scale scale) {
    int n = values.length;
    if (scale == Scale.NOMINAL) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double equal = 0;
      int from = 0;
      for (int i = 1; i <= n; i++) {
        if (i == n || sorted[i] != sorted[from]) {
          equal += (double) (i - from) * (i - from);
          from = i;
        }
      }
      return (double) n * n - equal;
    }
    // 2 n times the sum of squares about the mean
    double mean = 0;
    for (double value : values) {
      mean += value / n;
    }
    double squares = 0;
    double error = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
      error += value - mean;
    }
    return 2 * n * Math.max(0, squares - error / n * error);
  }
}
