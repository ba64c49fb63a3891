package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.label.Prediction;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Predictions that somebody else has kept. */
final class PredictionFile {
  private static final List<String> REQUIRED = List.of("id", "time", "predicted");
  private static final List<String> OTHERS =
      List.of("confidence", "distance", "energy", "weight", "slice", "model");

  private PredictionFile() {}

  /** Returns ids, in the order of the lines. */
  static List<String> read(
      Path file, Classes classes, String model, BiConsumer<String, Prediction> each) {
    List<String> ids = new ArrayList<>();
    CsvFile.read(
        file,
        REQUIRED,
        OTHERS,
        List.of(),
        fields -> {
          String id = fields.of("id");
          if (id.isEmpty() || id.length() > 1_000) {
            throw CsvFile.wrong("id", id, "1 .. 1,000 characters");
          }
          each.accept(id, prediction(fields, classes, model, ids.size()));
          ids.add(id);
        });
    return ids;
  }

  private static Prediction prediction(
      CsvFile.Fields fields, Classes classes, String model, long number) {
    String given = fields.of("predicted");
    int predicted = given.isEmpty() ? Observation.NO_CLASS : classes.of(given);
    if (!given.isEmpty() && predicted < 0) {
      throw CsvFile.wrong("predicted", given, classes.rule());
    }
    classes.check(predicted);
    return new Prediction(
        number,
        CsvFile.time(fields.of("time")).toEpochMilli(),
        predicted,
        share(fields, "confidence", Double.NaN),
        CsvFile.number("distance", fields.of("distance"), Double.NaN),
        CsvFile.number("energy", fields.of("energy"), Double.NaN),
        share(fields, "weight", 1),
        slice(fields.of("slice")),
        model(fields.of("model"), model));
  }

  private static double share(CsvFile.Fields fields, String column, double empty) {
    String text = fields.of(column);
    double value = CsvFile.number(column, text, empty);
    if (!text.isEmpty() && !(value >= 0 && value <= 1)) {
      throw CsvFile.wrong(column, text, "0 .. 1");
    }
    return value;
  }

  private static Slice slice(String text) {
    if (text.isEmpty()) {
      return Slice.ALL;
    }
    int at = text.indexOf('=');
    if (at < 1) {
      throw CsvFile.wrong("slice", text, "as camera=7");
    }
    return new Slice(text.substring(0, at), text.substring(at + 1));
  }

  private static String model(String text, String usual) {
    if (!text.isEmpty() && !Text.isName(text)) {
      throw CsvFile.wrong("model", text, Text.NAME_RULE);
    }
    return text.isEmpty() ? usual : text;
  }
}
