package io.virk.bench.quality;

import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Slice;
import io.virk.signal.SignalTable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often the cause of a change is named rightly, on real images other than the baseline's.
 * Prints tables in Markdown and writes the same numbers as JSON.
 *
 * <p>The set {@code "photos, embedded"} (or {@code "CIFAR-10, embedded"}) is that with the
 * embeddings of a model in the signatures, too. A cause happens four times, each time to a run of
 * the images with a seed of its own: dirt lies elsewhere. A window is drawn from one of the runs.
 * Size scales the number of windows. Seeds are fixed.
 */
final class CauseTables {
  private static final int[] SEVERITIES = {1, 3, 5};
  private static final int[] WINDOWS = {32, 100};
  private static final int TIMES = 4;
  private static final String EMBEDDED = ", embedded";
  private static final int CONFUSIONS = 12;

  /** Clean windows, in windows of a cell. */
  private static final int CLEAN = 100;

  private final CauseSet set;
  private final boolean onlyDetection;
  private final Baseline baseline;
  private final Reference reference;
  private final int windows;
  private final double buildSeconds;
  private final SplittableRandom random = new SplittableRandom(11);

  private CauseTables(CauseSet set, double size, boolean onlyDetection) {
    this.set = set;
    this.onlyDetection = onlyDetection;
    long begin = cpuNanos();
    this.baseline = set.build();
    this.buildSeconds = (cpuNanos() - begin) / 1e9;
    this.reference = baseline.reference(Slice.ALL);
    this.windows = (int) Math.max(TIMES, Math.round(40 * size));
  }

  /**
   * Prints them.
   *
   * @param data folder of the data
   * @param size scales the number of windows
   * @param only name of one set, or nothing for all
   * @param onlyDetection whether causes are not looked at
   * @return the same numbers
   */
  static JsonObject run(Path data, double size, String only, boolean onlyDetection) {
    JsonObject json = new JsonObject();
    for (CauseSet set : CauseSet.all(data)) {
      if (only.isEmpty() || only.equals(set.name())) {
        json.add(set.name(), new CauseTables(set, size, onlyDetection).run());
      }
    }
    if (only.endsWith(EMBEDDED)) {
      String name = only.substring(0, only.length() - EMBEDDED.length());
      CauseSet set = CauseSet.embedded(data, name);
      json.add(set.name(), new CauseTables(set, size, onlyDetection).run());
    }
    return json;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The mean of some, when all is warm. */
  private double diagnosisMillis() {
    SignalTable window = window(set.rows(set.tested()), 32);
    int times = 20;
    long begin = cpuNanos();
    for (int i = 0; i < times; i++) {
      match(reference.signatures(), window);
    }
    double millis = (cpuNanos() - begin) / 1e6 / times;
    print("%nComparing a window with all causes takes %.1f ms of processor time.%n", millis);
    return millis;
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format, arguments);
  }

  /** Counts of the windows of one cell. */
  private static final class Cell {
    int windows;
    int first;
    int second;
    int family;
    int named;
    int namedWrongly;
    int namedOfAnotherFamily;
    int sure;
    int sureWrongly;
    int sureOfAnotherFamily;
    int unknown;
    int unknownOrRelative;
    int unchanged;
    int severity;
    int firstOfLevels;
    final Map<String, Integer> taken = new TreeMap<>();

    void add(Cause truth, boolean levels, int severityOfTruth, Fingerprint fingerprint) {
      windows++;
      List<CauseMatch> causes = fingerprint.causes();
      CauseMatch best = causes.get(0);
      boolean right = best.cause().equals(truth.name());
      first += right ? 1 : 0;
      second += right || causes.get(1).cause().equals(truth.name()) ? 1 : 0;
      family += fingerprint.families().get(0).name().equals(truth.family()) ? 1 : 0;
      boolean isNamed = fingerprint.cause().isPresent();
      named += isNamed && right ? 1 : 0;
      namedWrongly += isNamed && !right ? 1 : 0;
      boolean isSure = fingerprint.isSure();
      sure += isSure && right ? 1 : 0;
      sureWrongly += isSure && !right ? 1 : 0;
      sureOfAnotherFamily += isSure && !best.family().equals(truth.family()) ? 1 : 0;
      namedOfAnotherFamily += isNamed && !best.family().equals(truth.family()) ? 1 : 0;
      unknown += fingerprint.unknown() > 0.5 ? 1 : 0;
      unknownOrRelative +=
          fingerprint.unknown() > 0.5 || fingerprint.families().get(0).name().equals(truth.family())
              ? 1
              : 0;
      unchanged += fingerprint.unchanged() > 0.5 ? 1 : 0;
      firstOfLevels += right && levels ? 1 : 0;
      severity += right && levels && Math.abs(best.severity() - severityOfTruth) <= 1 ? 1 : 0;
      if (!right) {
        taken.merge(best.cause(), 1, Integer::sum);
      }
    }

