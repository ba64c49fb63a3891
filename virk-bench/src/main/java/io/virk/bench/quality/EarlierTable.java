package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whether a change could be told earlier at the same price: the same streams, clean and then
 * changed, watched in several {@link Watching#WAYS ways}, each allowed as many false alarms in as
 * many observations. The clean part is the whole length of the stream; a change goes on from there,
 * and is missed if no drift opens within {@value #SOON} windows' worth of observations.
 */
final class EarlierTable {
  /**
   * Of the streams, those that are compared: independent ones, and some that resemble neighbours.
   */
  private static final Set<String> CHANGED =
      Set.of("independent x 1", "independent x 2", "AR(1) 0.9", "CIFAR-10 x 1", "CIFAR-10 x 2");

  /** Streams that stay clean: they are the harder ones to be quiet on. */
  private static final Set<String> CLEAN =
      Set.of(
          "independent x 30",
          "AR(1) 0.98",
          "scenes",
          "dwells, then moves",
          "day and night",
          "eight cameras, not sliced",
          "eight cameras, sliced, a reference each",
          "highway, 10 passes",
          "eight real cameras, not sliced");

  private static final int SOON = 32;
  private static final int STRENGTHS = 3;

  private EarlierTable() {}

  /** What one way gave on one stream, over all replicates. */
  private static final class Outcome {
    private final CleanTable.Count judged = new CleanTable.Count();
    private double worth;
    private int opened;
    private int quiet;
    private int runs;
    private long observations;
    private long cpuNanos;
    private final List<Delays> changes;

    Outcome(int changes) {
      this.changes = IntStream.range(0, changes).mapToObj(i -> new Delays()).toList();
    }

    void add(Outcome other) {
      judged.add(other.judged);
      worth += other.worth;
      opened += other.opened;
      quiet += other.quiet;
      observations += other.observations;
      cpuNanos += other.cpuNanos;
      runs += other.runs;
      for (int c = 0; c < changes.size(); c++) {
        changes.get(c).add(other.changes.get(c));
      }
    }
  }

  static JsonArray run(List<Live> streams) {
    System.out.printf(
        Locale.ROOT,
        "%n## Earlier at the same price%n%nAllowed: one false alarm in %d windows' worth of"
            + " observations (a window that is judged k times as often gets one k-th each time;"
            + " sequential detectors get half). Clean: windows judged drift per 1,000 judged, and"
            + " drifts opened in so many windows' worth of clean observations. Changes: median"
            + " observations to the drift opened (in brackets those that count), and missed within"
            + " %d windows' worth. Weak, middle, strong: severities 1, 3, 5 of all changes of"
            + " images, steps of 0.5, 1, 2 deviations of synthetic numbers.%n%n",
        CleanTable.ONE_IN,
        SOON);
    System.out.println(
        "| stream | watched | clean: judged drift per 1,000 (95 %) | clean: drifts opened"
            + " | runs quiet | CPU, us an observation | weak | middle | strong |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    JsonArray json = new JsonArray();
    for (Live live : streams) {
      if (CHANGED.contains(live.name())) {
        run(live, Watching.WAYS, LiveChange.all(live.images()), json);
      } else if (CLEAN.contains(live.name())) {
        run(live, Watching.CANDIDATES, List.of(), json);
      }
    }
    return json;
  }

  private static void run(
      Live live, List<Watching> ways, List<LiveChange> changes, JsonArray json) {
    List<List<Outcome>> replicates =
        IntStream.range(0, live.replicates())
            .parallel()
            .mapToObj(r -> replicate(live, r, ways, changes))
            .toList();
    for (int w = 0; w < ways.size(); w++) {
      Outcome all = new Outcome(changes.size());
      for (List<Outcome> replicate : replicates) {
        all.add(replicate.get(w));
      }
      print(live, ways.get(w), changes, all, json);
    }
  }

  private static List<Outcome> replicate(
      Live live, int replicate, List<Watching> ways, List<LiveChange> changes) {
    long seed = live.seed(replicate);
    Baseline baseline = live.baseline(live.start().apply(seed), seed);
    List<Outcome> outcomes = new ArrayList<>();
    for (Watching way : ways) {
      outcomes.add(watched(live, seed, baseline, way, changes));
    }
    return outcomes;
  }

  private static Outcome watched(
      Live live, long seed, Baseline baseline, Watching way, List<LiveChange> changes) {
    int onset =
        live.windows() * CleanTable.WINDOW - new SplittableRandom(seed).nextInt(CleanTable.WINDOW);
    LiveRun.Clean clean = LiveRun.clean(live, seed, baseline, way, onset);
    try {
      LiveRun run = clean.run();
      Outcome outcome = new Outcome(changes.size());
      outcome.judged.add(run.judged());
      outcome.worth = run.worth();
      outcome.opened = run.opened();
      outcome.quiet = run.opened() == 0 ? 1 : 0;
      outcome.runs = 1;
      outcome.observations = onset;
      outcome.cpuNanos = run.cpuNanos();
      int longest = (int) (SOON * CleanTable.WINDOW * run.spacing());
      for (int c = 0; c < changes.size(); c++) {
        outcome.changes.get(c).add(clean.delay(changes.get(c), longest));
      }
      return outcome;
    } finally {
      clean.forget();
    }
  }

  private static void print(
      Live live, Watching way, List<LiveChange> changes, Outcome all, JsonArray json) {
    StringBuilder row =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d in %,.0f | %d of %d | %.1f |",
                live.name(),
                way.name(),
                all.judged.perThousand(),
                all.opened,
                all.worth,
                all.quiet,
                all.runs,
                all.cpuNanos / 1e3 / all.observations));
    for (int s = 0; s < STRENGTHS; s++) {
      int strength = s;
      Delays together =
          Delays.together(
              IntStream.range(0, changes.size())
                  .filter(c -> changes.get(c).strength() == strength)
                  .mapToObj(all.changes::get)
                  .toList());
      row.append(' ').append(changes.isEmpty() ? "" : together.words()).append(" |");
    }
    System.out.println(row);
    JsonObject one = new JsonObject();
    one.addProperty("stream", live.name());
    one.addProperty("watched", way.name());
    one.add("judged", all.judged.json("windows judged drift"));
    one.addProperty("opened", all.opened);
    one.addProperty("windowsWorth", all.worth);
    one.addProperty("quiet", all.quiet);
    one.addProperty("runs", all.runs);
    one.addProperty("cpuMicrosAnObservation", all.cpuNanos / 1e3 / all.observations);
    JsonArray of = new JsonArray();
    for (int c = 0; c < changes.size(); c++) {
      JsonObject change = all.changes.get(c).json();
      change.addProperty("change", changes.get(c).words());
      of.add(change);
    }
    one.add("changes", of);
    json.add(one);
  }
}
