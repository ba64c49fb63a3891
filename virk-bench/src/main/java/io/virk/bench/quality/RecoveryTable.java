package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How soon a drift closes when its fault is over, and whether it stays open until then: the stream
 * is clean, then changed until {@value #HELD} windows' worth of observations after a drift opened,
 * then clean again. A drift that is not closed within {@value #SOON} windows' worth counts as never
 * closed; one that opens within as many after that, as opened again for nothing.
 */
final class RecoveryTable {
  private static final Set<String> STREAMS =
      Set.of(
          "independent x 1",
          "independent x 2",
          "independent x 8",
          "AR(1) 0.9",
          "CIFAR-10 x 1",
          "CIFAR-10 x 2",
          "CIFAR-10 x 4",
          "Fashion-MNIST x 1");

  /** Effective observations within which a drift is to be closed. */
  private static final int GOAL = 64;

  private static final int CLEAN = 200;
  private static final int SOON = 32;
  private static final double HELD = 12.3;

  private RecoveryTable() {}

  /**
   * One run whose change was seen.
   *
   * @param strength of the change
   * @param drifts that opened while it lasted
   * @param observations from the end of the fault to the drift closed; infinite if never
   * @param spacing of how many one counted
   * @param again whether a drift opened after that
   */
  private record Run(int strength, int drifts, double observations, double spacing, boolean again) {
    /** Whether a drift of a change that is not weak was open at its end. */
    boolean counts() {
      return strength > 0 && !Double.isNaN(observations);
    }

    double effective() {
      return observations / spacing;
    }
  }

  static JsonArray run(List<Live> streams) {
    System.out.printf(
        Locale.ROOT,
        "%n## Recovery%n%nObservations from the end of a fault to its drift closed (in brackets"
            + " those that count), of changes of images of severities 3 and 5 and steps of 1 and 2"
            + " deviations whose drift was open then. Drifts a fault: how many opened while it"
            + " lasted, %s windows' worth of observations from the first of them on; weak ones are"
            + " of severity 1 or 0.5 deviations, and only those that were seen count.%n%n",
        HELD);
    System.out.println(
        "| stream | watched | drifts a weak fault | a plain one | runs | median | nine in ten | within "
            + GOAL
            + " that count | never closed | opened again |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    JsonArray json = new JsonArray();
    for (Live live : streams) {
      if (STREAMS.contains(live.name())) {
        List<List<List<Run>>> replicates =
            IntStream.range(0, live.replicates())
                .parallel()
                .mapToObj(r -> replicate(live, r))
                .toList();
        for (int w = 0; w < Watching.CANDIDATES.size(); w++) {
          int way = w;
          List<Run> runs = replicates.stream().flatMap(r -> r.get(way).stream()).toList();
          print(live, Watching.CANDIDATES.get(w), runs, json);
        }
      }
    }
    return json;
  }

  /** The runs of each way. */
  private static List<List<Run>> replicate(Live live, int replicate) {
    long seed = live.seed(replicate);
    Baseline baseline = live.baseline(live.start().apply(seed), seed);
    int n =
        Math.min(live.windows(), live.images() ? CLEAN : LivePowerTable.LONGEST) * CleanTable.WINDOW
            - new SplittableRandom(seed).nextInt(CleanTable.WINDOW);
    List<List<Run>> ways = new ArrayList<>();
    for (Watching way : Watching.CANDIDATES) {
      LiveRun.Clean clean = LiveRun.clean(live, seed, baseline, way, n);
      List<Run> runs = new ArrayList<>();
      for (LiveChange change : LiveChange.all(live.images())) {
        if (!clean.run().isOpen()) {
          Run run = recovered(clean, change);
          if (run != null) {
            runs.add(run);
          }
        }
      }
      clean.forget();
      ways.add(runs);
    }
    return ways;
  }

  /** Null if the change was missed; not a number if its drift closed before its end. */
  private static Run recovered(LiveRun.Clean clean, LiveChange change) {
    double spacing = clean.run().spacing();
    int soon = (int) (SOON * CleanTable.WINDOW * spacing);
    int held = (int) (HELD * CleanTable.WINDOW * spacing);
    try (LiveRun run = clean.goOn()) {
      for (int i = 0; i < soon && run.opened() == 0; i++) {
        run.next(change);
      }
      if (!run.isOpen()) {
        return null;
      }
      for (int i = 0; i < held; i++) {
        run.next(change);
      }
      int opened = run.opened();
      if (!run.isOpen()) {
        return new Run(change.strength(), opened, Double.NaN, spacing, false);
      }
      int i = 0;
      while (run.isOpen() && i < soon) {
        run.next(null);
        i++;
      }
      if (run.isOpen()) {
        return new Run(change.strength(), opened, Double.POSITIVE_INFINITY, spacing, false);
      }
      for (int after = 0; after < soon && run.opened() == opened; after++) {
        run.next(null);
      }
      return new Run(change.strength(), opened, i, spacing, run.opened() > opened);
    }
  }

  private static void print(Live live, Watching way, List<Run> all, JsonArray json) {
    List<Run> runs = all.stream().filter(Run::counts).toList();
    double[] observed = runs.stream().mapToDouble(Run::observations).sorted().toArray();
    double[] effective = runs.stream().mapToDouble(Run::effective).sorted().toArray();
    JsonObject one = new JsonObject();
    one.addProperty("stream", live.name());
    one.addProperty("watched", way.name());
    one.addProperty("runs", runs.size());
    json.add(one);
    if (runs.isEmpty()) {
      System.out.printf(Locale.ROOT, "| %s | %s | | | 0 | | | | | |%n", live.name(), way.name());
      return;
    }
    long within = Arrays.stream(effective).filter(e -> e <= GOAL).count();
    long never = Arrays.stream(observed).filter(Double::isInfinite).count();
    long again = runs.stream().filter(Run::again).count();
    int tenth = Math.min(observed.length - 1, observed.length * 9 / 10);
    one.addProperty("median", observed[observed.length / 2]);
    one.addProperty("medianEffective", effective[effective.length / 2]);
    one.addProperty("nineInTenEffective", effective[tenth]);
    one.addProperty("within", within);
    one.addProperty("driftsWeak", drifts(all, 0));
    one.addProperty("driftsPlain", drifts(all, 1));
    one.addProperty("never", never);
    one.addProperty("again", again);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %d | %.0f (%.0f) | %.0f (%.0f) | %.0f %% | %d | %d |%n",
        live.name(),
        way.name(),
        drifts(all, 0),
        drifts(all, 1),
        runs.size(),
        observed[observed.length / 2],
        effective[effective.length / 2],
        observed[tenth],
        effective[tenth],
        100.0 * within / runs.size(),
        never,
        again);
  }

  /** Mean of the drifts that opened while a fault lasted; NaN for no such fault. */
  private static double drifts(List<Run> runs, int least) {
    return runs.stream()
        .filter(r -> least == 0 ? r.strength() == 0 : r.strength() >= least)
        .mapToInt(Run::drifts)
        .average()
        .orElse(Double.NaN);
  }
}
