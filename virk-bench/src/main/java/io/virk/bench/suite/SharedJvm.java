package io.virk.bench.suite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.virk.bench.KeptBaselines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * A JVM that runs many rows one after the other, for the quick mode: what it is started with are
 * the flags of all of them. One JVM a row is what figures need, and takes a second each.
 */
public final class SharedJvm {
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

  /**
   * In the parent: has rows run, which must have the same flags.
   *
   * @param rows which
   * @param baselines a folder that JVMs share
   * @return outcomes, one for each row; rows that a JVM did not come to have failed
   * @throws IOException if the JVM cannot be started
   */
  static List<Outcome> run(List<PlannedRow> rows, Path baselines) throws IOException {
    Path folder = Files.createTempDirectory(baselines, "rows");
    Path in = folder.resolve("rows");
    Path out = folder.resolve("outcomes");
    Path log = folder.resolve("log");
    Files.write(in, rows.stream().map(GSON::toJson).toList());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(rows.get(0).flags());
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
    command.addAll(List.of(SharedJvm.class.getName(), in.toString(), out.toString()));
    int exit;
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      exit = process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Map<Integer, Outcome> found = new HashMap<>();
    if (Files.exists(out)) {
      for (String line : Files.readAllLines(out)) {
        Outcome outcome = GSON.fromJson(line, Outcome.class);
        found.put(outcome.number(), outcome);
      }
    }
    String end = "its JVM ended with " + exit + ": " + tail(log);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Outcome lost = new Outcome(i, 0, null, rows.get(i).label() + ": " + end);
      outcomes.add(found.getOrDefault(i, lost));
    }
    return outcomes;
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }
}
