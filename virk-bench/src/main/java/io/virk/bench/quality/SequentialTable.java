package io.virk.bench.quality;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.Interval;
import io.virk.stats.twosample.BinomialInterval;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Sequential detectors: false alarms where one in 32,000 observations is asked for, each detector
 * alone (over all signals that it watches) and a monitor with all of them beside its windows, on
 * streams on which nothing changes; and the delay to a step. Prints a table in Markdown.
 *
 * <p>Seeds are fixed; size scales the number of baselines, 1 takes many minutes. An alarm begins
 * the detector anew.
 */
final class SequentialTable {
  private static final int ONE_IN = 32_000;
  private static final int WINDOW = 32;
  private static final int OBSERVATIONS = 200_000;

  /** Observations of the monitor's own run: it is slower than its detectors. */
  private static final int MONITORED = 50_000;

  /** Deviations by which every component and every logit is moved. */
  private static final double[] STEPS = {0.25, 0.5, 1};

  /** Observations after a step in which it is to be found. */
  private static final int FOUND_WITHIN = 6000;

  /** Of a delay's stream, before the step. */
  private static final int CALM = 200;

  private static final String MONITOR = "monitor: windows and all three";

  private SequentialTable() {}

  /** What came of one detector. */
  private static final class Outcome {
    private int watched;
    private long observations;
    private long alarms;
    private final List<double[]> delays = new ArrayList<>();

    void add(Outcome other) {
      watched += other.watched;
      observations += other.observations;
      alarms += other.alarms;
      delays.addAll(other.delays);
    }
  }

  /**
   * Prints it.
   *
   * @param data folder of the data
   * @param size scales how many are drawn
   * @param part name of a stream, or nothing for all
   */
  static void run(Path data, double size, String part) {
    System.out.printf(
        Locale.ROOT,
        "Asked for: 1 alarm in %,d observations.%n%n"
            + "| stream | detector | baselines watched | observations | alarms | asked for |"
            + " achieved / asked for (95 %%) | delay of a step of %.2f / %.1f / %.0f |%n"
            + "|---|---|---:|---:|---:|---:|---:|---:|%n",
        ONE_IN,
        STEPS[0],
        STEPS[1],
        STEPS[2]);
    for (CleanStreams.Clean clean : CleanStreams.all(data, size)) {
      if (clean.baseline() < 800
          || clean.cameras() > 0
          || clean.name().contains("camera")
          || (!part.isEmpty() && !clean.name().equals(part))) {
        continue;
      }
      Map<String, Outcome> all = new TreeMap<>();
      IntStream.range(0, clean.replicates())
          .parallel()
          .mapToObj(r -> replicate(clean, 77L * clean.name().hashCode() + r))
          .toList()
          .forEach(m -> m.forEach((n, o) -> all.computeIfAbsent(n, k -> new Outcome()).add(o)));
      all.forEach((name, outcome) -> print(clean, name, outcome));
    }
  }

  /** One baseline; all detectors see the same stream, each by itself, then the monitor goes on. */
  private static Map<String, Outcome> replicate(CleanStreams.Clean clean, long seed) {
    ObservationStream stream = clean.start().apply(seed);
    Baseline baseline = clean.baseline(stream, WINDOW, seed);
    SignalExtractor extractor = CleanStreams.extractor(baseline);
    Map<String, Outcome> outcomes = new TreeMap<>();
    Map<String, List<SliceWatch>> watching = new TreeMap<>();
    for (SequentialDetector detector : SequentialDetector.all()) {
      List<SliceWatch> watches =
          baseline.reference(Slice.ALL).watches(List.of(detector), 1.0 / ONE_IN, seed);
      Outcome outcome = new Outcome();
      outcomes.put(detector.name(), outcome);
      if (!watches.isEmpty()) {
        outcome.watched = 1;
        outcome.observations = OBSERVATIONS;
        watching.put(detector.name(), watches);
      }
    }
    for (int i = 0; i < OBSERVATIONS; i++) {
      SignalValues values = extractor.extract(reduced(stream.next(), 0));
      watching.forEach((name, watches) -> outcomes.get(name).alarms += alarms(watches, values));
    }
    if (stream instanceof SyntheticStream) {
      watching.forEach(
          (name, watches) ->
              outcomes
                  .get(name)
                  .delays
                  .add(
                      Arrays.stream(STEPS)
                          .map(step -> delay(stream, extractor, watches, step))
                          .toArray()));
    }
    outcomes.put(MONITOR, monitored(baseline, stream));
    return outcomes;
  }

