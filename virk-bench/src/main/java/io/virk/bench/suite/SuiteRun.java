package io.virk.bench.suite;

import io.virk.bench.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;

/** One run of the suite. */
public final class SuiteRun {
  /** Seconds of a row of the quick mode that is told. */
  private static final double SLOW = 2;

  /** Rows of a JVM of the quick mode: as many as may wait for one core at the end. */
  private static final int MOST_SHARED = 12;

  private final Set<Group> groups;
  private final List<PlannedRow> rows;
  private final boolean quick;
  private final RowRun.Effort effort;
  private final Consumer<String> lines;

  private SuiteRun(
      Set<Group> groups, List<PlannedRow> rows, boolean quick, Consumer<String> lines) {
    this.groups = groups;
    this.rows = rows;
    this.quick = quick;
    this.effort = quick ? RowRun.Effort.QUICK : RowRun.Effort.FULL;
    this.lines = lines;
  }

  /**
   * Plans a run.
   *
   * @param groups that are run
   * @param quick whether each benchmark is run once, and small, in JVMs that rows share
   * @param only which of their benchmarks: found in class and method
   * @param lines gets what is told meanwhile
   * @return not yet run
   */
  public static SuiteRun of(
      Set<Group> groups, boolean quick, Pattern only, Consumer<String> lines) {
    List<PlannedRow> rows = new ArrayList<>(Plan.of(groups, quick));
    rows.removeIf(row -> !only.matcher(row.benchmark()).find());
    return new SuiteRun(groups, rows, quick, lines);
  }

  /** Whether there is no benchmark in it. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Runs it.
   *
   * @return all rows, with their shares of ceilings, and what failed: what a long run has measured
   *     is not lost with one benchmark
   * @throws IOException if there is no room for logs
   */
  public Results run() throws IOException {
    Environment environment = Environment.now(effort);
    if (!quick && environment.loadBefore() > environment.cores() / 2.0) {
      say(
          "load %.1f on %d cores: wall times will say what else ran; processor times are better",
          environment.loadBefore(), environment.cores());
    }
    long begin = System.nanoTime();
    List<String> leftOut = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    List<PlannedRow> possible = new ArrayList<>();
    for (PlannedRow row : rows) {
      missing(row)
          .ifPresentOrElse(
              why -> {
                leftOut.add(row.label() + ": " + why);
                lines.accept("left out: " + row.label() + ": " + why);
              },
              () -> possible.add(row));
    }
    List<Row> measured;
    try (TemporaryFolder baselines = new TemporaryFolder("virk-baselines")) {
      measured =
          quick
              ? shared(possible, baselines.path(), failed)
              : apart(possible, baselines.path(), failed);
    }
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

  /** Each row in JVMs of its own. */
  private List<Row> apart(List<PlannedRow> possible, Path baselines, List<String> failed)
      throws IOException {
    List<Row> measured = new ArrayList<>();
    for (PlannedRow row : possible) {
      try {
        Row result = RowRun.run(row, effort, baselines);
        measured.add(result);
        say(
            "%3d/%d %-72s %s, least %s, cpu %s, load %.1f",
            measured.size() + failed.size(),
            possible.size(),
            row.label(),
            Times.text(result.mean()),
            Times.text(result.least()),
            Times.text(result.cpu()),
            result.loadAfter());
      } catch (RunnerException e) {
        failed.add(e.getMessage());
        lines.accept("FAILED: " + e.getMessage());
      }
    }
    return measured;
  }

  /** Rows of the same flags in one JVM, as many JVMs at once as there are cores. */
  private List<Row> shared(List<PlannedRow> possible, Path baselines, List<String> failed)
      throws IOException {
    Map<List<String>, List<PlannedRow>> byFlags = new LinkedHashMap<>();
    possible.forEach(r -> byFlags.computeIfAbsent(r.flags(), k -> new ArrayList<>()).add(r));
    int cores = Runtime.getRuntime().availableProcessors();
    int most = Math.max(MOST_SHARED, possible.size() / (2 * cores));
    List<List<PlannedRow>> batches = new ArrayList<>();
    for (List<PlannedRow> alike : byFlags.values()) {
      for (int from = 0; from < alike.size(); from += most) {
        batches.add(alike.subList(from, Math.min(alike.size(), from + most)));
      }
    }
    ExecutorService pool = Executors.newFixedThreadPool(cores);
    Map<PlannedRow, Row> found = new HashMap<>();
    try {
      List<Future<List<SharedJvm.Outcome>>> running = new ArrayList<>();
      for (List<PlannedRow> batch : batches) {
        running.add(pool.submit(() -> SharedJvm.run(batch, baselines)));
      }
      for (int i = 0; i < batches.size(); i++) {
        List<SharedJvm.Outcome> outcomes = running.get(i).get();
        int good = 0;
        for (SharedJvm.Outcome outcome : outcomes) {
          if (outcome.row() == null) {
            failed.add(outcome.failed());
            lines.accept("FAILED: " + outcome.failed());
          } else {
            found.put(batches.get(i).get(outcome.number()), outcome.row());
            good++;
          }
          if (outcome.seconds() > SLOW) {
            PlannedRow slow = batches.get(i).get(outcome.number());
            say("%4.1f s: %s", outcome.seconds(), slow.label());
          }
        }
        List<String> flags = batches.get(i).get(0).flags();
        say("%d of %d rows ran with flags %s", good, outcomes.size(), flags);
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
    return possible.stream().filter(found::containsKey).map(found::get).toList();
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
