package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
import io.virk.detect.DetectionResult;
import io.virk.detect.Verdict;
import io.virk.event.DriftOpened;
import io.virk.event.Fit;
import io.virk.event.StreamFitted;
import io.virk.event.WindowJudged;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * False alarms on live streams on which nothing changes: one row a stream. A window of a stream
 * that fits the baseline, or that is not asked, counts as judged if one detector at least had
 * enough of it, else as refused. Rates are per thousand windows judged, with the interval of {@link
 * CleanTable.Count}.
 */
final class LiveTable {
  /** Detectors that are named, most alarms first. */
  private static final int NAMED = 3;

  private LiveTable() {}

  /** What one replicate, or all of a stream, gave. */
  private static final class Tally implements MonitorListener {
    private final CleanTable.Count judged = new CleanTable.Count();
    private final CleanTable.Count opened = new CleanTable.Count();
    private final Map<String, Integer> alarming = new TreeMap<>();
    private final Map<String, CleanTable.Count> rules = new TreeMap<>();
    private final Map<Fit, Integer> fits = new EnumMap<>(Fit.class);
    private long observations;
    private long drifts;
    private int quiet;

    @Override
    public void onStreamFitted(StreamFitted event) {
      fits.merge(event.fit(), 1, Integer::sum);
    }

    @Override
    public void onWindowJudged(WindowJudged event) {
      if (!event.fitted()) {
        return; // it is being compared with the baseline: nothing is opened of it
      }
      if (event.verdict() == Verdict.INSUFFICIENT_DATA) {
        judged.insufficient();
        return;
      }
      judged.judged(event.verdict() == Verdict.DRIFT);
      for (DetectionResult result : event.results()) {
        if (result.verdict() == Verdict.DRIFT) {
          alarming.merge(result.signal() + " / " + result.detector(), 1, Integer::sum);
        }
      }
    }

    @Override
    public void onDriftOpened(DriftOpened event) {
      drifts++;
    }

    void rule(String name, int fired) {
      rules.computeIfAbsent(name, k -> new CleanTable.Count()).judged(fired > 0);
    }

    void add(Tally replicate) {
      replicate.rules.forEach(
          (name, n) -> rules.computeIfAbsent(name, k -> new CleanTable.Count()).add(n));
      judged.add(replicate.judged);
      opened.add(CleanTable.Count.of(replicate.drifts, replicate.judged));
      replicate.alarming.forEach((name, n) -> alarming.merge(name, n, Integer::sum));
      replicate.fits.forEach((fit, n) -> fits.merge(fit, n, Integer::sum));
      observations += replicate.observations;
      quiet += replicate.drifts == 0 ? 1 : 0;
    }

    private List<Map.Entry<String, Integer>> worst() {
      return alarming.entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .limit(NAMED)
          .toList();
    }
  }

  static JsonArray run(List<Live> streams) {
    System.out.printf(
        Locale.ROOT,
        "%n## False alarms on clean live streams%n%nAsked for: 1 in %d windows of %d; rates are per"
            + " thousand windows judged. A baseline is quiet if no drift was opened on its"
            + " stream.%n%n",
        CleanTable.ONE_IN,
        CleanTable.WINDOW);
    System.out.println(
        "| stream | baselines x windows | observations | judged | judged drift per 1,000 (95 %) |"
            + " drifts opened | per 1,000 (95 %) | baselines quiet | refused | observations a window"
            + " | fits | detectors that alarm most |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---|");
    JsonArray json = new JsonArray();
    List<String> ruled = new ArrayList<>();
    for (Live live : streams) {
      long begin = System.nanoTime();
      Tally all = new Tally();
      IntStream.range(0, live.replicates())
          .parallel()
          .mapToObj(r -> replicate(live, r))
          .toList()
          .forEach(all::add);
      System.out.println(row(live, all));
      JsonObject one = json(live, all);
      one.addProperty("seconds", (System.nanoTime() - begin) / 1e9);
      json.add(one);
      ruled.add(ruled(live, all));
    }
    System.out.printf(
        Locale.ROOT,
        "%n## The rules of other tools on the same clean streams%n%nWindows that alarm, in %%: of"
            + " VIRK's all that it judged, of the rules' %d windows of %d neighbours from every"
            + " stream, evenly spread.%n%n",
        RuledStream.RULED,
        CleanTable.WINDOW);
    List<String> names = ruleNames();
    System.out.println("| stream | VIRK | " + String.join(" | ", names) + " |");
    System.out.println("|---|---:|" + "---:|".repeat(names.size()));
    ruled.forEach(System.out::println);
    return json;
  }

  private static List<String> ruleNames() {
    List<String> names = new ArrayList<>();
    RuleBook.SCORED.forEach(rule -> names.add(rule.name()));
    names.add(RuleBook.MMD);
    return names;
  }

  private static String ruled(Live live, Tally all) {
    return "| "
        + live.name()
        + " | "
        + percent(all.judged)
        + " | "
        + ruleNames().stream()
            .map(name -> percent(all.rules.getOrDefault(name, new CleanTable.Count())))
            .collect(Collectors.joining(" | "))
        + " |";
  }

  private static String percent(CleanTable.Count count) {
    return count.windows() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100 * count.rate());
  }

  private static Tally replicate(Live live, int replicate) {
    long seed = live.seed(replicate);
    LiveSource source = live.start().apply(seed);
    Tally tally = new Tally();
    Baseline baseline = live.baseline(source, seed);
    try (Monitor monitor = Watching.DEFAULT.set(live.monitor(baseline, tally)).start()) {
      tally.observations = (long) live.windows() * CleanTable.WINDOW;
      int every = Math.max(1, live.windows() / RuledStream.RULED);
      RuledStream rules = new RuledStream(baseline, every, seed, tally::rule);
      for (long i = 0; i < tally.observations; i++) {
        Observation o = source.next(null);
        rules.accept(o);
        CleanStreams.feed(monitor, o);
      }
    }
    return tally;
  }

  private static String row(Live live, Tally all) {
    return String.format(
        Locale.ROOT,
        "| %s | %d x %d | %d | %d | %s | %d | %s | %d of %d | %.0f %% | %s | %s | %s |",
        live.name(),
        live.replicates(),
        live.windows(),
        all.observations,
        all.judged.windows(),
        all.judged.perThousand(),
        all.opened.alarms(),
        all.opened.perThousand(),
        all.quiet,
        live.replicates(),
        100 * all.judged.refused(),
        all.judged.windows() == 0
            ? "-"
            : String.format(Locale.ROOT, "%.0f", (double) all.observations / all.judged.windows()),
        all.fits.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", ")),
        all.worst().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", ")));
  }

  private static JsonObject json(Live live, Tally all) {
    JsonObject json = new JsonObject();
    json.addProperty("stream", live.name());
    json.addProperty("about", live.about());
    json.addProperty("baselines", live.replicates());
    json.addProperty("quiet", all.quiet);
    json.addProperty("observations", all.observations);
    JsonArray monitor = new JsonArray();
    monitor.add(all.opened.json("drifts opened"));
    monitor.add(all.judged.json("windows judged drift"));
    json.add("monitor", monitor);
    JsonObject detectors = new JsonObject();
    all.alarming.forEach(detectors::addProperty);
    json.add("alarming", detectors);
    JsonArray rules = new JsonArray();
    all.rules.forEach((name, count) -> rules.add(count.json(name)));
    json.add("rules", rules);
    return json;
  }
}
