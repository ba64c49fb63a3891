package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Verdict;
import io.virk.event.DriftOpened;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import io.virk.stats.Interval;
import io.virk.stats.twosample.BinomialInterval;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** False alarms asked for and achieved on streams on which nothing changes. */
final class CleanTable {
  /** One false drift in that many windows is what is asked for. */
  static final int ONE_IN = 1000;

  static final int WINDOW = 32;

  private final Path data;
  private final double size;
  private final String only;

  CleanTable(Path data, double size, String only) {
    this.data = data;
    this.size = size;
    this.only = only;
  }

  /** How often something fired. */
  static final class Count {
    private long windows;
    private long alarms;
    private long insufficient;

    /** Windows and alarms of each baseline. */
    private final List<long[]> baselines = new ArrayList<>();

    void add(Count replicate) {
      windows += replicate.windows;
      alarms += replicate.alarms;
      insufficient += replicate.insufficient;
      baselines.add(new long[] {replicate.windows, replicate.alarms});
    }

    void judged(boolean alarm) {
      windows++;
      alarms += alarm ? 1 : 0;
    }

    void insufficient() {
      insufficient++;
    }

    long windows() {
      return windows;
    }

    long alarms() {
      return alarms;
    }

    double refused() {
      return (double) insufficient / Math.max(1, windows + insufficient);
    }

    /** So many alarms in as many windows as another count has. */
    static Count of(long alarms, Count windows) {
      Count count = new Count();
      count.windows = windows.windows;
      count.insufficient = windows.insufficient;
      count.alarms = alarms;
      return count;
    }

    double rate() {
      return (double) alarms / windows;
    }

    /**
     * Clopper and Pearson's, of as many windows as would scatter as much if they were independent:
     * those of one baseline share its luck.
     */
    Interval interval() {
      double together = designEffect();
      return BinomialInterval.clopperPearson(
          Math.round(alarms / together), Math.max(1, Math.round(windows / together)), 0.95);
    }

    /** Variance of the alarms of a baseline, in that of independent windows; 1 or more. */
    private double designEffect() {
      if (alarms == 0 || alarms == windows || baselines.size() < 2) {
        return 1;
      }
      double squares = 0;
      for (long[] baseline : baselines) {
        double difference = baseline[1] - rate() * baseline[0];
        squares += difference * difference;
      }
      double between = squares / (baselines.size() - 1);
      return Math.max(1, between * baselines.size() / (windows * rate() * (1 - rate())));
    }

    /** The rate and its interval. */
    String perThousand() {
      if (windows == 0) {
        return "-";
      }
      Interval interval = interval();
      return String.format(
          Locale.ROOT,
          "%.2f (%.2f .. %.2f)",
          1000 * rate(),
          1000 * interval.low(),
          1000 * interval.high());
    }

    private long mostOfABaseline() {
      return baselines.stream().mapToLong(b -> b[1]).max().orElse(0);
    }

    /** In the goal if the interval and [0.5, 2] times what was asked for overlap. */
    String verdict() {
      if (windows == 0) {
        return "refused";
      }
      double ratio = rate() * ONE_IN;
      if (ratio >= 0.5 && ratio <= 2) {
        return "yes";
      }
      Interval interval = interval();
      boolean open = interval.high() * ONE_IN >= 0.5 && interval.low() * ONE_IN <= 2;
      return (ratio < 0.5 ? "fewer" : "MORE") + (open ? " (within chance)" : "");
    }

    JsonObject json(String name) {
      JsonObject json = new JsonObject();
      json.addProperty("name", name);
      json.addProperty("windows", windows);
      json.addProperty("alarms", alarms);
      json.addProperty("insufficient", insufficient);
      if (windows > 0) {
        json.addProperty("rate", rate());
        json.addProperty("low", interval().low());
        json.addProperty("high", interval().high());
        json.addProperty("designEffect", designEffect());
        json.addProperty("mostOfABaseline", mostOfABaseline());
      }
      return json;
    }

    String row(String name, String last) {
      if (windows == 0) {
        return String.format(
            Locale.ROOT, "| %s | 0 (%d refused) | - | - | - | - | %s |", name, insufficient, last);
      }
      Interval interval = interval();
      return String.format(
          Locale.ROOT,
          "| %s | %d | %d | %d | %.2f | %.2f .. %.2f | %s |",
          name,
          windows,
          alarms,
          mostOfABaseline(),
          rate() * ONE_IN,
          interval.low() * ONE_IN,
          interval.high() * ONE_IN,
          last);
    }
  }

  /** What one replicate, or all of a stream, gave. */
  private static final class Tally implements MonitorListener {
    private final Map<String, Count> detectors = new TreeMap<>();
    private final Map<String, Count> monitor = new TreeMap<>();
    private final Map<String, Count> rules = new TreeMap<>();
    private long drifts;

