package io.virk.bench;

import io.virk.bench.suite.QualityResults;
import io.virk.bench.suite.QualitySuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code quality}: how well VIRK judges. */
final class QualityCommand {
  static final String WORD = "quality";
  static final String USAGE =
      "quality list | quality quick|full [TABLE[:PART] ...] [--size X] [--out FILE.json]";

  private QualityCommand() {}

  /**
   * Runs it.
   *
   * @param words after the command
   * @throws IOException if the file cannot be written
   * @throws IllegalStateException if a table fails, after all have run
   */
  static void run(List<String> words) throws IOException {
    String mode = words.isEmpty() ? "" : words.get(0);
    if (mode.equals("list")) {
      System.out.print(QualitySuite.list());
      return;
    }
    if (!mode.equals("quick") && !mode.equals("full")) {
      throw new IllegalArgumentException("quality: " + words + " (expected: " + USAGE + ")");
    }
    List<String> left = new ArrayList<>(words.subList(1, words.size()));
    Optional<Double> size = Options.number(left, "--size");
    Optional<Path> out = Options.out(left);
    QualityResults results =
        QualitySuite.run(
            left.stream().map(QualitySuite.Wanted::of).toList(),
            mode.equals("quick"),
            size.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            System.out);
    if (out.isPresent()) {
      Files.writeString(out.get(), results.json());
    }
    if (!results.failed().isEmpty()) {
      throw new IllegalStateException(
          results.failed().size() + " failed:\n" + String.join("\n", results.failed()));
    }
  }
}
