package io.virk.detect;

import io.virk.stats.divergence.KullbackLeibler;

/**
 * The Kullback-Leibler divergence of a scalar signal from the reference, KL(window || reference) =
 * sum of a ln(a / e), over the deciles of the reference with half a count added to every bin
 * (additive smoothing, the prior of Jeffreys). Statistic: the divergence in nats. Effect size: the
 * divergence less what it is on average if nothing has changed, (bins - 1)(1 / n + 1 / m) / 2, and
 * 0 or more.
 *
 * <p>Cost: a search of 9 edges for each value of the window. Values beyond the reference fall into
 * the outer bins. Ties merge bins; a reference of one value has three: below, equal, above. Missing
 * values (NaN) are left out; fewer than 8 on either side are too few.
 *
 * <p>Source: see {@link KullbackLeibler}.
 */
final class KullbackLeiblerDetector extends ScalarDetector {
  private static final double MINIMUM_EFFECT = 0.125;

  @Override
  public String name() {
    return "kullback-leibler";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "nats above the noise";
  }

  @Override
  Fitted fit(double[] reference) {
    QuantileBins bins = QuantileBins.of(reference);
    return new Fitted() {
      @Override
      public double statistic(double[] window) {
        return KullbackLeibler.of(bins.count(window), bins.expected(), QuantileBins.SMOOTHING);
      }

      @Override
      public double effectSize(double statistic, int n) {
        return Math.max(0, statistic - bins.noise(n) / 2);
      }
    };
  }
}
