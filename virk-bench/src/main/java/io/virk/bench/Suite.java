package io.virk.bench;

import com.google.gson.JsonObject;
import io.virk.bench.host.HostOptions;
import io.virk.bench.suite.Comparison;
import io.virk.bench.suite.Figures;
import io.virk.bench.suite.Group;
import io.virk.bench.suite.HostSuite;
import io.virk.bench.suite.QualitySection;
import io.virk.bench.suite.Results;
import io.virk.bench.suite.ResultsPage;
import io.virk.bench.suite.SuiteRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The suite: all benchmarks by one command.
 *
 * <pre>
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite list
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite quick [GROUP ...] [--only REGEX] [--peers] [--out FILE]
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite full  [GROUP ...] [--only REGEX] [--peers] [--out FILE]
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite host [quick] [SCENARIO ...] [--seconds N] [--out FILE]
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite quality list|quick|full [TABLE ...] [--out FILE]
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite compare BEFORE.json AFTER.json
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite merge PART.json ... RESULTS.json
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite docs [RESULTS.json ...]
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite page RESULTS.json [QUALITY.json ...] PAGE.html
 * </pre>
 *
 * <p>{@code list} names the groups; without one, all are run. {@code quick} proves that each
 * benchmark runs; its figures are worth nothing. {@code --peers} adds the group of peers on the JVM
 * and the script that runs NumPy. With {@code --out} the results are written as JSON, and beside it
 * the page that is made of them. {@code merge} makes one run of several that were made group by
 * group. {@code docs}, in the root of the repository, makes results the committed summaries and
 * writes the figures that documents mark anew. {@code host} runs a model with VIRK and without it,
 * in this JVM; {@code quick} does so too, for a few seconds. {@code quality} makes tables of how
 * well VIRK judges.
 */
public final class Suite {
  private static final String USAGE =
      """
      list                             groups
      quick [GROUP ...] [--only REGEX] [--peers] [--out FILE.json]   each benchmark once: it runs
      full  [GROUP ...] [--only REGEX] [--peers] [--out FILE.json]   figures, sizes swept
      host [quick] [SCENARIO ...] [--seconds N] [--threads N] [--share X] [--model FILE.onnx] [--out FILE.json]
                                       a model in a loop, with VIRK and without it
      quality list|quick|full [TABLE[:PART] ...] [--size X] [--out FILE.json]   how well it judges
      compare BEFORE.json AFTER.json   what is outside the noise
      merge PART.json ... RESULTS.json one run of several
      docs [RESULTS.json ...]          committed summaries, and the figures of the documents
      page RESULTS.json [QUALITY.json ...] PAGE.html                 pictures
      """;

  private Suite() {}

  /**
   * Runs a command.
   *
   * @param arguments see the class; without any, what they can be is printed
   * @throws IOException if a file cannot be read or written
   * @throws IllegalStateException if a benchmark fails, after all have run
   */
  public static void main(String[] arguments) throws IOException {
    String command = arguments.length == 0 ? "" : arguments[0];
    switch (command) {
      case "list" -> {
        System.out.print(SuiteRun.list());
        System.out.println("host: a model in a loop, with VIRK and without it, by itself");
        System.out.println("quality: how well it judges, by itself; see \"quality list\"");
      }
      case "quick", "full" -> run(command.equals("quick"), arguments);
      case QualityCommand.WORD -> QualityCommand.run(words(arguments));
      case HostSuite.WORD -> end(HostCommand.run(words(arguments)));
      case "compare" -> {
        expect(arguments.length == 3, "compare BEFORE.json AFTER.json");
        System.out.print(
            Comparison.of(Results.read(Path.of(arguments[1])), Results.read(Path.of(arguments[2])))
                .text());
      }
      case "merge" -> merge(Arrays.copyOfRange(arguments, 1, arguments.length));
      case "docs" -> docs(Arrays.copyOfRange(arguments, 1, arguments.length));
      case "page" -> page(Arrays.copyOfRange(arguments, 1, arguments.length));
      case "" -> System.out.print(USAGE);
      default -> throw new IllegalArgumentException("command: " + command + "\n" + USAGE);
    }
  }

  private static void page(String[] files) throws IOException {
    expect(files.length >= 2, "page RESULTS.json [QUALITY.json ...] PAGE.html");
    List<JsonObject> quality = new ArrayList<>();
    for (int i = 1; i < files.length - 1; i++) {
      quality.add(QualitySection.read(Path.of(files[i])));
    }
    Results results = Results.read(Path.of(files[0]));
    Files.writeString(Path.of(files[files.length - 1]), ResultsPage.of(results, quality));
  }

  private static void merge(String[] files) throws IOException {
    expect(files.length >= 2, "merge PART.json ... RESULTS.json");
    List<Results> parts = new ArrayList<>();
    for (int i = 0; i < files.length - 1; i++) {
      parts.add(Results.read(Path.of(files[i])));
    }
    write(Results.merge(parts), Path.of(files[files.length - 1]));
  }

  private static void docs(String[] files) throws IOException {
    Path root = Path.of("");
    expect(
        Files.isDirectory(root.resolve(Figures.SUMMARIES)),
        "docs, in the root of the repository, where " + Figures.SUMMARIES + " is");
    Figures figures = new Figures(root);
    for (String file : files) {
      figures
          .summarise(Results.read(Path.of(file)))
          .forEach(name -> System.out.println("summary: " + name));
    }
    figures.refresh().forEach(name -> System.out.println("changed: " + name));
  }

  private static void expect(boolean holds, String usage) {
    if (!holds) {
      throw new IllegalArgumentException("expected: " + usage);
    }
  }

  private static void run(boolean quick, String[] arguments) throws IOException {
    List<String> words = words(arguments);
    Pattern only = Pattern.compile(Options.value(words, "--only").orElse(""));
    Optional<Path> out = Options.out(words);
    boolean peers = words.remove("--peers");
    boolean host = words.remove(HostSuite.WORD);
    Set<Group> groups = EnumSet.noneOf(Group.class);
    for (String word : words) {
      groups.add(
          Group.of(word)
              .orElseThrow(
                  () -> new IllegalArgumentException("group: " + word + "; see \"list\"")));
    }
    if (groups.isEmpty() && !host) {
      host = quick && only.pattern().isEmpty();
      groups.addAll(EnumSet.complementOf(EnumSet.of(Group.PEERS)));
    }
    if (peers) {
      groups.add(Group.PEERS);
    }
    SuiteRun run = SuiteRun.of(groups, quick, only, System.out::println);
    if (run.isEmpty() && !host) {
      throw new IllegalArgumentException(
          "--only: " + only + " (expected: found in class and method of a benchmark)");
    }
    Results results = run.run();
    if (host) {
      results =
          results.with(
              HostSuite.run(
                  HostSuite.model(),
                  quick ? HostOptions.QUICK : HostOptions.FULL,
                  System.out::println));
    }
    if (out.isPresent()) {
      write(results, out.get());
    }
    end(results);
  }

  private static List<String> words(String[] arguments) {
    return new ArrayList<>(List.of(arguments).subList(1, arguments.length));
  }

  /** Writes a file, and the page beside it. */
  static void write(Results results, Path out) throws IOException {
    results.write(out);
    String name = out.getFileName().toString().replaceFirst("\\.json$", "");
    Files.writeString(out.resolveSibling(name + ".html"), ResultsPage.of(results));
  }

  private static void end(Results results) {
    if (!results.failed().isEmpty()) {
      throw new IllegalStateException(
          results.failed().size() + " failed:\n" + String.join("\n", results.failed()));
    }
  }
}
