package io.virk.detect;

import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;

/**
 * The population stability index of class counts, sum of (a - e) ln(a / e), with half a count added
 * to every class so that a class that one side lacks does not make it infinite. A class that the
 * reference never saw counts as one class "other". Statistic and effect size are the index, &ge; 0.
 *
 * <p>Cost: a search of the known classes for each value of the window. One class only on both sides
 * gives about 0. Fewer than 16 values on either side are too few.
 *
 * <p>Source: see {@link PopulationStabilityIndex}.
 */
final class PopulationStability extends CategoricalDetector {
  private static final double MINIMUM_EFFECT = 0.25;

  @Override
  public String name() {
    return "population-stability";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "population stability index";
  }

  @Override
  Fitted fit(int[] reference) {
    Cells cells = Cells.of(reference);
    return window -> {
      double index =
          PopulationStabilityIndex.of(cells.counts(), cells.count(window), Smoothing.additive(0.5));
      return new Comparison(index, index, Double.NaN, window.length);
    };
  }
}
