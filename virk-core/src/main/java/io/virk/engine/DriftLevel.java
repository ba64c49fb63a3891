package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a slice looks like in a drift that it shares with others: the means of its signals in its
 * first window since the drift opened. What differs from that later has come on top.
 *
 * @param slice whose
 * @param means of the scalar signals of its windows, in their order; NaN where there was none. Not
 *     modified.
 * @param onTop whether the last window had another fault on top
 */
record DriftLevel(Slice slice, float[] means, boolean onTop) {
  /** Standard errors of a difference of two windows' means, from which on it is none by chance. */
  private static final double CHANGED = 4;

  /** And from which on a tested signal is looked at again. */
  private static final double STIRRED = 3;

  DriftLevel {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(means, "means");
  }

  /** Of a window. */
  static DriftLevel of(Slice slice, SignalTable rows) {
    List<ScalarSignal> signals = rows.schema().scalars();
    float[] means = new float[signals.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) Moments.of(rows.scalar(signals.get(i))).mean();
    }
    return new DriftLevel(slice, means, false);
  }

  DriftLevel withOnTop(boolean now) {
    return new DriftLevel(slice, means, now);
  }

  /** Whether it knows other signals than a window: of a slice that now keeps fewer, or more. */
  private boolean isOfOthers(SignalTable rows) {
    return means.length != rows.schema().scalars().size();
  }

  /**
   * The tested signals that have moved since, away from the baseline.
   *
   * @param baseline rows that the slice is compared with. Not modified.
   * @param rows of a later window. Not modified.
   * @param resemblance of those rows, by the names of signals
   */
  Set<String> grown(
      SignalTable baseline, SignalTable rows, Map<String, Thinning.Resemblance> resemblance) {
    Set<String> grown = new HashSet<>();
    List<ScalarSignal> signals = rows.schema().scalars();
    for (int i = 0; i < signals.size() && !isOfOthers(rows); i++) {
      ScalarSignal signal = signals.get(i);
      if (signal.isTested()) {
        double worth =
            rows.rows()
                / resemblance.getOrDefault(signal.name(), Thinning.Resemblance.NONE).inflation();
        Moments usual = Moments.of(baseline.scalar(signal));
        Moments now = Moments.of(rows.scalar(signal));
        boolean away = Math.abs(now.mean() - usual.mean()) > Math.abs(means[i] - usual.mean());
        if (away && errors(i, signal, usual, now, worth) > CHANGED) {
          grown.add(signal.name());
        }
      }
    }
    return grown;
  }

  /**
   * Whether any signal has moved since, by more than chance or not much less.
   *
   * @param baseline rows that the slice is compared with. Not modified.
   * @param rows of a later window. Not modified.
   */
  boolean isStirred(SignalTable baseline, SignalTable rows) {
    if (isOfOthers(rows)) {
      return true;
    }
    List<ScalarSignal> signals = rows.schema().scalars();
    for (int i = 0; i < signals.size(); i++) {
      ScalarSignal signal = signals.get(i);
      Moments now = Moments.of(rows.scalar(signal));
      Moments usual = Moments.of(baseline.scalar(signal));
      double limit = signal.isTested() ? STIRRED : CHANGED;
      if (errors(i, signal, usual, now, rows.rows()) > limit
          || Double.isNaN(now.mean()) != Float.isNaN(means[i])) {
        return true;
      }
    }
    return false;
  }

  /** Standard errors between the mean of now and of then. */
  private double errors(int i, ScalarSignal signal, Moments usual, Moments now, double worth) {
    double deviation =
        Math.max(signal.resolution(), Math.max(usual.standardDeviation(), now.standardDeviation()));
    return Math.abs(now.mean() - means[i]) / (deviation * Math.sqrt(2 / worth));
  }

  /** {@link #without}, or the rows as they are if those are nearer to the baseline: it is over. */
  SignalTable nearer(SignalTable baseline, SignalTable rows) {
    if (isOfOthers(rows)) {
      return rows;
    }
    SignalTable without = without(baseline, rows);
    return distance(baseline, rows) < distance(baseline, without) ? rows : without;
  }

  /** By how much the tested signals have moved, standard deviations, summed up. */
  private static double distance(SignalTable baseline, SignalTable rows) {
    double sum = 0;
    for (ScalarSignal signal : rows.schema().scalars()) {
      Moments usual = Moments.of(baseline.scalar(signal));
      double moved = Math.abs(Moments.of(rows.scalar(signal)).mean() - usual.mean());
      double deviations = moved / Math.max(signal.resolution(), usual.standardDeviation());
      sum += signal.isTested() && Double.isFinite(deviations) ? deviations : 0;
    }
    return sum;
  }

  /**
   * The rows as they would be without the drift that was there before.
   *
   * @param baseline rows that the slice is compared with. Not modified.
   * @param rows Not modified.
   */
  SignalTable without(SignalTable baseline, SignalTable rows) {
    List<ScalarSignal> signals = rows.schema().scalars();
    double[] by = new double[signals.size()];
    for (int i = 0; i < by.length; i++) {
      double usual =
          baseline.schema().scalar(signals.get(i).name()).isEmpty()
              ? Double.NaN
              : Moments.of(baseline.scalar(signals.get(i))).mean();
      double moved = usual - means[i];
      by[i] = Double.isNaN(moved) ? 0 : moved;
    }
    return rows.moved(by);
  }
}
