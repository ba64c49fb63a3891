package io.virk.onnx;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The JSON of a transform: what {@link ImageTransform#toJson} says of it. */
final class TransformJson {
  private static final List<String> FIELDS =
      List.of("resize", "kept", "anchor", "pad", "channels", "scale", "mean", "std");

  private static final String STRETCH = "stretch";
  private static final String SHORT_SIDE = "short-side-then-crop";
  private static final String CENTRE_CROP = "centre-crop";
  private static final String LETTERBOX = "letterbox";

  private TransformJson() {}

  static JsonObject of(
      ResizePolicy resize, ChannelOrder order, double scale, double[] mean, double[] std) {
    JsonObject json = new JsonObject();
    if (resize instanceof ResizePolicy.ShortSideCrop crop) {
      json.addProperty("resize", SHORT_SIDE);
      json.addProperty("kept", crop.kept());
    } else if (resize instanceof ResizePolicy.Letterbox box) {
      json.addProperty("resize", LETTERBOX);
      json.addProperty("anchor", box.anchor().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      json.addProperty("pad", box.pad());
    } else {
      json.addProperty("resize", resize instanceof ResizePolicy.Stretch ? STRETCH : CENTRE_CROP);
    }
    if (order != null) {
      json.addProperty("channels", order.name());
    }
    json.addProperty("scale", scale);
    json.add("mean", array(mean));
    json.add("std", array(std));
    return json;
  }

  private static JsonArray array(double[] values) {
    JsonArray array = new JsonArray();
    Arrays.stream(values).forEach(array::add);
    return array;
  }

  static ImageTransform parse(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      if (!element.isJsonObject()) {
        throw new IllegalArgumentException("transform: " + shortened(text) + " (expected: {...})");
      }
      return parse(element.getAsJsonObject());
    } catch (JsonParseException | StackOverflowError e) {
      throw new IllegalArgumentException("transform: " + shortened(text) + " (expected: JSON)", e);
    }
  }

  private static ImageTransform parse(JsonObject json) {
    for (String field : json.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException(
            "transform: has the field " + shortened(field) + " (expected: of " + FIELDS + ")");
      }
    }
    ImageTransform.Builder builder = ImageTransform.builder().resize(resize(json));
    if (json.has("channels")) {
      builder.order(choice(json, "channels", ChannelOrder.values()));
    }
    if (json.has("scale")) {
      builder.scale(number(json, "scale"));
    }
    if (json.has("mean")) {
      builder.mean(numbers(json, "mean"));
    }
    if (json.has("std")) {
      builder.std(numbers(json, "std"));
    }
    return builder.build();
  }

  private static ResizePolicy resize(JsonObject json) {
    String name = json.has("resize") ? text(json, "resize") : STRETCH;
    return switch (name) {
      case STRETCH -> ResizePolicy.stretch();
      case CENTRE_CROP -> ResizePolicy.centreCrop();
      case SHORT_SIDE -> ResizePolicy.shortSideThenCrop(number(json, "kept"));
      case LETTERBOX ->
          ResizePolicy.letterbox(
              choice(json, "anchor", ResizePolicy.Anchor.values()), number(json, "pad"));
      default ->
          throw wrong(
              "resize", name, String.join(", ", STRETCH, SHORT_SIDE, CENTRE_CROP, LETTERBOX));
    };
  }

  private static <E extends Enum<E>> E choice(JsonObject json, String field, E[] values) {
    String name = text(json, field).toUpperCase(Locale.ROOT).replace('-', '_');
    for (E value : values) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    throw wrong(field, text(json, field), "one of " + Arrays.toString(values));
  }

  private static String text(JsonObject json, String field) {
    JsonElement element = json.get(field);
    if (element == null || !element.isJsonPrimitive()) {
      throw wrong(field, String.valueOf(element), "text");
    }
    return element.getAsString();
  }

  private static double number(JsonObject json, String field) {
    return number(field, json.get(field));
  }

  private static double number(String field, JsonElement element) {
    if (element == null || !element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
      throw wrong(field, String.valueOf(element), "a number");
    }
    return element.getAsDouble();
  }

  private static double[] numbers(JsonObject json, String field) {
    JsonElement element = json.get(field);
    if (!element.isJsonArray()) {
      return new double[] {number(field, element)};
    }
    return element.getAsJsonArray().asList().stream().mapToDouble(e -> number(field, e)).toArray();
  }

  private static IllegalArgumentException wrong(String field, String value, String expected) {
    return new IllegalArgumentException(
        "transform." + field + ": " + shortened(value) + " (expected: " + expected + ")");
  }

  private static String shortened(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }
}
