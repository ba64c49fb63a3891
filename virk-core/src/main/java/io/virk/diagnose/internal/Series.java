package io.virk.diagnose.internal;

import io.virk.diagnose.Rhythm;
import io.virk.internal.Spread;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One scalar signal of a sample in the order of time, in standard deviations of what is usual. */
final class Series {
  /** Observations of a slice before, for its own mean to be known. */
  private static final int FEWEST = 8;

  private final double[] before;
  private final double[] since;

  /** Times of those since. */
  private final long[] millis;

  private Series(ScalarSignal signal, TaggedSample sample, SignalTable baseline) {
    Map<String, Moments> bySlice = new HashMap<>();
    double[] valuesBefore = sample.values(signal, sample.before());
    for (int i = 0; i < valuesBefore.length; i++) {
      if (!Double.isNaN(valuesBefore[i])) {
        bySlice
            .computeIfAbsent(key(sample.before().get(i)), s -> new Moments())
            .accept(valuesBefore[i]);
      }
    }
    double[] valuesSince = sample.values(signal, sample.since());
    long slices = sample.since().stream().map(Series::key).distinct().count();
    double[] usual = baseline.scalar(signal);
    Moments ofBaseline = usual.length > 1 && slices == 1 ? Moments.of(usual) : new Moments();
    double[] zBefore = standard(signal, valuesBefore, sample.before(), bySlice, ofBaseline);
    double[] zSince = standard(signal, valuesSince, sample.since(), bySlice, ofBaseline);
    int[] there = IntStream.range(0, zSince.length).filter(i -> !Double.isNaN(zSince[i])).toArray();
    before = Arrays.stream(zBefore).filter(z -> !Double.isNaN(z)).toArray();
    since = Arrays.stream(there).mapToDouble(i -> zSince[i]).toArray();
    millis = Arrays.stream(there).mapToLong(i -> sample.since().get(i).epochMillis()).toArray();
  }

  /**
   * How often a drift is there. Each slice is compared with its own observations before, or, where
   * there is one alone, with the baseline: cameras that take turns would else look like a drift
   * that returns.
   *
   * @param baseline of the drift's first slice. Not modified.
   */
  static Rhythm rhythm(ScalarSignal signal, TaggedSample sample, SignalTable baseline) {
    Series series = new Series(signal, sample, baseline);
    return Rhythms.of(series.before, series.since, series.millis);
  }

  /**
   * Whether nearly all observations since a drift began are away from what is usual.
   *
   * @param baseline of the drift's first slice. Not modified.
   */
  static boolean stays(ScalarSignal signal, TaggedSample sample, SignalTable baseline) {
    return Rhythms.stays(new Series(signal, sample, baseline).since);
  }

  private static String key(TaggedSample.Row row) {
    return row.slice() == null ? "" : row.slice();
  }

  private static double[] standard(
      ScalarSignal signal,
      double[] values,
      List<TaggedSample.Row> rows,
      Map<String, Moments> bySlice,
      Moments ofBaseline) {
    double[] z = new double[values.length];
    for (int i = 0; i < z.length; i++) {
      Moments own = bySlice.get(key(rows.get(i)));
      Moments usual = own != null && own.count() >= FEWEST ? own : ofBaseline;
      double deviation = Math.max(usual.standardDeviation(), signal.resolution());
      z[i] =
          usual.count() < 2
              ? Double.NaN
              : (values[i] - usual.mean()) / Spread.of(deviation, usual.mean());
    }
    return z;
  }
}
