package io.virk.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** One case of the golden set: the inputs of one call and what must come out of it. */
public final class GoldenCase {
  private final Path folder;
  private final JsonObject json;

  GoldenCase(Path folder, JsonObject json) {
    this.folder = folder;
    this.json = json;
  }

  /** Family and name, as in {@code mmd/identical}. */
  public String id() {
    return json.get("id").getAsString();
  }

  /** Which statistic, as in {@code mmd2_rbf}. */
  public String stat() {
    return json.get("stat").getAsString();
  }

  public boolean hasTag(String tag) {
    return json.has("tags")
        && json.getAsJsonArray("tags").contains(new com.google.gson.JsonPrimitive(tag));
  }

  /** Whether the call must be rejected with an exception. */
  public boolean mustReject() {
    return json.getAsJsonObject("expected").has("error");
  }

  /** Why the call must be rejected: a reason, not the message to match. */
  public String error() {
    return json.getAsJsonObject("expected").get("error").getAsString();
  }

  /** What else is right besides the value ({@code error_or_value} ...), or the empty string. */
  public String policy() {
    return hasParam("policy") ? text("policy") : "";
  }

  public boolean hasParam(String name) {
    JsonObject params = json.getAsJsonObject("params");
    return params.has(name) && !params.get(name).isJsonNull();
  }

  /** A parameter as text. */
  public String text(String name) {
    return json.getAsJsonObject("params").get(name).getAsString();
  }

  /** A parameter as a number, NaN and the infinities included. */
  public double param(String name) {
    return number(json.getAsJsonObject("params").get(name));
  }

  /** A parameter that is a list of numbers. */
  public double[] paramList(String name) {
    JsonArray list = json.getAsJsonObject("params").getAsJsonArray(name);
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(list.get(i));
    }
    return values;
  }

  public boolean hasInput(String name) {
    return json.getAsJsonObject("inputs").has(name);
  }

  /** An input array. */
  public NpyArray input(String name) {
    return array(json.getAsJsonObject("inputs").get(name));
  }

  /** The names of everything that is expected. */
  public Set<String> expectedKeys() {
    return new TreeSet<>(json.getAsJsonObject("expected").keySet());
  }

  public boolean expects(String key) {
    JsonObject expected = json.getAsJsonObject("expected");
    return expected.has(key) && !expected.get(key).isJsonNull();
  }

  /** One expected number. */
  public double expected(String key) {
    return number(json.getAsJsonObject("expected").get(key));
  }

  /** One expected array. */
  public NpyArray expectedArray(String key) {
    return array(json.getAsJsonObject("expected").get(key));
  }

  /** For double arithmetic on the inputs; exact where the case names none. */
  public Tolerance tolerance() {
    return hasTolerance("tol") ? tolerance("tol") : Tolerance.EXACT;
  }

  /** For single-precision arithmetic; {@link #tolerance()} where the case names none. */
  public Tolerance singlePrecisionTolerance() {
    return hasTolerance("tol_f32") ? tolerance("tol_f32") : tolerance();
  }

  /** Whether the case gives a tolerance for single-precision arithmetic. */
  public boolean hasSinglePrecisionTolerance() {
    return hasTolerance("tol_f32");
  }

  private boolean hasTolerance(String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }

  private Tolerance tolerance(String key) {
    JsonObject tol = json.getAsJsonObject(key);
    return new Tolerance(tol.get("rel").getAsDouble(), tol.get("abs").getAsDouble());
  }

  @Override
  public String toString() {
    return id();
  }

  private NpyArray array(JsonElement element) {
    if (!element.isJsonObject()) {
      return new NpyArray("<f8", new int[0], new double[] {number(element)});
    }
    JsonObject object = element.getAsJsonObject();
    JsonArray dims = object.getAsJsonArray("shape");
    int[] shape = new int[dims.size()];
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = dims.get(i).getAsInt();
      size *= shape[i];
    }
    String dtype = object.get("dtype").getAsString();
    if (object.has("npy")) {
      NpyArray read = NpyArray.read(folder.resolve(object.get("npy").getAsString()));
      if (!read.dtype().equals(dtype) || !java.util.Arrays.equals(read.shape(), shape)) {
        throw new IllegalStateException(id() + ": the .npy file is not what the case says");
      }
      return read;
    }
    double[] values = new double[size];
    int filled = flatten(object.get("inline"), values, 0);
    if (filled != size) {
      throw new IllegalStateException(id() + ": " + filled + " numbers (expected: " + size + ")");
    }
    return new NpyArray(dtype, shape, values);
  }

  private static int flatten(JsonElement element, double[] values, int at) {
    if (!element.isJsonArray()) {
      values[at] = number(element);
      return at + 1;
    }
    int next = at;
    for (JsonElement child : element.getAsJsonArray()) {
      next = flatten(child, values, next);
    }
    return next;
  }

  private static double number(JsonElement element) {
    if (element.getAsJsonPrimitive().isString()) {
      return switch (element.getAsString()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw new IllegalStateException("not a number: " + element);
      };
    }
    if (element.getAsJsonPrimitive().isBoolean()) {
      return element.getAsBoolean() ? 1 : 0;
    }
    return element.getAsDouble();
  }
}
