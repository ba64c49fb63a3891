package io.virk.detect;

import io.virk.stats.Means;
import io.virk.stats.twosample.Wasserstein;

/**
 * The Wasserstein-1 distance, the mean way that turns one sample into the other, in standard
 * deviations of the reference (divisor n - 1). Statistic and effect size are that number; a shift
 * of all values by s deviations gives s. It is never 0 on finite samples: about 0.9 / sqrt(n) of it
 * is noise.
 *
 * <p>Cost: a sort of the window and a pass over both. Ties are exact. A reference that never varies
 * counts as one that varies by a millionth of its magnitude. Missing values (NaN) are left out;
 * fewer than 8 on either side are too few.
 *
 * <p>Source: see {@link Wasserstein}.
 */
final class WassersteinDetector extends ScalarDetector {
  private static final double MINIMUM_EFFECT = 0.5;

  @Override
  public String name() {
    return "wasserstein";
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
    double deviation = deviation(reference, Means.of(reference));
    return window -> Wasserstein.ofSorted(reference, window) / deviation;
  }
}
