package io.virk.label;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.virk.image.Frame;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.internal.Text;
import io.virk.label.Challenger.Difference;
import io.virk.label.Challenger.Result;
import io.virk.label.Challenger.SliceResult;
import io.virk.stats.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What changes for those who use a model when another version takes its place: how often it answers
 * otherwise, whether it is right more often, for which slices and classes, with examples; in plain
 * words, to be sent before the update. {@code Report.of(note)} makes the page, {@link #toJson} the
 * same for machines. {@link Seasons} makes the same page of one model in two times.
 *
 * @param before name of the version, or of the period, that is in use
 * @param after name of the one that comes
 * @param result of both on the same observations
 * @param classNames of the classes 0, 1, 2 ...; others are told by number
 * @param examples of answers that change
 */
public record ReleaseNote(
    String before, String after, Result result, List<String> classNames, List<Example> examples) {

  /**
   * An observation on which the two differ.
   *
   * @param id by which the host knows it
   * @param slice it is in; "" for none
   * @param before class that the version in use says
   * @param after class that the other says
   * @param actual class of the label; negative if there is none
   * @param picture as the host lets it be shown
   */
  public record Example(
      String id, String slice, int before, int after, int actual, Optional<Frame> picture) {
    public Example {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(slice, "slice");
      Objects.requireNonNull(picture, "picture");
    }

    /**
     * One without a picture.
     *
     * @param id by which the host knows it
     * @param slice it is in; "" for none
     * @param before class that the version in use says
     * @param after class that the other says
     * @param actual class of the label; negative if there is none
     */
    public Example(String id, String slice, int before, int after, int actual) {
      this(id, slice, before, after, actual, Optional.empty());
    }
  }

  public ReleaseNote {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(result, "result");
    classNames = List.copyOf(classNames);
    examples = List.copyOf(examples);
  }

  /**
   * The same with the pictures that incidents have of its examples: redacted, as they are there.
   *
   * @param incidents any
   * @return a copy; examples of which no incident has a picture stay as they are
   */
  public ReleaseNote withPictures(Collection<Incident> incidents) {
    Map<String, Frame> pictures = new HashMap<>();
    for (Incident incident : incidents) {
      for (IncidentObservation o : incident.observations()) {
        if (o.id().isPresent() && o.image().isPresent()) {
          pictures.putIfAbsent(o.id().get(), o.image().get());
        }
      }
    }
    List<Example> shown = new ArrayList<>();
    for (Example e : examples) {
      Frame picture = e.picture().orElse(pictures.get(e.id()));
      shown.add(
          new Example(
              e.id(), e.slice(), e.before(), e.after(), e.actual(), Optional.ofNullable(picture)));
    }
    return new ReleaseNote(before, after, result, classNames, shown);
  }

  /**
   * A class in words.
   *
   * @param index of the class; negative for none
   * @return its name, or its number
   */
  public String className(int index) {
    return index < 0
        ? "not known"
        : index < classNames.size() ? Text.clean(classNames.get(index)) : "class " + index;
  }

  /**
   * The first sentence.
   *
   * @return for example "Version 8 is right 4.1 points more often than version 7 (1.2 to 7.0)."
   */
  public String headline() {
    Interval interval = result.interval();
    double points = 100 * result.difference();
    if (result.labels() == 0) {
      return Text.clean(after)
          + " beside "
          + Text.clean(before)
          + ": no labels say yet which is better.";
    }
    if (interval.contains(0)) {
      return Text.clean(after)
          + " is not known to be better or worse than "
          + Text.clean(before)
          + String.format(
              Locale.ROOT,
              ": by %d labels the difference is %+.1f to %+.1f points.",
              result.labels(),
              100 * interval.low(),
              100 * interval.high());
    }
    boolean better = points > 0;
    return Text.clean(after)
        + String.format(
            Locale.ROOT,
            " is right %.1f points %s often than ",
            Math.abs(points),
            better ? "more" : "less")
        + Text.clean(before)
        + String.format(
            Locale.ROOT,
            " (%.1f to %.1f).",
            100 * (better ? interval.low() : -interval.high()),
            100 * (better ? interval.high() : -interval.low()));
  }

  /**
   * What changes, a sentence each.
   *
   * @return at least one
   */
  public List<String> sentences() {
    List<String> found = new ArrayList<>();
    if (result.observations() > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "Of 100 pictures %.1f get another answer (of %d that both have seen).",
              100 * (1 - result.agreement()),
              result.observations()));
    }
    for (Difference one : result.differences().stream().limit(3).toList()) {
      found.add(
          String.format(
              Locale.ROOT,
              "%d times %s becomes %s.",
              one.count(),
              className(one.champion()),
              className(one.challenger())));
    }
    for (SliceResult slice : result.slices()) {
      String name = Text.clean(slice.slice());
      double points = 100 * slice.difference();
      if (slice.isWorse()) {
        found.add(
            String.format(
                Locale.ROOT,
                "In %s it is right %.1f points less often, by %d labels.",
                name,
                -points,
                slice.labels()));
      } else if (slice.interval().low() > 0) {
        found.add(
            String.format(
                Locale.ROOT,
                "In %s it is right %.1f points more often, by %d labels.",
                name,
                points,
                slice.labels()));
      }
    }
    if (found.isEmpty() && result.labels() > 0) {
      found.add(
          String.format(Locale.ROOT, "By %d labels, no part is known to differ.", result.labels()));
    } else if (found.isEmpty()) {
      found.add("No observation has been seen by both yet.");
    }
    return found;
  }

  /**
   * All of it for machines.
   *
   * @return JSON; the same note gives the same text
   */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("format", "virk-release-note");
    json.addProperty("formatVersion", 1);
    json.addProperty("before", before);
    json.addProperty("after", after);
    json.addProperty("headline", headline());
    json.addProperty("decision", result.decision().name());
    json.addProperty("observations", result.observations());
    json.add("agreement", number(result.agreement()));
    json.addProperty("labels", result.labels());
    json.add("difference", number(result.difference()));
    json.addProperty("low", result.interval().low());
    json.addProperty("high", result.interval().high());
    JsonArray sentences = new JsonArray();
    sentences().forEach(sentences::add);
    json.add("sentences", sentences);
    JsonArray slices = new JsonArray();
    for (SliceResult slice : result.slices()) {
      JsonObject one = new JsonObject();
      one.addProperty("slice", slice.slice());
      one.addProperty("labels", slice.labels());
      one.add("difference", number(slice.difference()));
      one.addProperty("low", slice.interval().low());
      one.addProperty("high", slice.interval().high());
      one.addProperty("worse", slice.isWorse());
      slices.add(one);
    }
    json.add("slices", slices);
    JsonArray differences = new JsonArray();
    for (Difference difference : result.differences()) {
      JsonObject one = new JsonObject();
      one.addProperty("before", className(difference.champion()));
      one.addProperty("after", className(difference.challenger()));
      one.addProperty("count", difference.count());
      differences.add(one);
    }
    json.add("differences", differences);
    JsonArray all = new JsonArray();
    for (Example example : examples) {
      JsonObject one = new JsonObject();
      one.addProperty("id", example.id());
      one.addProperty("slice", example.slice());
      one.addProperty("before", className(example.before()));
      one.addProperty("after", className(example.after()));
      one.addProperty("actual", className(example.actual()));
      all.add(one);
    }
    json.add("examples", all);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
  }

  private static JsonElement number(double value) {
    return Double.isNaN(value) ? JsonNull.INSTANCE : new JsonPrimitive(value);
  }
}
