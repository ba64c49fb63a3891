package io.virk.diagnose;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.virk.diagnose.Playbook.Rule;
import io.virk.internal.Durations;
import io.virk.internal.Text;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a playbook that may have been written by anyone: every field by its type and range. */
final class PlaybookFile {
  private static final int MOST_RULES = 1000;
  private static final int LONGEST_WHAT = 1000;
  private static final Duration SOONEST = Duration.ofMinutes(1);
  private static final Duration LATEST = Duration.ofDays(366);
  private static final String ANY = "*";
  private static final Set<String> FIELDS =
      Set.of("cause", "kind", "severity", "what", "who", "lookAgain");

  private final String place;
  private final JsonObject rule;

  private PlaybookFile(String place, JsonObject rule) {
    this.place = place;
    this.rule = rule;
  }

  static Playbook parse(byte[] utf8) {
    if (utf8.length > Playbook.LONGEST_FILE) {
      throw tooLong();
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("playbook: is no UTF-8", e);
    }
  }

  static Playbook parse(String text) {
    if (text.length() > Playbook.LONGEST_FILE) {
      throw tooLong();
    }
    JsonElement json;
    try {
      eachFieldOnce(strict(text));
      json = JsonParser.parseReader(strict(text));
    } catch (JsonParseException | IOException | StackOverflowError e) {
      throw new IllegalArgumentException("playbook: is no JSON: " + Text.clean(Text.message(e)), e);
    }
    if (!json.isJsonObject() || !json.getAsJsonObject().keySet().equals(Set.of("rules"))) {
      throw wrong("", json, "an object with the field rules alone");
    }
    return new Playbook(rules(json.getAsJsonObject().get("rules")));
  }

  private static JsonReader strict(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    return reader;
  }

  /** Of two of one name a reader takes one, and says nothing. */
  private static void eachFieldOnce(JsonReader reader) throws IOException {
    Deque<Set<String>> objects = new ArrayDeque<>();
    for (JsonToken token = reader.peek(); token != JsonToken.END_DOCUMENT; token = reader.peek()) {
      switch (token) {
        case BEGIN_ARRAY -> reader.beginArray();
        case END_ARRAY -> reader.endArray();
        case BEGIN_OBJECT -> {
          reader.beginObject();
          objects.push(new HashSet<>());
        }
        case END_OBJECT -> {
          reader.endObject();
          objects.pop();
        }
        case NAME -> {
          String name = reader.nextName();
          if (!objects.element().add(name)) {
            throw new IllegalArgumentException(
                "playbook: "
                    + Text.clean(reader.getPath())
                    + " stands there twice (expected: each field once)");
          }
        }
        default -> reader.skipValue();
      }
    }
  }

  private static IllegalArgumentException tooLong() {
    return new IllegalArgumentException("playbook: is too long (expected: at most 1 MiB)");
  }

  private static List<Rule> rules(JsonElement json) {
    if (!json.isJsonArray() || json.getAsJsonArray().isEmpty()) {
      throw wrong("rules", json, "an array of rules");
    }
    JsonArray array = json.getAsJsonArray();
    if (array.size() > MOST_RULES) {
      throw new IllegalArgumentException(
          "playbook: rules: " + array.size() + " (expected: at most " + MOST_RULES + ")");
    }
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String place = "rules[" + i + "]";
      if (!array.get(i).isJsonObject()) {
        throw wrong(place, array.get(i), "an object");
      }
      Rule rule = new PlaybookFile(place, array.get(i).getAsJsonObject()).rule();
      boolean last = i == array.size() - 1;
      if (rule.fitsAll() != last) {
        throw wrong(
            place,
            array.get(i),
            last ? "a last rule that fits all" : "one that fits all at the end alone");
      }
      rules.add(rule);
    }
    return rules;
  }

  private Rule rule() {
    for (String field : rule.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException(
            "playbook: "
                + place
                + " has the field "
                + Text.clean(field)
                + " (expected: cause, kind, severity, what, who, lookAgain)");
      }
    }
    Optional<String> cause = asked("cause");
    cause.filter(c -> !Text.isName(c)).ifPresent(c -> refuse("cause", Text.NAME_RULE));
    return new Rule(
        cause,
        asked("kind").map(k -> one("kind", Kind.class, k)),
        asked("severity").map(s -> one("severity", Severity.Level.class, s)),
        new Step(sentences("what", LONGEST_WHAT), sentences("who", Text.WORD), lookAgain()));
  }

  private Optional<String> asked(String field) {
    return rule.has(field)
        ? Optional.of(string(field)).filter(s -> !s.equals(ANY))
        : Optional.empty();
  }

  private String string(String field) {
    JsonElement value = rule.get(field);
    if (value == null) {
      throw new IllegalArgumentException("playbook: " + place + " lacks the field " + field);
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw wrong(place + "." + field, value, "a string");
    }
    return value.getAsString();
  }

  /** Text in which each name in braces is known. */
  private String sentences(String field, int longest) {
    String text = text(field, longest);
    Playbook.unknownKey(text)
        .ifPresent(
            key -> refuse(field, "{action} or a key of the language's file in braces, not " + key));
    return text;
  }

  private String text(String field, int longest) {
    String text = string(field);
    if (text.isBlank() || !Text.isClean(text, longest)) {
      refuse(field, "1 .. " + longest + " printable characters of one line, not blank");
    }
    return text;
  }

  private <E extends Enum<E>> E one(String field, Class<E> type, String name) {
    for (E value : type.getEnumConstants()) {
      if (word(value).equals(name)) {
        return value;
      }
    }
    throw wrong(
        place + "." + field,
        rule.get(field),
        Arrays.stream(type.getEnumConstants())
                .map(PlaybookFile::word)
                .collect(Collectors.joining(", "))
            + " or "
            + ANY);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Duration lookAgain() {
    Duration time = Durations.parse(string("lookAgain")).orElse(Duration.ZERO);
    if (time.compareTo(SOONEST) < 0 || time.compareTo(LATEST) > 0) {
      refuse("lookAgain", "1 min .. 366 d, for example \"1 h 30 min\"");
    }
    return time;
  }

  private void refuse(String field, String expected) {
    throw wrong(place + "." + field, rule.get(field), expected);
  }

  private static IllegalArgumentException wrong(String place, JsonElement found, String expected) {
    return new IllegalArgumentException(
        "playbook: "
            + (place.isEmpty() ? "" : place + ": ")
            + Text.clean(found.toString())
            + " (expected: "
            + expected
            + ")");
  }
}