    void add(Cell other) {
      windows += other.windows;
      first += other.first;
      second += other.second;
      family += other.family;
      named += other.named;
      namedWrongly += other.namedWrongly;
      sure += other.sure;
      sureWrongly += other.sureWrongly;
      sureOfAnotherFamily += other.sureOfAnotherFamily;
      namedOfAnotherFamily += other.namedOfAnotherFamily;
      unknown += other.unknown;
      unknownOrRelative += other.unknownOrRelative;
      unchanged += other.unchanged;
      firstOfLevels += other.firstOfLevels;
      severity += other.severity;
    }

    JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("windows", windows);
      json.addProperty("first", first);
      json.addProperty("second", second);
      json.addProperty("family", family);
      json.addProperty("named", named);
      json.addProperty("namedWrongly", namedWrongly);
      json.addProperty("sure", sure);
      json.addProperty("sureWrongly", sureWrongly);
      json.addProperty("sureOfAnotherFamily", sureOfAnotherFamily);
      json.addProperty("namedOfAnotherFamily", namedOfAnotherFamily);
      json.addProperty("unknown", unknown);
      json.addProperty("unknownOrRelative", unknownOrRelative);
      json.addProperty("unchanged", unchanged);
      json.addProperty("firstOfLevels", firstOfLevels);
      json.addProperty("severityWithinOne", severity);
      return json;
    }
  }

  private record At(int window, int severity) {}

  private JsonObject run() {
    print("%n## %s%n%n%s. %d causes.%n", set.name(), set.about(), causes().size());
    print("The baseline was built in %.1f s of processor time.%n", buildSeconds);
    Map<String, Map<At, Cell>> cells = new TreeMap<>();
    Map<At, Cell> leftOut = new TreeMap<>(order());
    Map<Integer, DetectionTable> detection = new TreeMap<>();
    SignalTable cleanRows = set.rows(set.tested());
    for (int n : WINDOWS) {
      if (2 * n > reference.rows().rows()) {
        print(
            "%nDetection in windows of %d is left out: %d rows of the baseline are kept.%n",
            n, reference.rows().rows());
        continue;
      }
      detection.put(n, new DetectionTable(baseline, n));
      for (int w = 0; w < CLEAN * windows; w++) {
        detection.get(n).clean(window(cleanRows, n));
      }
    }
    for (Cause cause : causes()) {
      boolean levels = hasLevels(cause);
      for (int severity : SEVERITIES) {
        List<SignalTable> runs = runs(cause, severity);
        for (int n : WINDOWS) {
          Cell cell = new Cell();
          Cell without = new Cell();
          for (int w = 0; w < windows; w++) {
            SignalTable window = window(runs.get(w % TIMES), n);
            if (detection.containsKey(n)) {
              detection.get(n).add(cause, severity, window);
            }
            if (onlyDetection) {
              continue;
            }
            cell.add(cause, levels, severity, match(reference.signatures(), window));
            without.add(cause, levels, severity, match(without(cause), window));
          }
          cells
              .computeIfAbsent(cause.name(), c -> new TreeMap<>(order()))
              .put(new At(n, severity), cell);
          leftOut.computeIfAbsent(new At(n, severity), a -> new Cell()).add(without);
        }
      }
    }
    JsonObject json = new JsonObject();
    detection.forEach((n, table) -> json.add("detection in windows of " + n, table.table()));
    if (onlyDetection) {
      return json;
    }
    for (int n : WINDOWS) {
      json.add("windows of " + n, table(n, cells, leftOut));
    }
    json.add("clean", clean());
    json.addProperty("buildCpuSeconds", buildSeconds);
    json.addProperty("diagnosisCpuMillis", diagnosisMillis());
    return json;
  }

  private static Comparator<At> order() {
    return Comparator.comparingInt(At::window).thenComparingInt(At::severity);
  }

  private List<Cause> causes() {
    return baseline.causes().stream().filter(Cause::seenInOneFrame).toList();
  }

  /** A black picture is one, however severe: it has no severity to be told. */
  private boolean hasLevels(Cause cause) {
    return reference.signatures().stream()
            .filter(s -> s.cause().equals(cause.name()))
            .map(s -> Arrays.toString(s.shift()))
            .distinct()
            .count()
        > 1;
  }

  private List<CauseSignature> without(Cause cause) {
    return reference.signatures().stream().filter(s -> !s.cause().equals(cause.name())).toList();
  }

  private List<SignalTable> runs(Cause cause, int severity) {
    int n = Math.min(set.tested().size(), 160);
    return IntStream.range(0, TIMES)
        .mapToObj(t -> set.signals(cause, severity, t * n, n, 1000 + 17 * t))
        .toList();
  }

  /** Rows of a run, each once as long as there are others. */
  private SignalTable window(SignalTable run, int n) {
    int[] rows = IntStream.range(0, run.rows()).toArray();
    for (int i = 0; i < Math.min(n, rows.length - 1); i++) {
      int j = i + random.nextInt(rows.length - i);
      int swapped = rows[i];
      rows[i] = rows[j];
      rows[j] = swapped;
    }
    return run.take(IntStream.range(0, Math.min(n, rows.length)).map(i -> rows[i]).toArray());
  }

  private Fingerprint match(List<CauseSignature> signatures, SignalTable window) {
    return reference.fingerprint(signatures, window);
  }

  private JsonObject clean() {
    JsonObject json = new JsonObject();
    SignalTable clean = set.rows(set.tested());
    for (int n : WINDOWS) {
      int unchanged = 0;
      int named = 0;
      int of = 10 * windows;
      for (int w = 0; w < of; w++) {
        Fingerprint fingerprint = match(reference.signatures(), window(clean, n));
        unchanged += fingerprint.unchanged() > 0.5 ? 1 : 0;
        named += fingerprint.cause().isPresent() ? 1 : 0;
      }
      print(
          "%nClean windows of %d: %.1f %% called unchanged, of %.1f %% a cause is named.%n",
          n, 100.0 * unchanged / of, 100.0 * named / of);
      json.addProperty("unchanged " + n, (double) unchanged / of);
      json.addProperty("named " + n, (double) named / of);
    }
    return json;
  }

  private JsonObject table(int n, Map<String, Map<At, Cell>> cells, Map<At, Cell> leftOut) {
    print(
        "%n### Windows of %d%n%nTop-1 / family top-1, %%; what it was taken for.%n%n"
            + "| cause | family | severity 1 | 3 | 5 | taken for |%n|---|---|---|---|---|---|%n",
        n);
    JsonObject json = new JsonObject();
    Map<At, Cell> sums = new TreeMap<>(order());
    for (Cause cause : causes()) {
      Map<At, Cell> own = cells.get(cause.name());
      JsonObject of = new JsonObject();
      StringBuilder row = new StringBuilder();
      Map<String, Integer> taken = new TreeMap<>();
      for (int severity : SEVERITIES) {
        Cell cell = own.get(new At(n, severity));
        sums.computeIfAbsent(new At(n, severity), a -> new Cell()).add(cell);
        row.append(
            String.format(
                Locale.ROOT,
                " %.0f / %.0f |",
                100.0 * cell.first / cell.windows,
                100.0 * cell.family / cell.windows));
        cell.taken.forEach(
            (name, count) -> taken.merge(severity + " " + name, count, Integer::sum));
        of.add("severity " + severity, cell.json());
      }
      print("| %s | %s |%s %s |%n", cause.name(), cause.family(), row, confusions(taken));
      json.add(cause.name(), of);
    }
    print("%n| mean of all causes, %% | severity 1 | 3 | 5 |%n|---|---|---|---|%n");
    line("top-1", n, sums, c -> c.first);
    line("top-2", n, sums, c -> c.second);
    line("family top-1", n, sums, c -> c.family);
    line("named, and rightly", n, sums, c -> c.named);
    line("named, but wrongly", n, sums, c -> c.namedWrongly);
    line("as good as sure, and rightly", n, sums, c -> c.sure);
    line("as good as sure, but wrongly", n, sums, c -> c.sureWrongly);
    line("called unknown", n, sums, c -> c.unknown);
    line("called unchanged", n, sums, c -> c.unchanged);
    line(
        "severity within one (of those that stand first and have levels)",
        n,
        sums,
        c -> c.severity,
        c -> c.firstOfLevels);
    JsonObject without = new JsonObject();
    for (int severity : SEVERITIES) {
      without.add("severity " + severity, leftOut.get(new At(n, severity)).json());
    }
    json.add("left out of the catalogue", without);
    line("left out of the catalogue: unknown", n, leftOut, c -> c.unknown);
    line("left out: unknown, or a relative", n, leftOut, c -> c.unknownOrRelative);
    line("left out: as good as sure, of another family", n, leftOut, c -> c.sureOfAnotherFamily);
    line("left out: a cause of another family named", n, leftOut, c -> c.namedOfAnotherFamily);
    return json;
  }

  private static void line(String what, int n, Map<At, Cell> cells, ToIntFunction<Cell> count) {
    line(what, n, cells, count, c -> c.windows);
  }

  private static void line(
      String what, int n, Map<At, Cell> cells, ToIntFunction<Cell> count, ToIntFunction<Cell> of) {
    print("| %s |", what);
    for (int severity : SEVERITIES) {
      Cell cell = cells.get(new At(n, severity));
      print(" %.1f |", 100.0 * count.applyAsInt(cell) / of.applyAsInt(cell));
    }
    print("%n");
  }

  private static String confusions(Map<String, Integer> taken) {
    List<Map.Entry<String, Integer>> most = new ArrayList<>(taken.entrySet());
    most.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
    return most.stream()
        .limit(CONFUSIONS)
        .map(e -> e.getKey() + " (" + e.getValue() + ")")
        .collect(Collectors.joining(", "));
  }
}
