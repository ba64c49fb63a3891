package io.virk.diagnose.internal;

import io.virk.diagnose.SignalChange;
import io.virk.internal.Spread;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;

/** Compares scalar signals of two tables. */
final class Changes {
  /** Values of a window of more rows below which their mean says nothing of it. */
  static final int FEWEST = 4;

  /** Values below which nothing is said of how they scatter. */
  private static final int FEWEST_OF_SPREAD = 16;

  private Changes() {}

  /** NaN deviations where either side has next to no values. */
  static SignalChange of(ScalarSignal signal, SignalTable baseline, SignalTable window) {
    double[] before = baseline.scalar(signal);
    double[] now = window.scalar(signal);
    if (before.length < 2 || now.length < Math.max(1, Math.min(FEWEST, window.rows()))) {
      return new SignalChange(
          signal.name(), signal.unit(), Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    Moments reference = Moments.of(before);
    Moments since = Moments.of(now);
    double mean = since.mean();
    double deviation =
        Spread.of(Math.max(reference.standardDeviation(), signal.resolution()), reference.mean());
    double spread = Math.max(since.standardDeviation(), signal.resolution()) / deviation;
    boolean isKnown =
        Math.min(before.length, now.length) >= FEWEST_OF_SPREAD && Double.isFinite(spread);
    return new SignalChange(
        signal.name(),
        signal.unit(),
        signal.raw(reference.mean()),
        signal.raw(mean),
        (mean - reference.mean()) / deviation,
        isKnown ? spread : Double.NaN);
  }
}
