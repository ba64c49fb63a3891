package io.virk.detect;

import io.virk.signal.CategoricalSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;
import java.util.Arrays;

/**
 * The population stability index of class counts, with half a count added to every class so that a
 * class that one side lacks does not make it infinite. A class that the reference never saw counts
 * as one class "other". Statistic and effect size are the index, &ge; 0.
 */
public final class PopulationStability implements Detector {
  private static final int MINIMUM_VALUES = 16;
  private static final double MINIMUM_EFFECT = 0.25;

  @Override
  public String name() {
    return "population-stability";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof CategoricalSignal;
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public Scorer against(Signal signal, SignalTable reference) {
    int[] classes = reference.classes();
    int[] known = Arrays.stream(classes).distinct().sorted().toArray();
    double[] expected = counts(classes, known);
    return window -> {
      int[] observed = window.classes();
      if (observed.length < MINIMUM_VALUES || classes.length < MINIMUM_VALUES) {
        return Score.insufficient(observed.length);
      }
      double index =
          PopulationStabilityIndex.of(expected, counts(observed, known), Smoothing.additive(0.5));
      return new Score(index, index, Double.NaN, observed.length);
    };
  }

  /** Counts each known class, in ascending order; the last cell holds all others. */
  private static double[] counts(int[] classes, int[] known) {
    double[] counts = new double[known.length + 1];
    for (int c : classes) {
      int at = Arrays.binarySearch(known, c);
      counts[at >= 0 ? at : known.length]++;
    }
    return counts;
  }
}
