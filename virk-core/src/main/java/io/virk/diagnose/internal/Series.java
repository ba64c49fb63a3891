package io.virk.diagnose.internal;

import io.virk.diagnose.Rhythm;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One scalar signal of a sample in the order of time, in standard deviations of what is usual. */
final class Series {
  /** Observations of a slice before, for its own mean to be known. */
  private static final int FEWEST = 8;

  private Series() {}

  /**
   * How often a drift is there. Each slice is compared with its own observations before, or, where
   * there is one alone, with the baseline: cameras that take turns would else look like a drift
   * that returns.
   *
   * @param baseline of the drift's first slice. Not modified.
   */
  static Rhythm rhythm(ScalarSignal signal, TaggedSample sample, SignalTable baseline) {
    Map<String, Moments> bySlice = new HashMap<>();
    double[] before = sample.values(signal, sample.before());
    for (int i = 0; i < before.length; i++) {
      if (!Double.isNaN(before[i])) {
        bySlice.computeIfAbsent(key(sample.before().get(i)), s -> new Moments()).accept(before[i]);
      }
    }
    double[] since = sample.values(signal, sample.since());
    long slices = sample.since().stream().map(Series::key).distinct().count();
    double[] usual = baseline.scalar(signal);
    Moments ofBaseline = usual.length > 1 && slices == 1 ? Moments.of(usual) : new Moments();
    double[] zBefore = standard(signal, before, sample.before(), bySlice, ofBaseline);
    List<Double> values = new ArrayList<>();
    List<Long> millis = new ArrayList<>();
    double[] zSince = standard(signal, since, sample.since(), bySlice, ofBaseline);
    for (int i = 0; i < zSince.length; i++) {
      if (!Double.isNaN(zSince[i])) {
        values.add(zSince[i]);
        millis.add(sample.since().get(i).epochMillis());
      }
    }
    double[] known = Arrays.stream(zBefore).filter(z -> !Double.isNaN(z)).toArray();
    double[] z = values.stream().mapToDouble(Double::doubleValue).toArray();
    long[] times = millis.stream().mapToLong(Long::longValue).toArray();
    return Rhythms.of(known, z, times);
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
          usual.count() < 2 ? Double.NaN : (values[i] - usual.mean()) / Math.max(1e-9, deviation);
    }
    return z;
  }
}
