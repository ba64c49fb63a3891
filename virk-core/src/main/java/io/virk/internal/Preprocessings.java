package io.virk.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether two descriptions of a model's preprocessing say the same. Words are the same if they are
 * equal. JSON objects, whoever wrote them, are if the fields that both have are equal: their order,
 * their spaces and how a number is written do not matter, nor whether three equal numbers are
 * written as one, nor whether a field of the transform is left out or has its default.
 */
public final class Preprocessings {
  /** A transform as virk-embed has it, unless it says otherwise. */
  private static final Map<String, JsonElement> LEFT_OUT =
      Map.of(
          "resize", new JsonPrimitive("stretch"),
          "scale", new JsonPrimitive(1.0),
          "mean", new JsonPrimitive(0.0),
          "std", new JsonPrimitive(1.0));

  /** What channels are if nobody says so: by how many the model takes. */
  private static final Set<JsonElement> OF_THE_MODEL =
      Set.of(new JsonPrimitive("RGB"), new JsonPrimitive("GRAY"));

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
        if (!sameField(field, plain(a.get(field)), plain(b.get(field)))) {
          return false;
        }
      }
    }
    return shared;
  }

  private static boolean sameField(String field, JsonElement a, JsonElement b) {
    return field.equals("transform") && a.isJsonObject() && b.isJsonObject()
        ? sameTransform(a.getAsJsonObject(), b.getAsJsonObject())
        : a.equals(b);
  }

  /** Fields that are left out have their defaults, on either side. Both are modified. */
  private static boolean sameTransform(JsonObject a, JsonObject b) {
    for (JsonObject each : List.of(a, b)) {
      LEFT_OUT.forEach(
          (field, value) -> each.add(field, each.has(field) ? each.get(field) : value));
    }
    JsonElement one = a.remove("channels");
    JsonElement other = b.remove("channels");
    boolean channels =
        one == null || other == null
            ? one == other || OF_THE_MODEL.contains(one == null ? other : one)
            : one.equals(other);
    return channels && a.equals(b);
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
