package io.virk.label.internal;

import io.virk.internal.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A file of comma-separated values in UTF-8 whose first line names the columns. Every fault is told
 * with the file, the line, what was found and expected.
 */
final class CsvFile {
  static final int MOST = 1_000_000;
  private static final long LONGEST = 256L << 20;

  /** In milliseconds it is March 1973; numbers below are the seconds of our time. */
  private static final long EARLIEST = 100_000_000_000L;

  private CsvFile() {}

  /**
   * Reads line by line.
   *
   * @param required columns that must be there
   * @param others that may
   * @param notes that may, and are for people alone
   * @param each takes a line; what it throws is told with the line
   */
  static void read(
      Path file,
      List<String> required,
      List<String> others,
      List<String> notes,
      Consumer<Fields> each) {
    String name = name(Objects.requireNonNull(file, "file"));
    int number = 0;
    try {
      if (Files.size(file) > LONGEST) {
        throw new IllegalArgumentException("longer than " + LONGEST + " bytes");
      }
      try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        number = 1;
        int taken = 0;
        Map<String, Integer> columns = columns(withoutMark(in.readLine()), required, others, notes);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          number++;
          if (line.isEmpty()) {
            continue;
          }
          if (taken++ == MOST) {
            throw new IllegalArgumentException("more lines than " + MOST);
          }
          each.accept(new Fields(columns, fields(line)));
        }
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          name + ": after line " + number + ": bytes that are no UTF-8 (expected: CSV in UTF-8)",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read: " + Text.message(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + (number == 0 ? "" : ", line " + number) + ": " + Text.message(e), e);
    }
  }

  static String name(Path file) {
    return "file: " + Text.clean(file.toString(), Text.SENTENCE);
  }

  /** Some programs begin a file with a byte order mark. */
  private static String withoutMark(String line) {
    return line != null && line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  private static Map<String, Integer> columns(
      String line, List<String> required, List<String> others, List<String> notes) {
    List<String> names = line == null ? List.of() : fields(line);
    Map<String, Integer> columns = new HashMap<>();
    for (String given : names) {
      String column = given.strip().toLowerCase(Locale.ROOT);
      boolean known =
          required.contains(column) || others.contains(column) || notes.contains(column);
      if (!known || columns.put(column, columns.size()) != null) {
        throw new IllegalArgumentException(
            "column: "
                + Text.clean(given)
                + " (expected: "
                + String.join(", ", required)
                + ", "
                + String.join(", ", others)
                + ", each once, with commas between)");
      }
    }
    if (!columns.keySet().containsAll(required)) {
      throw new IllegalArgumentException(
          "columns: "
              + Text.clean(String.join(",", names))
              + " (expected: "
              + String.join(", ", required)
              + ")");
    }
    return columns;
  }

  /** Of one line, by RFC 4180; a field holds no line feed. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"' && (quoted || field.length() == 0)) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quotation mark that is not closed");
    }
    fields.add(field.toString());
    return fields;
  }

  record Fields(Map<String, Integer> columns, List<String> values) {
    Fields {
      if (values.size() != columns.size()) {
        throw new IllegalArgumentException(
            "fields: " + values.size() + " (expected: " + columns.size() + ", as the first line)");
      }
    }

    String of(String column) {
      Integer at = columns.get(column);
      return at == null ? "" : values.get(at);
    }
  }

  /** An instant, or milliseconds since 1970. */
  static Instant time(String text) {
    if (text.matches("-?\\d{1,17}")) {
      long millis = Long.parseLong(text);
      if (millis < EARLIEST) {
        throw wrong("time", text, "milliseconds since 1970, >= 100000000000; not seconds");
      }
      return Instant.ofEpochMilli(millis);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong("time", text, "as 2026-11-27T21:00:00Z, or milliseconds since 1970");
    }
  }

  /** A number; what stands for an empty field. */
  static double number(String what, String text, double empty) {
    try {
      return text.isEmpty() ? empty : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(what, text, "a number");
    }
  }

  static IllegalArgumentException wrong(String what, String found, String rule) {
    return new IllegalArgumentException(
        what + ": " + Text.clean(found) + " (expected: " + rule + ")");
  }
}
