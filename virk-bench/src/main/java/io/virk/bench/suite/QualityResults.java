package io.virk.bench.suite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of the quality suite, as it stands in a file.
 *
 * @param format of the file, {@value #FORMAT}
 * @param environment where it was
 * @param mode {@code quick} or {@code full}
 * @param tables that were made
 * @param leftOut what did not run, and why
 * @param failed what failed, and how: then the run has failed
 */
public record QualityResults(
    int format,
    Environment environment,
    String mode,
    List<Made> tables,
    List<String> leftOut,
    List<String> failed) {
  /** The format that is written. */
  public static final int FORMAT = 1;

  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .create();

  /**
   * A table.
   *
   * @param name of it
   * @param question that it answers
   * @param page that explains it
   * @param part of it that was run, "" for all
   * @param size at which it was, 1 for what is documented
   * @param seconds that it took
   * @param cpuSeconds of the process meanwhile
   * @param tables as they were printed
   * @param text all that was printed, in Markdown
   * @param figures the same numbers, where the table has them; null where it has not
   */
  public record Made(
      String name,
      String question,
      String page,
      String part,
      double size,
      double seconds,
      double cpuSeconds,
      List<MarkdownTable> tables,
      String text,
      JsonElement figures) {
    public Made {
      tables = List.copyOf(tables);
    }
  }

  public QualityResults {
    tables = List.copyOf(tables);
    leftOut = List.copyOf(leftOut);
    failed = List.copyOf(failed);
  }

  /** As it stands in a file. */
  public String json() {
    return GSON.toJson(this) + "\n";
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not such a file
   */
  public static QualityResults read(Path file) throws IOException {
    try {
      QualityResults read = GSON.fromJson(Files.readString(file), QualityResults.class);
      if (read == null || read.format != FORMAT || read.mode == null) {
        throw new IOException(file + ": not results of quality of format " + FORMAT);
      }
      return read;
    } catch (RuntimeException e) {
      throw new IOException(file + ": not results of the quality suite", e);
    }
  }
}
