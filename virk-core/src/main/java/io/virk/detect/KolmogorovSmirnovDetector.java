package io.virk.detect;

import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.stats.twosample.KolmogorovSmirnov;
import java.util.Arrays;

/**
 * The largest distance of two empirical distribution functions. Sees what a mean does not: a change
 * of spread or shape. Statistic and effect size are the Kolmogorov-Smirnov D, 0 .. 1.
 */
public final class KolmogorovSmirnovDetector implements Detector {
  private static final int MINIMUM_VALUES = 8;
  private static final double MINIMUM_EFFECT = 0.3;

  @Override
  public String name() {
    return "kolmogorov-smirnov";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof ScalarSignal;
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public Scorer against(Signal signal, SignalTable reference) {
    ScalarSignal scalar = (ScalarSignal) signal;
    double[] sample = reference.scalar(scalar);
    double mean = Arrays.stream(sample).average().orElse(Double.NaN);
    return window -> {
      double[] values = window.scalar(scalar);
      if (values.length < MINIMUM_VALUES || sample.length < MINIMUM_VALUES) {
        return Score.insufficient(values.length);
      }
      double distance = KolmogorovSmirnov.statistic(sample, values);
      double windowMean = Arrays.stream(values).average().orElseThrow();
      double change = scalar.raw(windowMean) - scalar.raw(mean);
      return new Score(distance, distance, change, values.length);
    };
  }
}
