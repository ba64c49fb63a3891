package io.virk.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

/**
 * Whether two descriptions of a model's preprocessing say the same. Words are the same if they are
 * equal. JSON objects, whoever wrote them, are if the fields that both have are equal: their order,
 * their spaces and how a number is written do not matter, nor whether three equal numbers are
 * written as one.
 */
public final class Preprocessings {
  private Preprocessings() {}

  /**
   * Compares.
   *
   * @param one words or a JSON object
   * @param other words or a JSON object
   * @return whether they say the same
   */
  public static boolean same(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    JsonObject a = object(one);
    JsonObject b = object(other);
    if (a == null || b == null) {
      return false;
    }
    boolean shared = false;
    for (String field : a.keySet()) {
      if (b.has(field)) {
        shared = true;
        if (!plain(a.get(field)).equals(plain(b.get(field)))) {
          return false;
        }
      }
    }
    return shared;
  }

  private static JsonObject object(String text) {
    if (!text.startsWith("{")) {
      return null;
    }
    try {
      JsonElement element = JsonParser.parseString(text);
      return element.isJsonObject() ? element.getAsJsonObject() : null;
    } catch (JsonParseException | StackOverflowError e) {
      return null; // words that begin with a brace
    }
  }

  /** With one number for several equal ones, and all of them as they are compared. */
  private static JsonElement plain(JsonElement element) {
    if (element.isJsonObject()) {
      JsonObject plain = new JsonObject();
      element.getAsJsonObject().entrySet().forEach(e -> plain.add(e.getKey(), plain(e.getValue())));
      return plain;
    }
    if (element.isJsonArray()) {
      JsonArray plain = new JsonArray();
      element.getAsJsonArray().forEach(e -> plain.add(plain(e)));
      boolean same = !plain.isEmpty();
      for (JsonElement e : plain) {
        same = same && e.isJsonPrimitive() && e.equals(plain.get(0));
      }
      return same ? plain.get(0) : plain;
    }
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      return new JsonPrimitive(element.getAsDouble() + 0.0);
    }
    return element;
  }
}
