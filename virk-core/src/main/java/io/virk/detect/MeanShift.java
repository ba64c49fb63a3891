package io.virk.detect;

import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;

/**
 * The distance of two means in standard deviations of the reference: Glass's delta (Glass 1976,
 * doi:10.3102/0013189X005010003). Statistic and effect size are its absolute value. A reference
 * that never varies counts as one that varies by a millionth of its magnitude.
 */
public final class MeanShift implements Detector {
  private static final int MINIMUM_VALUES = 8;
  private static final double MINIMUM_EFFECT = 0.5;

  @Override
  public String name() {
    return "mean-shift";
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
    Moments moments = Moments.of(reference.scalar(scalar));
    double mean = moments.mean();
    double deviation = Math.max(moments.standardDeviation(), 1e-6 * Math.max(1, Math.abs(mean)));
    return window -> {
      double[] values = window.scalar(scalar);
      if (values.length < MINIMUM_VALUES || moments.count() < MINIMUM_VALUES) {
        return Score.insufficient(values.length);
      }
      double windowMean = Moments.of(values).mean();
      double delta = Math.abs(windowMean - mean) / deviation;
      double change = scalar.raw(windowMean) - scalar.raw(mean);
      return new Score(delta, delta, change, values.length);
    };
  }
}
