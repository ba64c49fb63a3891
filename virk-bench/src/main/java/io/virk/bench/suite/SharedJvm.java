package io.virk.bench.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.virk.bench.KeptBaselines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.RunnerException;

/**
 * A JVM that runs many rows one after the other, for the quick mode: what it is started with are
 * the flags of all of them. One JVM a row is what figures need, and takes a second each.
 */
public final class SharedJvm {
  /** A JVM that has come to the end of no row for so long hangs. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** So many rows in a row that end their JVM: none of the others is tried. */
  private static final int MOST_LOST = 3;

  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  /**
   * What became of a row.
   *
   * @param number of the row in the order given
   * @param seconds that it took, with all that is made before it is measured
   * @param row what was measured; null if it failed
   * @param failed how; null if it did not
   */
  record Outcome(int number, double seconds, Row row, String failed) {}

  private SharedJvm() {}

  /**
   * In the child: runs rows.
   *
   * @param arguments the file of the rows, and the file that gets an outcome a line
   * @throws IOException if either cannot be used
   */
  public static void main(String[] arguments) throws IOException {
    Path out = Path.of(arguments[1]);
    Path baselines = Path.of(System.getProperty(KeptBaselines.PROPERTY));
    int number = 0;
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      PlannedRow row = GSON.fromJson(line, PlannedRow.class);
      Outcome outcome;
      long begin = System.nanoTime();
      try {
        Row result = RowRun.run(row, RowRun.Effort.QUICK, baselines);
        outcome = new Outcome(number, since(begin), result, null);
      } catch (RunnerException e) {
        outcome = new Outcome(number, since(begin), null, e.getMessage());
      }
      Files.writeString(
          out, GSON.toJson(outcome) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      number++;
    }
    System.exit(0); // whatever thread a benchmark may have left
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Runs rows of a file one after the other, and writes an outcome a line to another. */
  @FunctionalInterface
  interface Child {
    /**
     * Runs them.
     *
     * @return how it ended, for what it did not come to
     */
    String run(Path rows, Path outcomes) throws IOException;
  }

  /**
   * In the parent: has rows run, which must have the same flags. A row that takes its JVM with it,
   * or does not come to an end, has failed; those after it get another JVM, but for those after
   * {@value #MOST_LOST} such rows in a row.
   *
   * @param rows which
   * @param baselines a folder that JVMs share
   * @return outcomes, one for each row
   * @throws IOException if the JVM cannot be started
   */
  static List<Outcome> run(List<PlannedRow> rows, Path baselines) throws IOException {
    Path folder = Files.createTempDirectory(baselines, "rows");
    List<String> command = command(rows.get(0), baselines);
    return run(rows, folder, (in, out) -> inJvm(command, in, out, folder.resolve("log")));
  }

  static List<Outcome> run(List<PlannedRow> rows, Path folder, Child child) throws IOException {
    Path in = folder.resolve("rows");
    Path out = folder.resolve("outcomes");
    List<Outcome> outcomes = new ArrayList<>();
    String end = "";
    int lost = 0;
    while (outcomes.size() < rows.size() && lost < MOST_LOST) {
      int first = outcomes.size();
      Files.write(in, rows.subList(first, rows.size()).stream().map(GSON::toJson).toList());
      Files.deleteIfExists(out);
      end = child.run(in, out);
      List<Outcome> found = read(out);
      lost = found.isEmpty() ? lost + 1 : 1;
      for (Outcome o : found) {
        outcomes.add(new Outcome(first + o.number(), o.seconds(), o.row(), o.failed()));
      }
      int number = outcomes.size();
      if (number < rows.size()) {
        outcomes.add(lost(rows, number, end));
      }
    }
    while (outcomes.size() < rows.size()) {
      outcomes.add(lost(rows, outcomes.size(), "not run, as those before it: " + end));
    }
    return outcomes;
  }

  private static Outcome lost(List<PlannedRow> rows, int number, String end) {
    return new Outcome(number, 0, null, rows.get(number).label() + ": " + end);
  }

  /** Whole outcomes, in the order of their rows: the last line may be a part of one. */
  private static List<Outcome> read(Path out) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    if (Files.exists(out)) {
      String text = Files.readString(out);
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .forEach(line -> outcomes.add(GSON.fromJson(line, Outcome.class)));
    }
    return outcomes;
  }

  private static List<String> command(PlannedRow row, Path baselines) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(row.flags());
    command.addAll(
        List.of(
            "-Djmh.ignoreLock=true", // another run beside this one spoils nothing
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-D" + KeptBaselines.PROPERTY + "=" + baselines));
    if (System.getProperty("virk.shared") != null) {
      command.add("-Dvirk.shared=" + System.getProperty("virk.shared"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SharedJvm.class.getName());
    return command;
  }

  private static String inJvm(List<String> command, Path in, Path out, Path log)
      throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(in.toString(), out.toString()));
    Process process =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      long before = 0;
      while (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = Files.exists(out) ? Files.size(out) : 0;
        if (now == before) {
          process.destroyForcibly().waitFor();
          return "it did not end within " + LONGEST.toMinutes() + " minutes: " + tail(log);
        }
        before = now;
      }
      return "its JVM ended with " + process.exitValue() + ": " + tail(log);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = new String(Files.readAllBytes(log), UTF_8).lines().toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }
}
