package io.virk.stats.change;

import io.virk.stats.internal.Checks;

/**
 * E-values of single observations: 0 or more, of mean at most 1 while there is no change. For
 * {@link EDetector}; their products are test martingales. A mean of several e-values is one too.
 * Cost: one exponential at most, no allocation.
 *
 * <p>Source: V. Vovk and R. Wang, <i>E-values: calibration, combination and applications</i>, Ann.
 * Stat. 49 (2021), doi:10.1214/20-AOS2020; I. Waudby-Smith and A. Ramdas, <i>Estimating means of
 * bounded random variables by betting</i>, J. R. Stat. Soc. B 86 (2024),
 * doi:10.1093/jrsssb/qkad009.
 */
public final class EValues {
  /** Where that integral has reached 1/2 but for rounding. */
  private static final double NEAR_ONE = 1 - 1e-4;

  private EValues() {}

  /**
   * exp(lambda z - lambda^2 / 2), z = (x - mean) / deviation: for observations that are normal, or
   * sub-Gaussian, with at most that mean (lambda above 0) or at least (below 0).
   *
   * @param x finite
   * @param mean without change, finite
   * @param deviation above 0
   * @param lambda the change to be found fastest, in standard deviations, finite
   * @return 0 or more, at most the largest double
   */
  public static double gaussian(double x, double mean, double deviation, double lambda) {
    Checks.finite(x, "x");
    Checks.finite(mean, "mean");
    Checks.positive(deviation, "deviation");
    Checks.finite(lambda, "lambda");
    if (lambda == 0) {
      return 1;
    }
    double z = (x - mean) / deviation;
    // one product: where two overflow their difference may have either sign
    return Math.min(Double.MAX_VALUE, Math.exp(lambda * (z - lambda / 2)));
  }

  /**
   * 1 + lambda (x - mean): for observations between 0 and 1 with at most that mean, whatever else
   * their distribution.
   *
   * @param x 0 to 1
   * @param mean largest mean without change, above 0, below 1
   * @param lambda what is bet, 0 to 1 / mean
   * @return 0 or more
   */
  public static double bounded(double x, double mean, double lambda) {
    if (!(x >= 0 && x <= 1)) {
      throw Checks.rejected("x", x, "0 to 1");
    }
    if (!(mean > 0 && mean < 1)) {
      throw Checks.rejected("mean", mean, "> 0 and < 1");
    }
    if (!(lambda >= 0 && lambda <= 1 / mean)) {
      throw Checks.rejected("lambda", lambda, "0 to 1 / mean");
    }
    return Math.max(0, 1 + lambda * (x - mean));
  }

  /**
   * exponent p^(exponent - 1): for p-values.
   *
   * @param p above 0, at most 1
   * @param exponent above 0, below 1; the smaller, the more is made of tiny p-values
   * @return above 0
   */
  public static double ofPValue(double p, double exponent) {
    if (!(p > 0 && p <= 1)) {
      throw Checks.rejected("p", p, "> 0 and <= 1");
    }
    if (!(exponent > 0 && exponent < 1)) {
      throw Checks.rejected("exponent", exponent, "> 0 and < 1");
    }
    return exponent * Math.pow(p, exponent - 1);
  }

  /**
   * (1 - p + p ln p) / (p (ln p)^2), the integral of {@link #ofPValue(double, double)} over all
   * exponents: for p-values of which it is not known how small they may get.
   *
   * @param p above 0, at most 1
   * @return 1/2 or more
   */
  public static double ofPValue(double p) {
    if (!(p > 0 && p <= 1)) {
      throw Checks.rejected("p", p, "> 0 and <= 1");
    }
    if (p >= NEAR_ONE) {
      return 0.5;
    }
    double log = Math.log(p);
    return (1 - p + p * log) / (p * log * log);
  }
}
