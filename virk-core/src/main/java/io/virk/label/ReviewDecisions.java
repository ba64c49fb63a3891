package io.virk.label;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.virk.internal.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was decided on the page of a review, as the page saves it: a small JSON file.
 *
 * @param review its name
 * @param decisions in the order of the page; what was not decided is not there
 */
public record ReviewDecisions(String review, List<Decision> decisions) {
  /** Decisions of a file. */
  public static final int MOST = 10_000;

  private static final int LONGEST = 16 << 20;
  private static final String FORMAT = "virk-review";

  /** What somebody says of a prediction. */
  public enum Answer {
    /** It is right. */
    RIGHT,
    /** It is wrong. */
    WRONG,
    /** It cannot be told from the picture. */
    UNCLEAR
  }

  /**
   * What was decided of one observation.
   *
   * @param incident the {@link io.virk.incident.Incident#key} of the incident that it is of
   * @param sequence its number
   * @param id the name by which the host finds it again; empty if it gave none
   * @param why it was in the review: only those by chance say how often the model is wrong
   * @param answer on the prediction
   * @param label what it is, in the words of who decided; "" for none
   */
  public record Decision(
      String incident,
      long sequence,
      Optional<String> id,
      Review.Why why,
      Answer answer,
      String label) {
    public Decision {
      Objects.requireNonNull(incident, "incident");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(label, "label");
    }
  }

  public ReviewDecisions {
    Objects.requireNonNull(review, "review");
    decisions = List.copyOf(decisions);
  }

  /**
   * Reads a file.
   *
   * @param file JSON in UTF-8, at most 16 MiB and {@value #MOST} decisions
   * @return what was decided
   * @throws IllegalArgumentException if it is anything else; names what was found and expected
   * @throws UncheckedIOException if it cannot be read
   */
  public static ReviewDecisions read(Path file) {
    String name = "file: " + Text.clean(file.toString(), Text.SENTENCE);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read: " + Text.message(e), e);
    }
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException(name + " is longer than " + LONGEST + " bytes");
    }
    try {
      return parse(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | UnsupportedOperationException e) {
      throw new IllegalArgumentException(name + " is no JSON of decisions: " + Text.message(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + Text.message(e), e);
    } catch (StackOverflowError e) { // nested without end
      throw new IllegalArgumentException(name + " is no JSON of decisions: it is too deep", e);
    }
  }

  private static ReviewDecisions parse(JsonElement json) {
    JsonObject all = json.getAsJsonObject();
    if (!text(all, "format").equals(FORMAT) || !text(all, "formatVersion").equals("1")) {
      throw new IllegalArgumentException(
          "format: "
              + Text.clean(text(all, "format") + " " + text(all, "formatVersion"))
              + " (expected: "
              + FORMAT
              + " 1)");
    }
    JsonArray list = all.getAsJsonArray("decisions");
    if (list == null || list.size() > MOST) {
      throw new IllegalArgumentException(
          "decisions: " + (list == null ? "none" : list.size()) + " (expected: 0 .. " + MOST + ")");
    }
    List<Decision> decisions = new ArrayList<>();
    for (JsonElement one : list) {
      JsonObject decision = one.getAsJsonObject();
      if (!text(decision, "answer").isEmpty()) { // nobody has filled it in
        decisions.add(decision(decision));
      }
    }
    return new ReviewDecisions(Text.clean(text(all, "review")), decisions);
  }

  private static Decision decision(JsonObject json) {
    String id = text(json, "id");
    String answer = text(json, "answer");
    for (Answer v : Answer.values()) {
      if (v.name().equals(answer)) {
        return new Decision(
            Text.clean(text(json, "incident")),
            sequence(text(json, "sequence")),
            id.isEmpty() ? Optional.empty() : Optional.of(id),
            why(text(json, "why")),
            v,
            Text.clean(text(json, "label"), Text.SENTENCE));
      }
    }
    throw new IllegalArgumentException(
        "answer: " + Text.clean(answer) + " (expected: RIGHT, WRONG or UNCLEAR)");
  }

  private static Review.Why why(String text) {
    for (Review.Why why : Review.Why.values()) {
      if (why.name().equals(text)) {
        return why;
      }
    }
    throw new IllegalArgumentException(
        "why: " + Text.clean(text) + " (expected: UNSURE, FAR, DISPUTED or CONTROL)");
  }

  private static long sequence(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "sequence: " + Text.clean(text) + " (expected: a number >= 0)");
    }
    return Long.parseLong(text);
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }
}
