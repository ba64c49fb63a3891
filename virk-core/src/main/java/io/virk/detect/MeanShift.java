package io.virk.detect;

import io.virk.stats.Means;

/**
 * The distance of two means in standard deviations of the reference: Glass's delta, |mean of window
 * - mean of reference| / s, with divisor n - 1 in s. Statistic and effect size are that number.
 *
 * <p>Cost: a pass over the window. A reference that never varies counts as one that varies by a
 * millionth of its magnitude. Missing values (NaN) are left out; fewer than 8 on either side are
 * too few.
 *
 * <p>Source: G. V. Glass, <i>Primary, secondary, and meta-analysis of research</i>, Educ. Res. 5
 * (1976), doi:10.3102/0013189X005010003.
 */
final class MeanShift extends ScalarDetector {
  private static final double MINIMUM_EFFECT = 0.5;

  @Override
  public String name() {
    return "mean-shift";
  }

  @Override
  public double growth() {
    return 0.5;
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "standard deviations of the baseline";
  }

  @Override
  Fitted fit(double[] reference) {
    double mean = Means.of(reference);
    double deviation = deviation(reference, mean);
    return window -> Math.abs(Means.of(window) - mean) / deviation;
  }
}
