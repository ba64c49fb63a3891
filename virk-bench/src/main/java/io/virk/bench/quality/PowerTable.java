package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.engine.DriftTracker;
import io.virk.engine.DriftTransition;
import io.virk.signal.SignalTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;

/** How often a change is missed, and how soon it is seen, at the same false-alarm rate for all. */
final class PowerTable {
  private static final int WINDOW = CleanTable.WINDOW;
  private static final int WINDOWS = 20;
  private static final int RAMP = 10 * WINDOW;
  private static final int PULSE = 2 * WINDOW;

  /** A pulse is missed if nothing fired within so many windows of its beginning. */
  private static final int PULSE_WINDOWS = 4;

  private static final int CLEAN = 2000;

  /** The last place is kept free: the threshold is the second largest of {@link #CLEAN} scores. */
  private static final int BEYOND = CLEAN / CleanTable.ONE_IN;

  private static final String[] METHODS = {
    "VIRK, one window",
    "VIRK, drift opened",
    "share of features by KS",
    "largest KS of scalars",
    "largest KS of all",
    "PSI",
    "Wasserstein",
    "Jensen-Shannon",
    "MMD",
    "always fires",
    "never fires"
  };

  private static final int MMD = 8;
  private static final int ALWAYS = 9;

  /** Which scores of a {@link RuleBook} are compared; the bands of PSI are one score. */
  private static final int[] SCORES = {0, 1, 2, 3, 6, 7};

  private final Path data;
  private final double size;
  private final String only;

  PowerTable(Path data, double size, String only) {
    this.data = data;
    this.size = size;
    this.only = only;
  }

  /** How a change comes. */
  enum Shape {
    STEP,
    RAMP,
    PULSE;

    /** The share of changed observations some observations after the onset. */
    double share(int after) {
      if (after < 0) {
        return 0;
      }
      return switch (this) {
        case STEP -> 1;
        case RAMP -> Math.min(1, (after + 1.0) / PowerTable.RAMP);
        case PULSE -> after < PowerTable.PULSE ? 1 : 0;
      };
    }
  }

  /** What one baseline makes of windows. */
  private static final class Judges {
    private final List<CalibratedDetector> detectors;
    private final double tests;
    private final RuleBook rules;
    private final double[] thresholds = new double[METHODS.length];
    private double falseAlarms;

    Judges(Baseline baseline) {
      this.detectors = baseline.reference(Slice.ALL).detectors();
      this.tests = baseline.reference(Slice.ALL).detectors(true).tests();
      this.rules = new RuleBook(baseline.reference(Slice.ALL).rows(), WINDOW);
    }

    List<DetectionResult> judge(SignalTable window) {
      double share = 1.0 / CleanTable.ONE_IN;
      double drift = FalseAlarms.driftProbability(share, tests);
      double warning = FalseAlarms.DEFAULT.warningProbability(share, tests);
      return detectors.stream().map(d -> d.judge(Slice.ALL, window, drift, warning)).toList();
    }

    double[] scores(SignalTable window) {
      double[] scores = rules.scores(window);
      double[] result = new double[METHODS.length];
      for (int i = 0; i < SCORES.length; i++) {
        result[2 + i] = scores[SCORES[i]];
      }
      result[MMD] = rules.discrepancy(window);
      return result;
    }

    /** Sets every rule's threshold to the rate that VIRK was asked for, on clean windows. */
    void level(ChangedSet set, SignalTable signals, SplittableRandom random) {
      double[][] scores = new double[METHODS.length][CLEAN];
      int drifts = 0;
      for (int i = 0; i < CLEAN; i++) {
        SignalTable window = signals.take(clean(set, random));
        double[] one = scores(window);
        for (int m = 2; m < METHODS.length; m++) {
          scores[m][i] = one[m];
        }
        drifts += drifting(judge(window)) ? 1 : 0;
      }
      for (int m = 2; m < METHODS.length; m++) {
        Arrays.sort(scores[m]);
        thresholds[m] = scores[m][CLEAN - 1 - BEYOND];
      }
      falseAlarms = (double) drifts / CLEAN;
    }
  }

  private static int[] clean(ChangedSet set, SplittableRandom random) {
    int[] rows = new int[WINDOW];
    int row = 0;
    int phase = random.nextInt(1 << 20);
    for (int i = 0; i < WINDOW; i++) {
      row = i == 0 ? set.next(0, 0, random) : set.next(row, phase + i, random);
      rows[i] = row;
    }
    return rows;
  }

  private static boolean drifting(List<DetectionResult> results) {
    return results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
  }

  JsonArray run() {
    System.out.printf(
        Locale.ROOT,
        "%n## Delay and power%n%nMissed in %% / median delay in observations of those that were"
            + " seen, windows of %d, one false alarm in %d windows: VIRK asked for it, the"
            + " thresholds of the others set to it on %d clean windows of the same images.%n",
        WINDOW,
        CleanTable.ONE_IN,
        CLEAN);
    JsonArray json = new JsonArray();
    Map<String, Supplier<ChangedSet>> sets = new LinkedHashMap<>();
    sets.put("CIFAR-10", () -> ChangedSet.cifar(data));
    sets.put("ImageNet", () -> ChangedSet.imageNet(data));
    sets.put("traffic camera, lengthened", () -> ChangedSet.camera(data));
    sets.forEach(
        (name, set) -> {
          if (!only.startsWith("power:") || name.equals(only.substring(6))) {
            run(set.get(), json);
          }
        });
    return json;
  }

