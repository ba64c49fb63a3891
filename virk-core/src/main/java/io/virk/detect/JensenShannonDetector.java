package io.virk.detect;

import io.virk.stats.divergence.JensenShannon;
import io.virk.stats.divergence.Smoothing;

/**
 * The Jensen-Shannon divergence of class counts, in bits: the mean of the divergences of both sides
 * from their middle. Finite whatever is empty, so nothing is smoothed. A class that the reference
 * never saw counts as one class "other". Statistic: the divergence, 0 .. 1. Effect size: the
 * Jensen-Shannon distance, its square root, which is a metric; some of it is noise, about
 * sqrt((classes - 1) / (5.5 n)).
 *
 * <p>Cost: a search of the known classes for each value of the window. One class only on both sides
 * gives 0. Fewer than 16 values on either side are too few.
 *
 * <p>Source: see {@link JensenShannon}.
 */
final class JensenShannonDetector extends CategoricalDetector {
  private static final double MINIMUM_EFFECT = 0.3;

  @Override
  public String name() {
    return "jensen-shannon";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "Jensen-Shannon distance, 0 to 1";
  }

  @Override
  Fitted fit(int[] reference) {
    Cells cells = Cells.of(reference);
    return window -> {
      double divergence =
          JensenShannon.divergenceBits(cells.counts(), cells.count(window), Smoothing.none());
      return new Comparison(divergence, Math.sqrt(divergence), Double.NaN, window.length);
    };
  }
}
