package io.virk.label.internal;

import io.virk.internal.NpyReader;
import io.virk.internal.Text;
import io.virk.label.Label;
import io.virk.label.Label.Kind;
import io.virk.label.ReviewDecisions;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Labels in files: every fault is told with the file, the line, what was found and expected. */
final class LabelFiles {
  private static final List<String> REQUIRED = List.of("id", "labeller", "time");
  private static final List<String> OTHERS =
      List.of("class", "kind", "guideline", "suggested", "weight");

  /** Of a list of what should be labelled. */
  private static final List<String> NOTES = List.of("slice", "observed", "why");

  private LabelFiles() {}

  /** See {@link io.virk.label.Feedback#csv}. */
  static List<Label> csv(Path file, Classes classes, Consumer<Label> check) {
    List<Label> labels = new ArrayList<>();
    CsvFile.read(
        file,
        REQUIRED,
        OTHERS,
        NOTES,
        fields -> {
          if (!isUnlabelled(fields)) {
            Label label = label(fields, classes);
            check.accept(label);
            labels.add(label);
          }
        });
    return labels;
  }

  /** A line of a list of what should be labelled, which nobody has filled in. */
  private static boolean isUnlabelled(CsvFile.Fields fields) {
    return fields.of("class").isEmpty()
        && fields.of("labeller").isEmpty()
        && fields.of("kind").isEmpty();
  }

  private static Label label(CsvFile.Fields fields, Classes classes) {
    Kind kind = kind(fields.of("kind"));
    boolean named = kind == Kind.LABEL || kind == Kind.CORRECTION;
    String given = fields.of("class");
    int actual = given.isEmpty() ? Observation.NO_CLASS : classes.of(given);
    if (named ? actual < 0 : !given.isEmpty()) {
      throw CsvFile.wrong("class", given, named ? classes.rule() : "none, of a " + kind);
    }
    return new Label(
        fields.of("id"),
        kind,
        actual,
        fields.of("labeller"),
        CsvFile.time(fields.of("time")),
        fields.of("guideline"),
        suggested(fields.of("suggested"), kind),
        CsvFile.number("weight", fields.of("weight"), kind == Kind.CORRECTION ? 0 : 1));
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
    throw CsvFile.wrong("kind", text, "label, correction, confirmed, wrong or rejected");
  }

  private static boolean suggested(String text, Kind kind) {
    if (text.isEmpty()) {
      return kind != Kind.LABEL && kind != Kind.REJECTED;
    }
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw CsvFile.wrong("suggested", text, "true or false");
    }
    return text.equalsIgnoreCase("true");
  }

  /** See {@link io.virk.label.Feedback#npy}. */
  static List<Label> npy(
      Path ids, Path classes, String labeller, Instant time, Consumer<Label> check) {
    List<Label> labels = new ArrayList<>();
    try (NpyReader names = NpyReader.open(ids);
        NpyReader actual = NpyReader.open(classes)) {
      single(names, "texts or whole numbers", NpyReader.Kind.TEXT, NpyReader.Kind.WHOLE);
      single(actual, "whole numbers", NpyReader.Kind.WHOLE);
      if (names.rows() != actual.rows() || names.rows() > CsvFile.MOST) {
        throw new IllegalArgumentException(
            CsvFile.name(classes)
                + ": "
                + actual.rows()
                + " rows (expected: "
                + names.rows()
                + ", as the ids, and <= "
                + CsvFile.MOST
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
              CsvFile.name(classes) + ", row " + row + ": " + Text.message(e), e);
        }
      }
    }
    return labels;
  }

  private static void single(NpyReader reader, String rule, NpyReader.Kind... kinds) {
    if (reader.dimensions() != 1 || !List.of(kinds).contains(reader.kind())) {
      throw new IllegalArgumentException(
          CsvFile.name(reader.file())
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
      Path file,
      ReviewDecisions.Decision decision,
      Classes classes,
      String labeller,
      Instant time,
      Consumer<Label> check) {
    String id = decision.id().orElseThrow();
    try {
      Label label = label(id, decision, classes, labeller, time).weight(0);
      check.accept(label);
      return label;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          CsvFile.name(file) + ", decision of " + Text.clean(id) + ": " + Text.message(e), e);
    }
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
