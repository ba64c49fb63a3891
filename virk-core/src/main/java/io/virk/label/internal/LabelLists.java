package io.virk.label.internal;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.internal.Text;
import io.virk.label.ReviewDecisions;
import io.virk.label.ToLabel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What should be labelled, as a file that is filled in: without predictions. */
final class LabelLists {
  private LabelLists() {}

  /** By the ending of its name; returns how many. */
  static int write(Path file, List<ToLabel> list) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".json")) {
      throw new IllegalArgumentException(
          "file: "
              + Text.clean(file.toString(), Text.SENTENCE)
              + " (expected: a name that ends in .csv or .json)");
    }
    boolean isCsv = name.endsWith(".csv");
    List<ToLabel> some =
        isCsv ? list : list.subList(0, Math.min(ReviewDecisions.MOST, list.size()));
    Exports.write(file, (isCsv ? csv(some) : json(some)).getBytes(StandardCharsets.UTF_8));
    return some.size();
  }

  private static String csv(List<ToLabel> list) {
    StringBuilder text = new StringBuilder("id,slice,observed,why,weight,class,labeller,time\n");
    for (ToLabel one : list) {
      text.append(quoted(one.id()))
          .append(',')
          .append(quoted(one.slice().toString()))
          .append(',')
          .append(Instant.ofEpochMilli(one.epochMillis()))
          .append(',')
          .append(one.why().name().toLowerCase(Locale.ROOT))
          .append(',')
          .append(one.weight())
          .append(",,,\n");
    }
    return text.toString();
  }

  /** An id may hold anything; one with a line feed cannot stand in a line, and has none. */
  private static String quoted(String text) {
    String line = text.replace('\n', ' ').replace('\r', ' ');
    return line.contains(",") || line.contains("\"")
        ? '"' + line.replace("\"", "\"\"") + '"'
        : line;
  }

  private static String json(List<ToLabel> list) {
    JsonArray decisions = new JsonArray();
    for (ToLabel one : list) {
      JsonObject json = new JsonObject();
      json.addProperty("id", one.id());
      json.addProperty("slice", one.slice().toString());
      json.addProperty("observed", Instant.ofEpochMilli(one.epochMillis()).toString());
      json.addProperty("why", why(one.why()));
      json.addProperty("weight", one.weight());
      json.addProperty("sequence", 0);
      json.addProperty("answer", "");
      json.addProperty("label", "");
      decisions.add(json);
    }
    JsonObject all = new JsonObject();
    all.addProperty("format", "virk-review");
    all.addProperty("formatVersion", 1);
    all.addProperty("review", "to label");
    all.add("decisions", decisions);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(all) + "\n";
  }

  /** A review knows no drifts: what came during one was chosen by chance. */
  private static String why(ToLabel.Why why) {
    return why == ToLabel.Why.DRIFT ? ToLabel.Why.CONTROL.name() : why.name();
  }
}
