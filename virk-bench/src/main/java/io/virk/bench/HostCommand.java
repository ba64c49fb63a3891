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
    options = number(left, "--seconds").map(options::seconds).orElse(options);
    options = number(left, "--share").map(options::share).orElse(options);
    Optional<Double> threads = number(left, "--threads");
    options = threads.isPresent() ? options.threads(threads.get().intValue()) : options;
    Optional<Path> model = value(left, "--model").map(Path::of).or(HostSuite::model);
    Optional<Path> out = value(left, "--out").map(Path::of);
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

  private static Optional<Double> number(List<String> words, String name) {
    return value(words, name).map(Double::valueOf);
  }

  /**
   * Takes an option and its value out of some words.
   *
   * @throws IllegalArgumentException if it has no value
   */
  static Optional<String> value(List<String> words, String name) {
    int at = words.indexOf(name);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 >= words.size()) {
      throw new IllegalArgumentException(name + " (expected: a value)");
    }
    words.remove(at);
    return Optional.of(words.remove(at));
  }
}
