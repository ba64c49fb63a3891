package io.virk.stats.agreement;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Cohen's kappa: agreement of two raters beyond chance, (P_o - P_e) / (1 - P_e), with P_o the
 * weighted share of agreements observed and P_e the one expected from the two margins.
 *
 * <p>1 for full agreement, 0 for that of chance, below 0 for less. With linear or quadratic weights
 * near categories agree in part: the categories are then taken as ordered and equally far apart.
 * Where both raters only ever use one and the same category nothing is left beyond chance, and
 * kappa and its errors are NaN. Cost: one pass over the labels, and categories^2.
 *
 * <p>Source: J. Cohen, <i>A coefficient of agreement for nominal scales</i>, Educ. Psychol. Meas.
 * 20 (1960), doi:10.1177/001316446002000104; the errors: J. L. Fleiss, J. Cohen and B. S. Everitt,
 * Psychol. Bull. 72 (1969), doi:10.1037/h0028106.
 */
public final class CohenKappa {
  private CohenKappa() {}

  /** How much a pair of labels agrees. */
  public enum Weights {
    /** 1 if equal, else 0. */
    NONE,
    /** 1 - |i - j| / (categories - 1). */
    LINEAR,
    /** 1 - (i - j)^2 / (categories - 1)^2. */
    QUADRATIC;

    double agreement(int i, int j, int categories) {
      if (i == j) {
        return 1;
      }
      double apart = (double) Math.abs(i - j) / (categories - 1);
      return switch (this) {
        case NONE -> 0;
        case LINEAR -> 1 - apart;
        case QUADRATIC -> 1 - apart * apart;
      };
    }
  }

  /**
   * What was found.
   *
   * @param kappa at most 1; NaN where both raters use one category only
   * @param observedAgreement weighted, 0 to 1
   * @param expectedAgreement weighted, 0 to 1
   * @param standardError of kappa, for an interval; NaN where kappa is
   * @param standardErrorUnderNull of kappa if the raters are independent, for a test; NaN where
   *     kappa is
   * @param n number of pairs of labels
   */
  public record Result(
      double kappa,
      double observedAgreement,
      double expectedAgreement,
      double standardError,
      double standardErrorUnderNull,
      long n) {
    /**
     * Of kappa: normal approximation, for one look. With fewer than about 50 pairs it holds less
     * often than it says.
     *
     * @param confidence in (0, 1)
     * @return within -1 to 1; NaN ends where kappa is NaN
     */
    public Interval interval(double confidence) {
      return Jackknife.interval(kappa, standardError, Double.POSITIVE_INFINITY, confidence);
    }
  }

  /**
   * The table of two raters.
   *
   * @param rater1 labels, 0 to categories - 1, at least one. Not modified.
   * @param rater2 as many labels. Not modified.
   * @param categories 1 or more
   * @return [categories x categories] row-major: counts of label i by rater 1 and j by rater 2
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static long[] confusion(int[] rater1, int[] rater2, int categories) {
    Objects.requireNonNull(rater1, "rater1");
    Objects.requireNonNull(rater2, "rater2");
    Checks.atLeast(categories, 1, "categories");
    Checks.atLeast(rater1.length, 1, "rater1.length");
    Checks.sameLength(rater1.length, rater2.length, "rater1", "rater2");
    long[] table = new long[Math.multiplyExact(categories, categories)];
    for (int i = 0; i < rater1.length; i++) {
      table[
          label(rater1, i, categories, "rater1") * categories
              + label(rater2, i, categories, "rater2")]++;
    }
    return table;
  }

  private static int label(int[] labels, int i, int categories, String name) {
    if (labels[i] < 0 || labels[i] >= categories) {
      throw rejected(name + "[" + i + "]", labels[i], "0 to " + (categories - 1));
    }
    return labels[i];
  }

  /**
   * Of the labels of two raters.
   *
   * @param rater1 labels, 0 to categories - 1, at least one. Not modified.
   * @param rater2 as many labels. Not modified.
   * @param categories 1 or more
   * @param weights of disagreements
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Result of(int[] rater1, int[] rater2, int categories, Weights weights) {
    return ofConfusion(confusion(rater1, rater2, categories), categories, weights);
  }

  /**
   * Of a table of counts.
   *
   * @param table [categories x categories] row-major, 0 or more, not all 0. Not modified.
   * @param categories 1 or more
   * @param weights of disagreements
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Result ofConfusion(long[] table, int categories, Weights weights) {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(weights, "weights");
    Checks.atLeast(categories, 1, "categories");
    if (table.length != (long) categories * categories) {
      throw rejected("table.length", table.length, categories + " x " + categories);
    }
    long n = 0;
    double[] rows = new double[categories];
    double[] columns = new double[categories];
    for (int i = 0; i < table.length; i++) {
      if (table[i] < 0) {
        throw rejected("table[" + i + "]", table[i], ">= 0");
      }
      n = Math.addExact(n, table[i]);
      rows[i / categories] += table[i];
      columns[i % categories] += table[i];
    }
    if (n == 0) {
      throw rejected("sum of table", 0, ">= 1");
    }
    for (int i = 0; i < categories; i++) {
      rows[i] /= n;
      columns[i] /= n;
    }
    return of(table, n, rows, columns, weights);
  }

  private static Result of(long[] table, long n, double[] rows, double[] columns, Weights weights) {
    int categories = rows.length;
    double observed = 0;
    double expected = 0;
    double[] ofRow = new double[categories]; // mean weight of a row label
    double[] ofColumn = new double[categories];
    double disagreement = 0;
    double expectedDisagreement = 0;
    for (int i = 0; i < categories; i++) {
      for (int j = 0; j < categories; j++) {
        double weight = weights.agreement(i, j, categories);
        double share = (double) table[i * categories + j] / n;
        observed += share * weight;
        expected += rows[i] * columns[j] * weight;
        disagreement += share * (1 - weight);
        expectedDisagreement += rows[i] * columns[j] * (1 - weight);
        ofRow[i] += columns[j] * weight;
        ofColumn[j] += rows[i] * weight;
      }
    }
    if (!(expectedDisagreement > 0)) {
      return new Result(Double.NaN, observed, expected, Double.NaN, Double.NaN, n);
    }
    double kappa = 1 - disagreement / expectedDisagreement;
    double variance = 0;
    double nullVariance = 0;
    for (int i = 0; i < categories; i++) {
      for (int j = 0; j < categories; j++) {
        double weight = weights.agreement(i, j, categories);
        double margins = ofRow[i] + ofColumn[j];
        double term = weight - margins * (1 - kappa);
        variance += (double) table[i * categories + j] / n * term * term;
        nullVariance += rows[i] * columns[j] * (weight - margins) * (weight - margins);
      }
    }
    double offset = kappa - expected * (1 - kappa);
    variance = Math.max(0, variance - offset * offset);
    nullVariance = Math.max(0, nullVariance - expected * expected);
    double scale = expectedDisagreement * Math.sqrt(n);
    return new Result(
        kappa, observed, expected, Math.sqrt(variance) / scale, Math.sqrt(nullVariance) / scale, n);
  }
}
