package io.virk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Takes options and their values out of the words of a command; what is wrong is named. */
final class Options {
  private Options() {}

  /**
   * An option.
   *
   * @param words of the command. Modified: option and value are taken out.
   * @param name with its hyphens
   * @throws IllegalArgumentException if it has no value
   */
  static Optional<String> value(List<String> words, String name) {
    int at = words.indexOf(name);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 >= words.size() || words.get(at + 1).startsWith("--")) {
      throw new IllegalArgumentException(name + " (expected: a value)");
    }
    words.remove(at);
    return Optional.of(words.remove(at));
  }

  /**
   * The same of a number above 0.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Optional<Double> number(List<String> words, String name) {
    return value(words, name)
        .map(
            word -> {
              double number;
              try {
                number = Double.parseDouble(word);
              } catch (NumberFormatException e) {
                number = Double.NaN;
              }
              if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                    name + ": " + word + " (expected: a number > 0)");
              }
              return number;
            });
  }

  /**
   * The same of a whole number.
   *
   * @param most that it may be
   * @throws IllegalArgumentException if it is none, or not 1 to {@code most}
   */
  static Optional<Integer> whole(List<String> words, String name, int most) {
    return value(words, name)
        .map(
            word -> {
              int number = word.matches("[0-9]{1,9}") ? Integer.parseInt(word) : 0;
              if (number < 1 || number > most) {
                throw new IllegalArgumentException(
                    name + ": " + word + " (expected: a whole number, 1 .. " + most + ")");
              }
              return number;
            });
  }

  /**
   * The file of {@code --out}. Looked at before a run of hours, not after it.
   *
   * @throws IllegalArgumentException if no file can be written there
   */
  static Optional<Path> out(List<String> words) {
    return value(words, "--out")
        .map(
            word -> {
              Path file = Path.of(word).toAbsolutePath();
              if (Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
                throw new IllegalArgumentException(
                    "--out: " + word + " (expected: a file, in a folder that can be written to)");
              }
              return Path.of(word);
            });
  }
}