  private void run(ChangedSet set, JsonArray json) {
    long begin = System.nanoTime();
    int runs = (int) Math.max(2, 24 * size / set.baselines());
    List<List<double[]>> cells = new ArrayList<>();
    int count = Shape.values().length * Change.IN_TABLES.length * Change.SEVERITIES.length;
    for (int i = 0; i < count; i++) {
      cells.add(new ArrayList<>());
    }
    double falseAlarms = 0;
    for (int b = 0; b < set.baselines(); b++) {
      Baseline baseline = set.baseline(b);
      SignalTable signals = set.signals(baseline);
      Judges judges = new Judges(baseline);
      judges.level(set, signals, new SplittableRandom(100 + b));
      falseAlarms += judges.falseAlarms / set.baselines();
      int cell = 0;
      for (Shape shape : Shape.values()) {
        for (Change change : Change.IN_TABLES) {
          for (int severity : Change.SEVERITIES) {
            int offset = set.offset(change, severity);
            SplittableRandom random = new SplittableRandom(1000L * b + cell);
            for (int run = 0; run < runs; run++) {
              double[] found = episode(set, signals, judges, shape, offset, random);
              cells.get(cell).add(found);
            }
            cell++;
          }
        }
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%n### %s%n%n%s; %d runs a cell, %.0f s. VIRK's own false alarms on the clean windows:"
            + " %.2f per 1,000.%n",
        set.name(),
        set.about(),
        runs * set.baselines(),
        seconds,
        1000 * falseAlarms);
    int cell = 0;
    for (Shape shape : Shape.values()) {
      System.out.printf(
          Locale.ROOT,
          "%n%s%n%n| |%s|%n|---|%s%n",
          shape,
          String.join("|", METHODS),
          "---:|".repeat(METHODS.length));
      for (Change change : Change.IN_TABLES) {
        for (int severity : Change.SEVERITIES) {
          StringBuilder row = new StringBuilder("| " + change.words() + " " + severity + " |");
          for (int m = 0; m < METHODS.length; m++) {
            JsonObject one = summary(cells.get(cell), m);
            one.addProperty("set", set.name());
            one.addProperty("shape", shape.name());
            one.addProperty("change", change.words());
            one.addProperty("severity", severity);
            one.addProperty("method", METHODS[m]);
            json.add(one);
            row.append(
                String.format(
                    Locale.ROOT,
                    " %.0f / %s |",
                    100 * one.get("missed").getAsDouble(),
                    one.has("delay")
                        ? String.format(Locale.ROOT, "%.0f", one.get("delay").getAsDouble())
                        : "-"));
          }
          System.out.println(row);
          cell++;
        }
      }
    }
  }

  private static JsonObject summary(List<double[]> runs, int method) {
    double[] seen =
        runs.stream().mapToDouble(r -> r[method]).filter(d -> !Double.isNaN(d)).sorted().toArray();
    JsonObject json = new JsonObject();
    json.addProperty("runs", runs.size());
    json.addProperty("missed", 1 - (double) seen.length / runs.size());
    if (seen.length > 0) {
      json.addProperty("delay", seen[seen.length / 2]);
    }
    return json;
  }

  /** The delay of every method, in observations; NaN where it saw nothing. */
  private static double[] episode(
      ChangedSet set,
      SignalTable signals,
      Judges judges,
      Shape shape,
      int offset,
      SplittableRandom random) {
    double[] delays = new double[METHODS.length];
    Arrays.fill(delays, Double.NaN);
    DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
    int onset = random.nextInt(WINDOW);
    int row = 0;
    int windows = shape == Shape.PULSE ? PULSE_WINDOWS : WINDOWS;
    for (int w = 0; w < windows && Arrays.stream(delays).anyMatch(Double::isNaN); w++) {
      int[] rows = new int[WINDOW];
      for (int i = 0; i < WINDOW; i++) {
        int position = w * WINDOW + i;
        row = set.next(row, position, random);
        boolean changed = random.nextDouble() < shape.share(position - onset);
        rows[i] = row + (changed ? offset : 0);
      }
      SignalTable window = signals.take(rows);
      double delay = (w + 1) * WINDOW - onset;
      boolean[] fired = new boolean[METHODS.length];
      if (Double.isNaN(delays[0]) || Double.isNaN(delays[1])) {
        List<DetectionResult> results = judges.judge(window);
        fired[0] = drifting(results);
        fired[1] =
            tracker
                .accept(Slice.ALL, at(w, results), began -> new TreeSet<>(List.of(Slice.ALL)))
                .filter(t -> t.kind() == DriftTransition.Kind.OPENED)
                .isPresent();
      }
      double[] scores = judges.scores(window);
      for (int m = 0; m < METHODS.length; m++) {
        boolean hit = m < 2 ? fired[m] : m == ALWAYS || scores[m] > judges.thresholds[m];
        delays[m] = hit && Double.isNaN(delays[m]) ? delay : delays[m];
      }
    }
    return delays;
  }

  /**
   * The same, as if its rows, which are drawn from all over the set, had come one after another.
   */
  private static List<DetectionResult> at(int window, List<DetectionResult> results) {
    long first = (long) window * WINDOW;
    WindowBounds bounds =
        new WindowBounds(
            new Position(first, first), new Position(first + WINDOW - 1, first + WINDOW - 1));
    return results.stream()
        .map(
            r ->
                new DetectionResult(
                    r.slice(),
                    r.signal(),
                    r.detector(),
                    r.verdict(),
                    r.evidence(),
                    r.effect(),
                    new DetectionResult.Sample(r.sample().n(), r.sample().effectiveSize(), bounds),
                    r.calibration(),
                    r.reason()))
        .toList();
  }
}
