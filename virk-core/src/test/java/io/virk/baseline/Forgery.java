package io.virk.baseline;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Npy;
import io.virk.internal.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A baseline file as somebody might make it who knows the format: one or three of its values or
 * arrays are others, and every length and checksum is right.
 */
final class Forgery {
  private static final String MANIFEST = "manifest.json";

  private static final double[] REALS = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0,
    -0.0,
    1,
    -1,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    1e-300,
    1e-30,
    1e8,
    1e30,
    -1e30,
    3e38,
    1e150,
    1e300,
    -1e300,
    Double.MAX_VALUE
  };

  private static final int[] WHOLE = {
    0, 1, -1, 2, 7, -2, 1000, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private static final String[] TEXTS = {
    "",
    " ",
    "x",
    "\u0000",
    "a\nb",
    "\u001b[31m",
    "brightness",
    "energy",
    "embedding",
    "predictedClass",
    "mean-shift",
    "mmd",
    "random-feature-mmd",
    "blur",
    "noise",
    "2026-01-02T03:04:05Z",
    "-999999999-01-01T00:00:00Z"
  };

  private final SplittableRandom random;
  private final StringBuilder how = new StringBuilder();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final JsonObject manifest;

  /** Nothing is changed yet. */
  Forgery(Map<String, byte[]> genuine) {
    this(genuine, 0, 0);
  }

  /** One change, or three. */
  Forgery(Map<String, byte[]> genuine, long seed) {
    this(genuine, seed, seed % 4 == 0 ? 3 : 1);
  }

  private Forgery(Map<String, byte[]> genuine, long seed, int changes) {
    this.random = new SplittableRandom(seed);
    genuine.forEach((name, bytes) -> entries.put(name, bytes.clone()));
    this.manifest =
        JsonParser.parseString(new String(entries.remove(MANIFEST), StandardCharsets.UTF_8))
            .getAsJsonObject();
    for (int i = 0; i < changes; i++) {
      if (random.nextInt(3) == 0) {
        forgeManifest();
      } else {
        forgeArray();
      }
    }
  }

  /** Another value of a field of the manifest. */
  Forgery set(String field, Object value) {
    manifest.add(field, new Gson().toJsonTree(value));
    return this;
  }

  /** A calibration of the first reference stands there twice, with its null statistics. */
  Forgery repeatCalibration(int which) {
    JsonObject reference = manifest.getAsJsonArray("references").get(0).getAsJsonObject();
    JsonArray calibrations = reference.getAsJsonArray("calibrations");
    calibrations.add(calibrations.get(which).deepCopy());
    String name = "reference-0/null-statistics.npy";
    int n = calibrations.size();
    double[] nulls = Npy.readDoubles(name, entries.get(name), n - 1, Calibrator.DRAWS);
    nulls = Arrays.copyOf(nulls, n * Calibrator.DRAWS);
    entries.put(name, Npy.write(nulls, n, Calibrator.DRAWS));
    return this;
  }

  /** Another value of an array of doubles. */
  Forgery array(String name, int index, double value) {
    byte[] bytes = entries.get(name);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putDouble(10 + Short.toUnsignedInt(buffer.getShort(8)) + 8 * index, value);
    return this;
  }

  /** What was changed, in words. */
  String how() {
    return how.toString();
  }

  /** The entries of a file. */
  static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  void write(Path file) throws IOException {
    JsonElement described = manifest.get("entries");
    if (described != null && described.isJsonArray()) {
      for (JsonElement element : described.getAsJsonArray()) {
        JsonObject entry = element.getAsJsonObject();
        byte[] bytes = entries.get(entry.get("name").getAsString());
        entry.addProperty("bytes", bytes.length);
        entry.addProperty("sha256", Sha256.hex(bytes));
      }
    }
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(MANIFEST, manifest.toString().getBytes(StandardCharsets.UTF_8));
    all.putAll(entries);
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, all);
  }

  /** A leaf of the manifest, by the way to it. */
  private record Leaf(String path, JsonObject parent, String field) {}

  private static void leaves(String path, JsonElement element, List<Leaf> found) {
    if (element.isJsonArray()) {
      for (int i = 0; i < element.getAsJsonArray().size(); i++) {
        leaves(path + "[" + i + "]", element.getAsJsonArray().get(i), found);
      }
    } else if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      for (String field : object.keySet()) {
        if (!field.equals("entries") && !field.startsWith("format")) {
          found.add(new Leaf(path + "." + field, object, field));
          leaves(path + "." + field, object.get(field), found);
        }
      }
    }
  }

  private void forgeManifest() {
    List<Leaf> leaves = new ArrayList<>();
    leaves("", manifest, leaves);
    // top-level fields as often as the many of calibrations
    List<Leaf> top = leaves.stream().filter(l -> l.path().lastIndexOf('.') == 0).toList();
    List<Leaf> from = random.nextBoolean() ? top : leaves;
    Leaf leaf = from.get(random.nextInt(from.size()));
    JsonElement old = leaf.parent().get(leaf.field());
    JsonElement forged = old.isJsonArray() ? list(old.getAsJsonArray()) : value(old, leaf, leaves);
    leaf.parent().add(leaf.field(), forged);
    String text = forged.toString();
    how.append(leaf.path()).append(" := ");
    how.append(text, 0, Math.min(80, text.length())).append("; ");
  }

  private JsonElement value(JsonElement old, Leaf leaf, List<Leaf> leaves) {
    switch (random.nextInt(4)) {
      case 0: // that of another field of the name
        List<Leaf> others = leaves.stream().filter(l -> l.field().equals(leaf.field())).toList();
        Leaf other = others.get(random.nextInt(others.size()));
        return other.parent().get(other.field()).deepCopy();
      case 1:
        return JsonNull.INSTANCE;
      default:
        boolean number = old.isJsonPrimitive() && old.getAsJsonPrimitive().isNumber();
        if (!number) {
          return new JsonPrimitive(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return random.nextBoolean()
            ? new JsonPrimitive(WHOLE[random.nextInt(WHOLE.length)])
            : new JsonPrimitive(REALS[3 + random.nextInt(REALS.length - 3)]);
    }
  }

  private JsonArray list(JsonArray old) {
    JsonArray forged = old.deepCopy();
    if (forged.isEmpty()) {
      forged.add("x");
    } else if (random.nextBoolean()) {
      forged.add(forged.get(random.nextInt(forged.size())).deepCopy());
    } else if (random.nextBoolean()) {
      forged.remove(random.nextInt(forged.size()));
    } else {
      int a = random.nextInt(forged.size());
      int b = random.nextInt(forged.size());
      JsonElement first = forged.get(a);
      forged.set(a, forged.get(b));
      forged.set(b, first);
    }
    return forged;
  }

  private void forgeArray() {
    List<String> names = List.copyOf(entries.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] bytes = entries.get(name);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = 10 + Short.toUnsignedInt(buffer.getShort(8));
    String header = new String(bytes, 10, start - 10, StandardCharsets.US_ASCII);
    int size = header.contains("<f8") ? 8 : 4;
    int n = (bytes.length - start) / size;
    int columns = columns(header, n);
    how.append(name).append(' ');
    if (n == 0) {
      return;
    }
    if (random.nextInt(8) == 0) {
      permute(buffer, start, size, n);
      return;
    }
    int at = random.nextInt(n);
    int kind = random.nextInt(4);
    double value = REALS[random.nextInt(REALS.length)];
    int whole = WHOLE[random.nextInt(WHOLE.length)];
    boolean scaled = random.nextInt(4) == 0;
    how.append(new String[] {"value ", "row ", "column ", "all "}[kind]).append(at);
    how.append(scaled ? " times " : " := ").append(header.contains("<i4") ? whole : value);
    how.append("; ");
    for (int i = 0; i < n; i++) {
      boolean meant =
          switch (kind) {
            case 0 -> i == at;
            case 1 -> i / columns == at / columns;
            case 2 -> i % columns == at % columns;
            default -> true;
          };
      if (!meant) {
        continue;
      }
      int p = start + i * size;
      if (size == 8) {
        buffer.putDouble(p, scaled ? value * buffer.getDouble(p) : value);
      } else if (header.contains("<f4")) {
        buffer.putFloat(p, (float) (scaled ? value * buffer.getFloat(p) : value));
      } else {
        buffer.putInt(p, scaled ? whole * buffer.getInt(p) : whole);
      }
    }
  }

  /** The last side of the shape. */
  private static int columns(String header, int n) {
    String[] sides =
        header
            .substring(header.indexOf('(') + 1, header.indexOf(')'))
            .replaceAll(",\\s*$", "")
            .split(",");
    return sides.length < 2 ? 1 : Math.max(1, Math.min(n, Integer.parseInt(sides[1].strip())));
  }

  private void permute(ByteBuffer buffer, int start, int size, int n) {
    how.append("permuted; ");
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      for (int k = 0; k < size; k++) {
        byte kept = buffer.get(start + i * size + k);
        buffer.put(start + i * size + k, buffer.get(start + j * size + k));
        buffer.put(start + j * size + k, kept);
      }
    }
  }
}
