package io.virk.stats.agreement;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;

/**
 * Fleiss' kappa: agreement beyond chance of a fixed number of raters, who need not be the same for
 * each subject; and Randolph's, for which chance is 1 / categories, whatever the margins.
 *
 * <p>1 for full agreement, 0 for that of chance, below 0 for less. Fleiss' kappa is NaN where all
 * ratings are of one category, Randolph's where there is but one category. Cost: one pass.
 *
 * <p>Source: J. L. Fleiss, <i>Measuring nominal scale agreement among many raters</i>, Psychol.
 * Bull. 76 (1971), doi:10.1037/h0031619; J. J. Randolph, <i>Free-marginal multirater kappa</i>
 * (2005), ERIC ED490661.
 */
public final class FleissKappa {
  private FleissKappa() {}

  /**
   * What was found.
   *
   * @param kappa Fleiss': at most 1; NaN where all ratings are of one category
   * @param randolph Randolph's: at most 1; NaN of one category
   * @param observedAgreement mean share of pairs of raters who agree, 0 to 1
   * @param expectedAgreement sum of the squared shares of the categories, 0 to 1
   * @param standardError of kappa, by leaving out each subject in turn; NaN for one subject, and
   *     where kappa is NaN or would be without one
   * @param subjects number of them
   */
  public record Result(
      double kappa,
      double randolph,
      double observedAgreement,
      double expectedAgreement,
      double standardError,
      int subjects) {
    /**
     * Of kappa, by Student's t, for one look.
     *
     * @param confidence in (0, 1)
     * @return within -1 to 1; NaN ends where there is no standard error
     */
    public Interval interval(double confidence) {
      return Jackknife.interval(kappa, standardError, subjects - 1.0, confidence);
    }
  }

  /**
   * Of counts of ratings.
   *
   * @param counts [subjects x categories] row-major, 0 or more, of one sum of 2 or more in every
   *     row: the ratings of each subject. Not modified.
   * @param subjects 1 or more
   * @param categories 1 or more
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Result of(int[] counts, int subjects, int categories) {
    Checks.atLeast(subjects, 1, "subjects");
    Checks.atLeast(categories, 1, "categories");
    if (counts.length != (long) subjects * categories) {
      throw rejected("counts.length", counts.length, subjects + " x " + categories);
    }
    long raters = ratings(counts, 0, categories);
    if (raters < 2) {
      throw rejected("ratings of subject 0", raters, ">= 2");
    }
    double[] ofCategory = new double[categories];
    double[] agreeing = new double[subjects];
    double sum = 0;
    for (int i = 0; i < subjects; i++) {
      long here = ratings(counts, i, categories);
      if (here != raters) {
        throw rejected("ratings of subject " + i, here, raters + ", as of subject 0");
      }
      for (int j = 0; j < categories; j++) {
        double count = counts[i * categories + j];
        ofCategory[j] += count;
        agreeing[i] += count * (count - 1);
      }
      sum += agreeing[i];
    }
    double pairs = (double) raters * (raters - 1);
    double observed = sum / (pairs * subjects);
    double expected = expected(ofCategory, (double) raters * subjects);
    double chance = 1.0 / categories;
    double all = sum;
    double error =
        Jackknife.standardError(
            subjects,
            i -> {
              double[] rest = ofCategory.clone();
              for (int j = 0; j < categories; j++) {
                rest[j] -= counts[i * categories + j];
              }
              double left = subjects - 1.0;
              return kappa((all - agreeing[i]) / (pairs * left), expected(rest, raters * left));
            });
    return new Result(
        kappa(observed, expected),
        categories == 1 ? Double.NaN : (observed - chance) / (1 - chance),
        observed,
        expected,
        error,
        subjects);
  }

  private static double kappa(double observed, double expected) {
    return expected < 1 ? (observed - expected) / (1 - expected) : Double.NaN;
  }

  private static double expected(double[] ofCategory, double all) {
    double expected = 0;
    for (double count : ofCategory) {
      if (count == all) {
        return 1;
      }
      expected += count / all * (count / all);
    }
    return expected;
  }

  private static long ratings(int[] counts, int subject, int categories) {
    long sum = 0;
    for (int i = subject * categories; i < (subject + 1) * categories; i++) {
      if (counts[i] < 0) {
        throw rejected("counts[" + i + "]", counts[i], ">= 0");
      }
      sum += counts[i];
    }
    return sum;
  }
}
