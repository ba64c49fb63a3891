package io.virk.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.virk.detect.DetectionResult;
import io.virk.detect.Verdict;
import io.virk.event.WindowJudged;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The last statistic, threshold and verdict of each slice, signal and detector, and the end of the
 * last window of each slice. Guarded by its owner's lock, but for the values, which registries
 * read.
 */
final class StatisticGauges {
  static final String MONITOR = "monitor";

  private final Tags monitor;
  private final int maximum;
  private final Map<Key, Last> statistics =
      new LinkedHashMap<>(16, 0.75f, true); // last judged last
  private final Map<String, SliceEnd> slices = new HashMap<>();
  private volatile long evicted;

  /** What a statistic is of. */
  private record Key(String slice, String signal, String detector) {}

  /** What was last said of one, the values of three gauges. */
  private static final class Last {
    private final Key key;
    private volatile double statistic = Double.NaN;
    private volatile double threshold = Double.NaN;
    private volatile double verdict = Double.NaN;

    Last(Key key) {
      this.key = key;
    }
  }

  /** The value of one gauge, and how many statistics the slice has. */
  private static final class SliceEnd {
    private final String slice;
    private int statistics;
    private volatile long epochMillis;

    SliceEnd(String slice) {
      this.slice = slice;
    }
  }

  StatisticGauges(String monitor, int maximum) {
    this.monitor = Tags.of(MONITOR, monitor);
    this.maximum = maximum;
  }

  /** As dashboards and alerts have it. */
  static int number(Verdict verdict) {
    return switch (verdict) {
      case INSUFFICIENT_DATA -> -1;
      case NORMAL -> 0;
      case WARNING -> 1;
      case DRIFT -> 2;
    };
  }

  /** Takes the results of a window over, and registers what is new. */
  void judged(WindowJudged event, Collection<Bound> registries) {
    String slice = event.slice().toString();
    for (DetectionResult result : event.results()) {
      Key key = new Key(slice, result.signal(), result.detector());
      Last last = statistics.get(key);
      boolean added = last == null;
      if (added) {
        makeRoom(registries);
        last = new Last(key);
        statistics.put(key, last);
        slices.computeIfAbsent(slice, SliceEnd::new).statistics++;
      }
      last.statistic = result.evidence().statistic();
      last.threshold = result.evidence().threshold();
      last.verdict = number(result.verdict());
      SliceEnd end = slices.get(slice);
      end.epochMillis = result.sample().bounds().last().epochMillis();
      if (added) {
        for (Bound bound : registries) {
          register(end, bound);
          register(last, bound);
        }
      }
    }
  }

  private void makeRoom(Collection<Bound> registries) {
    if (statistics.size() < maximum) {
      return;
    }
    Key eldest = statistics.keySet().iterator().next();
    Last removed = statistics.remove(eldest);
    evicted++;
    registries.forEach(bound -> bound.remove(removed));
    SliceEnd end = slices.get(eldest.slice);
    if (--end.statistics == 0) {
      slices.remove(eldest.slice);
      registries.forEach(bound -> bound.remove(end));
    }
  }

  /** Registers all that is known so far. */
  void register(Bound bound) {
    slices.values().forEach(end -> register(end, bound));
    statistics.values().forEach(last -> register(last, bound));
  }

  private void register(SliceEnd end, Bound bound) {
    bound.add(
        end,
        registry ->
            List.of(
                TimeGauge.builder(
                        "virk.window.timestamp", end, TimeUnit.MILLISECONDS, e -> e.epochMillis)
                    .description("time of the last observation of the slice's last window")
                    .tags(monitor.and("slice", end.slice))
                    .register(registry)));
  }

  private void register(Last last, Bound bound) {
    bound.add(
        last,
        registry ->
            List.of(
                gauge(
                    registry,
                    "virk.statistic",
                    "statistic of the last window, larger is further from the baseline",
                    last,
                    s -> s.statistic),
                gauge(
                    registry,
                    "virk.threshold",
                    "statistic from which on the last window is a drift",
                    last,
                    s -> s.threshold),
                gauge(
                    registry,
                    "virk.verdict",
                    "verdict of the last window: 0 normal, 1 warning, 2 drift, -1 too little data",
                    last,
                    s -> s.verdict)));
  }

  private Meter gauge(
      MeterRegistry registry,
      String name,
      String description,
      Last last,
      ToDoubleFunction<Last> value) {
    return Gauge.builder(name, last, value)
        .description(description)
        .tags(
            monitor
                .and("slice", last.key.slice)
                .and("signal", last.key.signal)
                .and("detector", last.key.detector))
        .register(registry);
  }

  void clear() {
    statistics.clear();
    slices.clear();
  }

  long evicted() {
    return evicted;
  }
}
