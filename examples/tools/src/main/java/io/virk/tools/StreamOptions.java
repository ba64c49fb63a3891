package io.virk.tools;

import io.virk.baseline.NumpyArrays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which images or arrays are read, in which order, and what their names say of them. */
final class StreamOptions {
  private static final List<String> ARRAYS =
      List.of("embeddings.npy", "logits.npy", "predictions.npy", "labels.npy");

  /** In which order images are read. */
  enum Order {
    NAME,
    TIME,
    SHUFFLED;

    /** As it is written on the command line, by its name in whatever case. */
    static final class Named implements ITypeConverter<Order> {
      @Override
      public Order convert(String value) {
        return Arrays.stream(values())
            .filter(order -> order.name().equalsIgnoreCase(value))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'" + value + "' is no order (expected: name, time or shuffled)"));
      }
    }
  }

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "name",
      converter = Order.Named.class,
      description =
          "name: as their paths are; time: as the files were modified; shuffled: for photos that"
              + " have no order. Default: name.")
  Order order;

  @Option(
      names = "--shuffle-seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Of --order shuffled; default: 7.")
  long seed;

  @Option(
      names = "--slice-of",
      paramLabel = "HOW",
      description =
          "What the slice of an image is: 'folder', the first below the root, or a regular"
              + " expression whose first group is found in its path; default: folder.")
  String sliceOf = "folder";

  @Option(
      names = "--context-of",
      paramLabel = "HOW",
      description = "The same for its context; default: folder.")
  String contextOf = "folder";

  @Option(
      names = "--source-of",
      paramLabel = "HOW",
      description = "The same for what it was taken from, a video or a product; default: nothing.")
  String sourceOf;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Spans.OfTime.class,
      description =
          "As if an image came every so long, as 40ms, 1s; default: 1s, or with --order time when"
              + " the files were modified.")
  Duration every;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first so many.")
  Integer limit;

  /**
   * Opens what is to be read; to be closed.
   *
   * @param argument that names it
   * @param sliceKey of the baseline, null for none
   * @param contextKey of the baseline, null for none
   * @throws IllegalArgumentException if there is nothing to be read
   */
  Recorded open(String argument, Path input, String sliceKey, String contextKey) {
    if (limit != null && limit < 1) {
      throw Tool.wrong("--limit", limit, ">= 1");
    }
    if (!Files.exists(input)) {
      throw Tool.wrong(argument, input, "an existing folder, .zip of images or IDX file");
    }
    Naming naming =
        new Naming(
            sliceKey,
            pattern("--slice-of", sliceOf),
            contextKey,
            pattern("--context-of", contextOf),
            sourceOf == null ? Optional.empty() : Optional.of(pattern("--source-of", sourceOf)));
    if (Files.isDirectory(input)) {
      if (ARRAYS.stream().anyMatch(name -> Files.exists(input.resolve(name)))) {
        return new RecordedArrays(NumpyArrays.of(input), naming, this);
      }
      return new RecordedImages(argument, input, input, naming, this, null);
    }
    String name = input.getFileName().toString();
    if (IdxFile.isNamedSo(name)) {
      return new IdxFile(argument, input, this);
    }
    try {
      FileSystem zip = FileSystems.newFileSystem(input);
      return new RecordedImages(
          argument, input, zip.getRootDirectories().iterator().next(), naming, this, zip);
    } catch (IOException | RuntimeException e) {
      if (e instanceof IllegalArgumentException told) {
        throw told;
      }
      throw Tool.wrong(argument, input, "a folder, a .zip of images or an IDX file");
    }
  }

  private static Naming.How pattern(String option, String how) {
    if (how.equals("folder")) {
      return Naming.FOLDER;
    }
    try {
      Pattern pattern = Pattern.compile(how);
      if (pattern.matcher("").groupCount() < 1) {
        throw Tool.wrong(option, how, "'folder', or a regular expression with a group");
      }
      return Naming.matching(pattern);
    } catch (PatternSyntaxException e) {
      throw Tool.wrong(option, how, "'folder', or a regular expression: " + e.getDescription());
    }
  }

  /** How far apart two images are said to be. */
  long everyMillis() {
    return every == null ? 1000 : Math.max(1, every.toMillis());
  }

  String everyInWords() {
    long millis = everyMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** Of what has no times of its own. */
  String countedTimes() {
    return "times are not their own: they are counted from 1970 on, one every "
        + everyInWords()
        + " (--every)";
  }

  static UncheckedIOException unreadable(Path input, IOException e) {
    return new UncheckedIOException(
        Console.clean(input.toString()) + " cannot be read: " + e.getMessage(), e);
  }
}
