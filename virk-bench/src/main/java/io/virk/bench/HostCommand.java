package io.virk.bench;

import io.virk.bench.host.HostOptions;
import io.virk.bench.host.Scenario;
import io.virk.bench.suite.HostSuite;
import io.virk.bench.suite.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code host}: a host at full speed with VIRK and without it. */
final class HostCommand {
  static final String USAGE =
      "host [quick] [SCENARIO ...] [--seconds N] [--threads N] [--share X] [--model FILE.onnx]"
          + " [--out FILE.json]";

  private static final int MOST_THREADS = 1024;

  private HostCommand() {}

  /**
   * Runs it.
   *
   * @param words after the command
   * @throws IOException if a file cannot be read or written
   */
  static Results run(List<String> words) throws IOException {
    List<String> left = new ArrayList<>(words);
    HostOptions options = left.remove("quick") ? HostOptions.QUICK : HostOptions.FULL;
    options = Options.number(left, "--seconds").map(options::seconds).orElse(options);
    options = Options.number(left, "--share").map(options::share).orElse(options);
    options = Options.whole(left, "--threads", MOST_THREADS).map(options::threads).orElse(options);
    Optional<Path> model = Options.value(left, "--model").map(Path::of).or(HostSuite::model);
    Optional<Path> out = Options.out(left);
    Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
    for (String word : left) {
      scenarios.add(
          List.of(Scenario.values()).stream()
              .filter(s -> s.word().equals(word))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(word + "\nexpected: " + USAGE)));
    }
    if (!scenarios.isEmpty()) {
      options = options.scenarios(scenarios);
    }
    Results results = HostSuite.run(model, options, System.out::println);
    String table = HostSuite.markdown(results);
    System.out.print(table);
    if (out.isPresent()) {
      Suite.write(results, out.get());
    }
    return results;
  }
}