    @Override
    public void onWindowJudged(WindowJudged event) {
      if (!event.fitted()) {
        return;
      }
      boolean usable = false;
      boolean drift = false;
      for (DetectionResult result : event.results()) {
        Count count =
            detectors.computeIfAbsent(
                result.signal() + " / " + result.detector(), k -> new Count());
        if (result.verdict() == Verdict.INSUFFICIENT_DATA) {
          count.insufficient();
          continue;
        }
        usable = true;
        drift |= result.verdict() == Verdict.DRIFT;
        count.judged(result.evidence().pValue() <= 1.0 / ONE_IN);
      }
      Count windows = monitor.computeIfAbsent("2 windows judged drift", k -> new Count());
      if (usable) {
        windows.judged(drift);
      } else {
        windows.insufficient();
      }
    }

    @Override
    public void onDriftOpened(DriftOpened event) {
      drifts++;
    }

    /** A drift opens at most once a window: so it can be counted against windows. */
    void close() {
      Count judged = monitor.getOrDefault("2 windows judged drift", new Count());
      monitor.put("1 drifts opened", Count.of(drifts, judged));
    }

    void rule(String name, int fired) {
      rules.computeIfAbsent(name, k -> new Count()).judged(fired > 0);
    }

    void add(Tally replicate) {
      merge(detectors, replicate.detectors);
      merge(monitor, replicate.monitor);
      merge(rules, replicate.rules);
    }

    private static void merge(Map<String, Count> into, Map<String, Count> from) {
      from.forEach((name, count) -> into.computeIfAbsent(name, k -> new Count()).add(count));
    }
  }

  JsonArray run() {
    JsonArray streams = new JsonArray();
    System.out.printf(
        Locale.ROOT,
        "%n## False alarms on clean streams%n%nAsked for: 1 in %d windows of %d; rates are per"
            + " thousand windows, with the 95 %% interval of Clopper and Pearson.%n",
        ONE_IN,
        WINDOW);
    for (CleanStreams.Clean clean : CleanStreams.all(data, size)) {
      if (only.startsWith("clean:") && !clean.name().equals(only.substring(6))) {
        continue;
      }
      long begin = System.nanoTime();
      Tally all = new Tally();
      IntStream.range(0, clean.replicates())
          .parallel()
          .mapToObj(r -> replicate(clean, r))
          .toList()
          .forEach(all::add);
      double seconds = (System.nanoTime() - begin) / 1e9;
      print(clean, all, seconds);
      streams.add(json(clean, all, seconds));
    }
    return streams;
  }

  private static Tally replicate(CleanStreams.Clean clean, int replicate) {
    long seed = 1000L * clean.name().hashCode() + replicate;
    ObservationStream stream = clean.start().apply(seed);
    Baseline baseline = clean.baseline(stream, WINDOW, seed);
    Tally tally = new Tally();
    var builder =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .falseAlarms(FalseAlarms.oncePerWindows(ONE_IN))
            .clock(() -> Instant.EPOCH)
            .blindAccepted()
            .polled()
            .listener(tally);
    if (clean.cameras() > 0) {
      builder.sliceBy("camera");
    }
    try (Monitor monitor = builder.start()) {
      long observations = (long) clean.windows() * WINDOW;
      RuledStream rules = new RuledStream(baseline, 1, seed, tally::rule);
      for (long i = 0; i < observations; i++) {
        Observation o = stream.next();
        rules.accept(o);
        CleanStreams.feed(monitor, o);
      }
    }
    tally.close();
    return tally;
  }

  private static void print(CleanStreams.Clean clean, Tally all, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%n### %s%n%n%s; %d baselines of %d, %.0f s%n%n",
        clean.name(),
        clean.about(),
        clean.replicates(),
        clean.baseline(),
        seconds);
    System.out.println("| | windows | alarms | most of a baseline | per 1,000 | 95 % | goal |");
    System.out.println("|---|---:|---:|---:|---:|---:|---|");
    all.monitor.forEach(
        (name, count) ->
            System.out.println(
                count.row(
                    "**monitor: " + name.substring(2) + "**",
                    count.windows == 0
                        ? "refused"
                        : count.rate() * ONE_IN <= 1
                            ? "yes"
                            : count.interval().low() * ONE_IN <= 1
                                ? "MORE (within chance)"
                                : "MORE")));
    all.detectors.forEach((name, count) -> System.out.println(count.row(name, count.verdict())));
    all.rules.forEach((name, count) -> System.out.println(count.row("*" + name + "*", "-")));
  }

  private static JsonObject json(CleanStreams.Clean clean, Tally all, double seconds) {
    JsonObject json = new JsonObject();
    json.addProperty("stream", clean.name());
    json.addProperty("about", clean.about());
    json.addProperty("baselines", clean.replicates());
    json.addProperty("baselineSize", clean.baseline());
    json.addProperty("window", WINDOW);
    json.addProperty("seconds", seconds);
    List.of(
            Map.entry("monitor", all.monitor),
            Map.entry("detectors", all.detectors),
            Map.entry("rules", all.rules))
        .forEach(
            part -> {
              JsonArray rows = new JsonArray();
              part.getValue().forEach((name, count) -> rows.add(count.json(name)));
              json.add(part.getKey(), rows);
            });
    return json;
  }
}