  private static int alarms(List<SliceWatch> watches, SignalValues values) {
    int alarms = 0;
    for (SliceWatch watch : watches) {
      if (watch.accept(values) != null) {
        alarms++;
        watch.reset();
      }
    }
    return alarms;
  }

  /** Observations to the first alarm after a step; infinite if it is missed. */
  private static double delay(
      ObservationStream stream, SignalExtractor extractor, List<SliceWatch> watches, double step) {
    watches.forEach(SliceWatch::reset);
    for (int i = 1 - CALM; i <= FOUND_WITHIN; i++) {
      SignalValues values = extractor.extract(reduced(stream.next(), i > 0 ? step : 0));
      boolean alarm = alarms(watches, values) > 0;
      if (alarm && i > 0) {
        return i;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static Outcome monitored(Baseline baseline, ObservationStream stream) {
    Outcome outcome = new Outcome();
    outcome.watched = 1;
    outcome.observations = MONITORED;
    try (Monitor monitor =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .falseAlarms(FalseAlarms.oncePerObservations(ONE_IN))
            .sequential(SequentialDetector.all().toArray(SequentialDetector[]::new))
            .clock(() -> Instant.EPOCH)
            .blindAccepted()
            .polled()
            .start()) {
      for (int i = 0; i < MONITORED; i++) {
        CleanStreams.feed(monitor, stream.next());
      }
      outcome.alarms = monitor.status().judged().driftsOpened();
    }
    return outcome;
  }

  /** As a monitor sees it, moved by deviations: those of logits are 2. */
  private static Observation reduced(Observation o, double moved) {
    Observation.Builder reduced =
        Observation.builder()
            .sequence(o.sequence())
            .epochMillis(o.epochMillis())
            .embedding(moved(o.embedding(), moved));
    if (o.frame() != null) {
      reduced.image(CleanStreams.POLICY.reduce(o.frame()));
    }
    if (o.logits() != null) {
      reduced.logits(moved(o.logits(), 2 * moved));
    }
    return reduced.build();
  }

  private static float[] moved(float[] values, double by) {
    float[] moved = values.clone();
    for (int i = 0; by != 0 && i < moved.length; i++) {
      moved[i] += (float) by;
    }
    return moved;
  }

  private static void print(CleanStreams.Clean clean, String name, Outcome outcome) {
    double asked = (double) outcome.observations / ONE_IN;
    String achieved = "refused";
    if (outcome.observations > 0) {
      Interval interval =
          BinomialInterval.clopperPearson(outcome.alarms, outcome.observations, 0.95);
      achieved =
          String.format(
              Locale.ROOT,
              "%.2f (%.2f .. %.2f)",
              outcome.alarms / asked,
              interval.low() * ONE_IN,
              interval.high() * ONE_IN);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d of %d | %,d | %d | %.1f | %s | %s |%n",
        clean.name(),
        name,
        outcome.watched,
        clean.replicates(),
        outcome.observations,
        outcome.alarms,
        asked,
        achieved,
        delays(outcome.delays));
  }

  private static String delays(List<double[]> delays) {
    if (delays.isEmpty()) {
      return "-";
    }
    StringBuilder words = new StringBuilder();
    for (int s = 0; s < STEPS.length; s++) {
      int step = s;
      double[] sorted = delays.stream().mapToDouble(d -> d[step]).sorted().toArray();
      double median = sorted[sorted.length / 2];
      words.append(s == 0 ? "" : " / ");
      words.append(Double.isInfinite(median) ? "missed" : String.valueOf((long) median));
    }
    return words.toString();
  }
}
