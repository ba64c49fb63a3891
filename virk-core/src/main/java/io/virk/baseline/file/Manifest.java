package io.virk.baseline.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads JSON that may have been written by anyone: every field by its type and range. */
final class Manifest {
  static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private static final int LONGEST_SHOWN = 100;

  private final JsonObject json;

  private Manifest(JsonObject json) {
    this.json = json;
  }

  static Manifest parse(byte[] bytes) {
    try {
      JsonElement element = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
      if (element.isJsonObject()) {
        return new Manifest(element.getAsJsonObject());
      }
      throw BaselineFile.malformed(BaselineFile.MANIFEST, "is no JSON object", null);
    } catch (JsonParseException | StackOverflowError e) {
      throw BaselineFile.malformed(BaselineFile.MANIFEST, "is no JSON", e);
    }
  }

  private JsonElement element(String field) {
    JsonElement element = json.get(field);
    if (element == null) {
      throw BaselineFile.malformed(BaselineFile.MANIFEST, "lacks the field " + field, null);
    }
    return element;
  }

  MalformedFile wrong(String field, String expected) {
    return BaselineFile.malformed(
        BaselineFile.MANIFEST,
        "has " + field + ": " + shortened(json.get(field)) + " (expected: " + expected + ")",
        null);
  }

  private static String shortened(JsonElement element) {
    String text = element.toString();
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  String string(String field) {
    JsonElement element = element(field);
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
      throw wrong(field, "a string");
    }
    return element.getAsString();
  }

  boolean has(String field) {
    return json.has(field);
  }

  Optional<String> optionalString(String field) {
    return element(field).isJsonNull() ? Optional.empty() : Optional.of(string(field));
  }

  long number(String field, long low, long high) {
    JsonElement element = element(field);
    try {
      if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
        long value = element.getAsBigDecimal().longValueExact();
        if (value >= low && value <= high) {
          return value;
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(field, "a whole number");
    }
    throw wrong(field, "a whole number " + low + " .. " + high);
  }

  int integer(String field, int low, int high) {
    return (int) number(field, low, high);
  }

  double real(String field, double low) {
    JsonElement element = element(field);
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      double value = element.getAsDouble();
      if (value >= low && value < Double.POSITIVE_INFINITY) {
        return value;
      }
    }
    throw wrong(field, "a finite number >= " + low);
  }

  Manifest object(String field) {
    JsonElement element = element(field);
    if (!element.isJsonObject()) {
      throw wrong(field, "an object");
    }
    return new Manifest(element.getAsJsonObject());
  }

  Optional<Manifest> optionalObject(String field) {
    return element(field).isJsonNull() ? Optional.empty() : Optional.of(object(field));
  }

  private JsonArray array(String field, int limit) {
    JsonElement element = element(field);
    if (!element.isJsonArray() || element.getAsJsonArray().size() > limit) {
      throw wrong(field, "an array of at most " + limit);
    }
    return element.getAsJsonArray();
  }

  List<Manifest> objects(String field, int limit) {
    List<Manifest> list = new ArrayList<>();
    for (JsonElement element : array(field, limit)) {
      if (!element.isJsonObject()) {
        throw wrong(field, "an array of objects");
      }
      list.add(new Manifest(element.getAsJsonObject()));
    }
    return list;
  }

  List<String> strings(String field, int limit) {
    List<String> list = new ArrayList<>();
    for (JsonElement element : array(field, limit)) {
      if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
        throw wrong(field, "an array of strings");
      }
      list.add(element.getAsString());
    }
    return list;
  }

  /** Refuses fields that nobody asks for: whoever wrote them meant something by them. */
  Manifest only(String... known) {
    for (String field : json.keySet()) {
      if (!Arrays.asList(known).contains(field)) {
        throw BaselineFile.malformed(
            BaselineFile.MANIFEST,
            "has the unknown field "
                + (field.length() > LONGEST_SHOWN ? field.substring(0, LONGEST_SHOWN) : field),
            null);
      }
    }
    return this;
  }

  List<String> fields() {
    return List.copyOf(json.keySet());
  }
}
