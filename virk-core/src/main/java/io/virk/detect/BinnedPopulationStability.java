package io.virk.detect;

import io.virk.stats.divergence.PopulationStabilityIndex;

/**
 * The population stability index of a scalar signal over the deciles of the reference, sum of (a -
 * e) ln(a / e), with half a count added to every bin. Statistic: the index. Effect size: the index
 * less what it is on average if nothing has changed, (bins - 1)(1 / n + 1 / m), and 0 or more: the
 * customary limits 0.1 and 0.25 mean something only without that noise, which is 0.3 for windows of
 * 32.
 *
 * <p>Cost: a search of 9 edges for each value of the window. Values beyond the reference fall into
 * the outer bins. Ties merge bins; a reference of one value has three: below, equal, above. Missing
 * values (NaN) are left out; fewer than 8 on either side are too few.
 *
 * <p>Source: see {@link PopulationStabilityIndex}.
 */
final class BinnedPopulationStability extends ScalarDetector {
  private static final double MINIMUM_EFFECT = 0.25;

  @Override
  public String name() {
    return "binned-population-stability";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "population stability index above its noise";
  }

  @Override
  Fitted fit(double[] reference) {
    QuantileBins bins = QuantileBins.of(reference);
    return new Fitted() {
      @Override
      public double statistic(double[] window) {
        return PopulationStabilityIndex.of(
            bins.expected(), bins.count(window), QuantileBins.SMOOTHING);
      }

      @Override
      public double effectSize(double statistic, int n) {
        return Math.max(0, statistic - bins.noise(n));
      }
    };
  }
}
