package io.virk.label.internal;

import io.virk.internal.NpyReader;
import io.virk.internal.Text;
import io.virk.label.Label;
import io.virk.label.Label.Kind;
import io.virk.label.ReviewDecisions;
import io.virk.signal.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Set;
import java.util.function.Consumer;

/** Labels in files: every fault is told with the file, the line, what was found and expected. */
final class LabelFiles {
  private static final long LONGEST = 256L << 20;
  private static final int MOST = 1_000_000;
  private static final Set<String> COLUMNS =
      Set.of("id", "class", "labeller", "time", "kind", "guideline", "suggested", "weight");

  /** Of a list of what should be labelled: for who labels, passed over here. */
  private static final Set<String> NOTES = Set.of("slice", "observed", "why");

  private LabelFiles() {}

  /** See {@link io.virk.label.Feedback#csv}. */
  static List<Label> csv(Path file, Classes classes, Consumer<Label> check) {
    String name = name(file);
    int number = 0;
    try {
      if (Files.size(file) > LONGEST) {
        throw new IllegalArgumentException("longer than " + LONGEST + " bytes");
      }
      List<Label> labels = new ArrayList<>();
      try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        number = 1;
        Map<String, Integer> columns = columns(withoutMark(in.readLine()));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          number++;
          if (line.isEmpty()) {
            continue;
          }
          if (labels.size() == MOST) {
            throw new IllegalArgumentException("more labels than " + MOST);
          }
          Fields fields = new Fields(columns, fields(line));
          if (fields.isUnlabelled()) {
            continue;
          }
          Label label = label(fields, classes);
          check.accept(label);
          labels.add(label);
        }
      }
      return labels;
    } catch (IOException e) { // of bytes that are no UTF-8, too
      throw new UncheckedIOException(name + " cannot be read: " + Text.message(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + (number == 0 ? "" : ", line " + number) + ": " + Text.message(e), e);
    }
  }

  private static String name(Path file) {
    return "file: " + Text.clean(file.toString(), Text.SENTENCE);
  }

  /** Some programs begin a file with a byte order mark. */
  private static String withoutMark(String line) {
    return line != null && line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  private static Map<String, Integer> columns(String line) {
    List<String> names = line == null ? List.of() : fields(line);
    Map<String, Integer> columns = new HashMap<>();
    for (String given : names) {
      String column = given.strip().toLowerCase(Locale.ROOT);
      if (!COLUMNS.contains(column) && !NOTES.contains(column)
          || columns.put(column, columns.size()) != null) {
        throw new IllegalArgumentException(
            "column: "
                + Text.clean(given)
                + " (expected: id, labeller, time, class, kind, guideline, suggested, weight, each"
                + " once, with commas between)");
      }
    }
    if (!columns.keySet().containsAll(Set.of("id", "labeller", "time"))) {
      throw new IllegalArgumentException(
          "columns: " + Text.clean(String.join(",", names)) + " (expected: id, labeller, time)");
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

  private record Fields(Map<String, Integer> columns, List<String> values) {
    Fields {
      if (values.size() != columns.size()) {
        throw new IllegalArgumentException(
            "fields: " + values.size() + " (expected: " + columns.size() + ", as the first line)");
      }
    }

    /** Whether nobody has filled it in. */
    boolean isUnlabelled() {
      return of("class").isEmpty() && of("labeller").isEmpty() && of("kind").isEmpty();
    }

    String of(String column) {
      Integer at = columns.get(column);
      return at == null ? "" : values.get(at);
    }
  }

  private static Label label(Fields fields, Classes classes) {
    Kind kind = kind(fields.of("kind"));
    boolean named = kind == Kind.LABEL || kind == Kind.CORRECTION;
    String given = fields.of("class");
    int actual = given.isEmpty() ? Observation.NO_CLASS : classes.of(given);
    if (named ? actual < 0 : !given.isEmpty()) {
      throw wrong("class", given, named ? classes.rule() : "none, of a " + kind);
    }
    String weight = fields.of("weight");
    return new Label(
        fields.of("id"),
        kind,
        actual,
        fields.of("labeller"),
        time(fields.of("time")),
        fields.of("guideline"),
        suggested(fields.of("suggested"), kind),
        weight.isEmpty() ? (kind == Kind.CORRECTION ? 0 : 1) : weight(weight));
  }

  private static Kind kind(String text) {
    if (text.isEmpty()) {
      return Kind.LABEL;
    }
    for (Kind kind : Kind.values()) {
      if (kind.name().equalsIgnoreCase(text)) {
        return kind;
      }
    }
    throw wrong("kind", text, "label, correction, confirmed, wrong or rejected");
  }

  private static Instant time(String text) {
    try {
      return text.matches("-?\\d{1,17}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong("time", text, "as 2026-11-27T21:00:00Z, or milliseconds since 1970");
    }
  }

  private static boolean suggested(String text, Kind kind) {
    if (text.isEmpty()) {
      return kind != Kind.LABEL && kind != Kind.REJECTED;
    }
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw wrong("suggested", text, "true or false");
    }
    return text.equalsIgnoreCase("true");
  }

  private static double weight(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong("weight", text, "finite, >= 0");
    }
  }

  private static IllegalArgumentException wrong(String what, String found, String rule) {
    return new IllegalArgumentException(
        what + ": " + Text.clean(found) + " (expected: " + rule + ")");
  }

  /** See {@link io.virk.label.Feedback#npy}. */
  static List<Label> npy(
      Path ids, Path classes, String labeller, Instant time, Consumer<Label> check) {
    List<Label> labels = new ArrayList<>();
    try (NpyReader names = NpyReader.open(ids);
        NpyReader actual = NpyReader.open(classes)) {
      single(names, "texts or whole numbers", NpyReader.Kind.TEXT, NpyReader.Kind.WHOLE);
      single(actual, "whole numbers", NpyReader.Kind.WHOLE);
      if (names.rows() != actual.rows() || names.rows() > MOST) {
        throw new IllegalArgumentException(
            name(classes)
                + ": "
                + actual.rows()
                + " rows (expected: "
                + names.rows()
                + ", as the ids, and <= "
                + MOST
                + ")");
      }
      for (long row = 0; row < names.rows(); row++) {
        String id =
            names.kind() == NpyReader.Kind.TEXT
                ? names.nextText()
                : Long.toString(names.nextWhole());
        long number = actual.nextWhole();
        try {
          Label label =
              Label.of(id, (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number)), labeller, time);
          check.accept(label);
          labels.add(label);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              name(classes) + ", row " + row + ": " + Text.message(e), e);
        }
      }
    }
    return labels;
  }

  private static void single(NpyReader reader, String rule, NpyReader.Kind... kinds) {
    if (reader.dimensions() != 1 || !List.of(kinds).contains(reader.kind())) {
      throw new IllegalArgumentException(
          name(reader.file())
              + ": "
              + reader.kind().name().toLowerCase(Locale.ROOT)
              + " of "
              + reader.dimensions()
              + " dimensions (expected: "
              + rule
              + " of 1)");
    }
  }

  /**
   * What was decided of an observation that has an id. Of weight 0: a review is of incidents, and
   * what was observed while a drift was open says nothing of the rest.
   */
  static Label label(
      ReviewDecisions.Decision decision, Classes classes, String labeller, Instant time) {
    return label(decision.id().orElseThrow(), decision, classes, labeller, time).weight(0);
  }

  private static Label label(
      String id,
      ReviewDecisions.Decision decision,
      Classes classes,
      String labeller,
      Instant time) {
    return switch (decision.answer()) {
      case RIGHT -> Label.confirmed(id, labeller, time);
      case UNCLEAR -> Label.rejected(id, labeller, time).withSuggestion();
      case WRONG -> {
        int actual = classes.of(decision.label().strip());
        yield actual < 0
            ? Label.wrong(id, labeller, time)
            : Label.of(id, actual, labeller, time).withSuggestion();
      }
    };
  }
}
