package io.virk.bench.quality;

import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.baseline.calibrate.EffectiveTests;
import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.detect.DetectionResult;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whether causes are detected: what one window misses at one false alarm in {@value #ONE_IN}
 * windows, and the area under the ROC curve, of VIRK with the cause scan and without, of the scan
 * alone, and of {@link Rivals}. All see the same windows.
 */
final class DetectionTable {
  private static final int ONE_IN = 1000;
  private static final String SCAN = "cause-scan";
  private static final double ENOUGH = 0.99;

  private final int window;
  private final Map<String, Way> ways = new LinkedHashMap<>();

  /** Some detectors together, and what they found. */
  private static final class Way {
    final List<CalibratedDetector> detectors = new ArrayList<>();
    final List<Double> shares = new ArrayList<>();
    double share;
    final List<Double> clean = new ArrayList<>();
    int cleanAlarms;
    final Map<String, Map<Integer, List<Double>>> found = new TreeMap<>();
    final Map<String, Map<Integer, Integer>> alarms = new TreeMap<>();
  }

  /** How far a window is, whatever the detector, and whether that is an alarm. */
  private record Look(double evidence, boolean alarm) {}

  DetectionTable(Baseline baseline, int window) {
    this.window = window;
    Baseline calibrated = baseline.window() == window ? baseline : baseline.withWindow(window);
    Reference reference = calibrated.reference(Slice.ALL);
    Predicate<String> rival = n -> n.equals("z-test") || n.equals("unit-matcher");
    add("VIRK", reference, rival.negate());
    add("VIRK, equal shares", reference, rival.negate(), false);
    add("without the scan", reference, rival.negate().and(n -> !n.equals(SCAN)));
    add("scan alone", reference, SCAN::equals);
    add("z-test of all", reference, "z-test"::equals);
    add("unit matcher", reference, "unit-matcher"::equals);
  }

  private void add(String name, Reference reference, Predicate<String> chosen) {
    add(name, reference, chosen, true);
  }

  private void add(String name, Reference reference, Predicate<String> chosen, boolean shared) {
    Way way = new Way();
    List<double[]> pValues = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < reference.calibrated().size(); i++) {
      CalibratedDetector detector = reference.calibrated().get(i);
      if (chosen.test(detector.detector().name()) && detector.blindness().isEmpty()) {
        way.detectors.add(detector);
        pValues.add(EffectiveTests.pValues(reference.judged().get(i).statistics()));
        shares.add(shared ? detector.detector().share() : 1);
      }
    }
    way.share = FalseAlarms.driftProbability(1.0 / ONE_IN, EffectiveTests.of(pValues, shares));
    way.shares.addAll(shares);
    ways.put(name, way);
  }

  private static Look look(Way way, SignalTable rows) {
    double smallest = 1;
    boolean alarm = false;
    for (int i = 0; i < way.detectors.size(); i++) {
      double share = Math.min(0.05, way.share * way.shares.get(i));
      DetectionResult found = way.detectors.get(i).judge(Slice.ALL, rows, share, share);
      double p = found.evidence().pValue() / way.shares.get(i);
      smallest = Double.isNaN(p) ? smallest : Math.min(smallest, p);
      alarm |= found.verdict() == Verdict.DRIFT;
    }
    return new Look(-Math.log(Math.max(Double.MIN_NORMAL, smallest)), alarm);
  }

  void clean(SignalTable rows) {
    for (Way way : ways.values()) {
      Look look = look(way, rows);
      way.clean.add(look.evidence());
      way.cleanAlarms += look.alarm() ? 1 : 0;
    }
  }

  void add(Cause cause, int severity, SignalTable rows) {
    for (Way way : ways.values()) {
      Look look = look(way, rows);
      way.found
          .computeIfAbsent(cause.name(), c -> new TreeMap<>())
          .computeIfAbsent(severity, s -> new ArrayList<>())
          .add(look.evidence());
      way.alarms
          .computeIfAbsent(cause.name(), c -> new TreeMap<>())
          .merge(severity, look.alarm() ? 1 : 0, Integer::sum);
    }
  }

  private static double area(List<Double> clean, List<Double> found) {
    double[] sorted = clean.stream().mapToDouble(v -> v).sorted().toArray();
    double sum = 0;
    for (double value : found) {
      int at = Arrays.binarySearch(sorted, value);
      int low = at >= 0 ? at : -at - 1;
      int high = low;
      while (low > 0 && sorted[low - 1] == value) {
        low--;
      }
      while (high < sorted.length && sorted[high] == value) {
        high++;
      }
      sum += (low + high) / 2.0 / sorted.length;
    }
    return sum / found.size();
  }

  /** Prints, and gives the same numbers. */
  JsonObject table() {
    print("%n### Detection, windows of %d%n%n", window);
    print(
        "Missed in one window at 1 false alarm in %,d, %% at severity 1 / 3 / 5; area under",
        ONE_IN);
    print(" the ROC curve at 1 / 3.%n%n| cause |");
    ways.keySet().forEach(w -> print(" %s |", w));
    print("%n|---|%s%n", "---|".repeat(ways.size()));
    JsonObject json = new JsonObject();
    for (String cause : ways.values().iterator().next().found.keySet()) {
      print("| %s |", cause);
      ways.values().forEach(way -> print(" %s |", cell(way, cause)));
      print("%n");
    }
    print("| **mean** |");
    ways.forEach((name, way) -> print(" %s |", mean(name, way, json)));
    print("%n| clean windows that alarm, of %d |", ways.get("VIRK").clean.size());
    ways.values().forEach(way -> print(" %d |", way.cleanAlarms));
    print("%n");
    return json;
  }

  private static double missed(Way way, String cause, int severity) {
    return 1
        - (double) way.alarms.get(cause).get(severity) / way.found.get(cause).get(severity).size();
  }

  private static String cell(Way way, String cause) {
    StringBuilder text = new StringBuilder();
    for (int severity : way.found.get(cause).keySet()) {
      text.append(text.isEmpty() ? "" : " / ")
          .append(Math.round(100 * missed(way, cause, severity)));
    }
    for (int severity : new int[] {1, 3}) {
      text.append(severity == 1 ? "; " : " / ")
          .append(String.format(Locale.ROOT, "%.3f", area(way, cause, severity)));
    }
    return text.toString();
  }

  private static double area(Way way, String cause, int severity) {
    return area(way.clean, way.found.get(cause).get(severity));
  }

  private static String mean(String name, Way way, JsonObject json) {
    JsonObject own = new JsonObject();
    StringBuilder missed = new StringBuilder();
    StringBuilder areas = new StringBuilder();
    StringBuilder few = new StringBuilder();
    for (int severity : way.found.values().iterator().next().keySet()) {
      double sum = 0;
      double area = 0;
      int below = 0;
      for (String cause : way.found.keySet()) {
        sum += missed(way, cause, severity) / way.found.size();
        double of = area(way, cause, severity);
        area += of / way.found.size();
        below += of < ENOUGH ? 1 : 0;
      }
      String between = missed.isEmpty() ? "" : " / ";
      missed.append(between).append(String.format(Locale.ROOT, "%.1f", 100 * sum));
      areas.append(between).append(String.format(Locale.ROOT, "%.3f", area));
      few.append(between).append(below);
      own.addProperty("missed " + severity, sum);
      own.addProperty("area " + severity, area);
      own.addProperty("causes below 0.99 " + severity, below);
    }
    own.addProperty("clean windows", way.clean.size());
    own.addProperty("clean alarms", way.cleanAlarms);
    own.addProperty("detectors", way.detectors.size());
    own.addProperty("share", way.share);
    json.add(name, own);
    return missed + "; " + areas + "; below 0.99: " + few;
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format, arguments);
  }
}
