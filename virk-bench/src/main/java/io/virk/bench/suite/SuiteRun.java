package io.virk.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** One run of the suite. */
public final class SuiteRun {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  private final Set<Group> groups;
  private final List<PlannedRow> rows;
  private final RowRun.Effort effort;
  private final boolean quick;
  private final Consumer<String> lines;

  private SuiteRun(
      Set<Group> groups,
      List<PlannedRow> rows,
      RowRun.Effort effort,
      boolean quick,
      Consumer<String> lines) {
    this.groups = groups;
    this.rows = rows;
    this.effort = effort;
    this.quick = quick;
    this.lines = lines;
  }

  /**
   * Plans a run.
   *
   * @param groups that are run
   * @param effort of each row
   * @param quick whether each benchmark is run once, and small
   * @param only which of their benchmarks: found in class and method
   * @param lines gets what is told meanwhile
   * @return not yet run
   */
  public static SuiteRun of(
      Set<Group> groups,
      RowRun.Effort effort,
      boolean quick,
      Pattern only,
      Consumer<String> lines) {
    List<PlannedRow> rows = new ArrayList<>(Plan.of(groups, quick));
    rows.removeIf(row -> !only.matcher(row.benchmark()).find());
    return new SuiteRun(groups, rows, effort, quick, lines);
  }

  /**
   * Runs it.
   *
   * @return all rows, with their shares of ceilings, and what failed: what a long run has measured
   *     is not lost with one benchmark
   * @throws IOException if there is no room for logs
   */
  public Results run() throws IOException {
    if (quick) {
      System.setProperty(IGNORE_LOCK, "true"); // another run beside this one spoils nothing
    }
    Environment environment = Environment.now(effort);
    if (!quick && environment.loadBefore() > environment.cores() / 2.0) {
      say(
          "load %.1f on %d cores: wall times will say what else ran; processor times are better",
          environment.loadBefore(), environment.cores());
    }
    Path baselines = Files.createTempDirectory("virk-baselines");
    long begin = System.nanoTime();
    List<Row> measured = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      PlannedRow row = rows.get(i);
      Optional<String> missing = missing(row);
      if (missing.isPresent()) {
        String line = row.label() + ": " + missing.get();
        leftOut.add(line);
        lines.accept("left out: " + line);
        continue;
      }
      Row result;
      try {
        result = RowRun.run(row, effort, baselines);
      } catch (RunnerException e) {
        failed.add(e.getMessage());
        lines.accept("FAILED: " + e.getMessage());
        continue;
      }
      measured.add(result);
      say(
          "%3d/%d %-72s %s, least %s, cpu %s, load %.1f",
          i + 1,
          rows.size(),
          row.label(),
          Times.text(result.mean()),
          Times.text(result.least()),
          Times.text(result.cpu()),
          result.loadAfter());
    }
    delete(baselines);
    List<PythonPair> pairs = List.of();
    if (groups.contains(Group.PEERS)) {
      try {
        pairs = PythonPeers.run(quick, leftOut, lines);
      } catch (IOException e) {
        failed.add(e.getMessage());
        lines.accept("FAILED: " + e.getMessage());
      }
    }
    double took = (System.nanoTime() - begin) / 1e9;
    Results results =
        new Results(
            Results.FORMAT,
            environment.after(took),
            Ceilings.beside(measured),
            pairs,
            leftOut,
            failed);
    ratios(results);
    say(
        "%d rows, %d left out, %d failed, %.0f s",
        measured.size(), leftOut.size(), failed.size(), took);
    return results;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void ratios(Results results) {
    List<PeerRatio> all = PeerRatio.of(results);
    if (quick && !all.isEmpty()) {
      say("%d pairs with peers agree; ratios are told in full mode", all.size());
    } else {
      all.forEach(ratio -> lines.accept(ratio.text()));
    }
  }

  private void say(String format, Object... values) {
    lines.accept(String.format(Locale.ROOT, format, values));
  }

  /** Why a row cannot run here; empty if it can. */
  private static Optional<String> missing(PlannedRow row) {
    if (row.group() == Group.EMBEDDING) {
      Path shared = Path.of(System.getProperty("virk.shared", "../shared"));
      if (!Files.isDirectory(shared.resolve("data/models"))) {
        return Optional.of("no data/models in the folder of -Dvirk.shared, ../shared without it");
      }
    }
    if (row.benchmark().contains("OpenCv") && !has("nu.pattern.OpenCV")) {
      return Optional.of("opencv.jar is not on the class path");
    }
    return Optional.empty();
  }

  private static boolean has(String type) {
    try {
      Class.forName(type, false, SuiteRun.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Groups, and how many benchmarks and rows each has.
   *
   * @return lines
   */
  public static String list() {
    StringBuilder out = new StringBuilder();
    for (Group group : Group.values()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%-11s %3d benchmarks, %3d rows in full: %s%n",
              group.word(),
              Plan.of(EnumSet.of(group), true).size(),
              Plan.of(EnumSet.of(group), false).size(),
              group.question()));
    }
    return out.toString();
  }
}
