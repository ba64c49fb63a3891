package io.virk.detect;

import io.virk.stats.twosample.KolmogorovSmirnov;

/**
 * The largest distance of two empirical distribution functions, D = max |F_window - F_reference|.
 * Sees what a mean does not: a change of spread or shape. Statistic and effect size are D, 0 .. 1.
 *
 * <p>Cost: a sort of the window and a pass over both. Ties are exact: D is taken at the ends of
 * tied runs. Constant equal samples give 0, constant different ones 1. Missing values (NaN) are
 * left out; fewer than 8 on either side are too few.
 *
 * <p>Source: see {@link KolmogorovSmirnov}.
 */
final class KolmogorovSmirnovDetector extends ScalarDetector {
  private static final double MINIMUM_EFFECT = 0.3;

  @Override
  public String name() {
    return "kolmogorov-smirnov";
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
    return "largest difference of the distribution functions, 0 to 1";
  }

  @Override
  Fitted fit(double[] reference) {
    return window -> KolmogorovSmirnov.statisticOfSorted(reference, window);
  }
}
