package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.internal.Explainer;
import io.virk.event.Exemplar;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentFormatException;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentTape;
import io.virk.incident.IncidentWindow;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Npy;
import io.virk.internal.Sha256;
import io.virk.scenes.Events;
import io.virk.scenes.Scenes;
import io.virk.signal.Schemas;
import io.virk.signal.SignalSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles are read that anybody may have written. */
class HostileBundleTest {
  private static final SignalSchema SCHEMA = Schemas.of(4);

  @TempDir private Path folder;
  private Path file;
  private Map<String, byte[]> entries;

  private static IncidentObservation observation(int number) {
    double[] scalars = new double[SCHEMA.scalars().size()];
    Arrays.fill(scalars, number);
    scalars[0] = Double.NaN;
    List<float[]> vectors = new ArrayList<>();
    SCHEMA.vectors().forEach(v -> vectors.add(new float[v.length()]));
    return new IncidentObservation(
        Exemplar.Role.DURING,
        number,
        Optional.of("frame \u0007\n" + number),
        1000L * number,
        Optional.of(new Slice("camera", "../../cam")),
        Map.of("camera", "../../cam", "x", "</script>"),
        number,
        Optional.of("cat"),
        number == 1 ? Double.NaN : 0.5,
        Optional.of(Verdict.DRIFT),
        new float[] {1, Float.NaN, Float.POSITIVE_INFINITY},
        scalars,
        new int[SCHEMA.categoricals().size()],
        vectors,
        true,
        false,
        Optional.of(
            Scenes.frame(0, number, 9, 7)
                .reducedFrom(90, 70, List.of(Scenes.frame(1, number, 64, 64)))),
        Picture.ORIGINAL);
  }

  static Incident incident() {
    var drift = Events.drift(1, false);
    return new Incident(
        "1",
        new Incident.Provenance("m", "b", "hash", "1", "17", "scalar", Incident.Model.NONE),
        "it is dark",
        5,
        Optional.of(drift),
        2,
        List.of(
            new IncidentChapter(
                IncidentChapter.Kind.OPENED,
                new Position(3, 3000),
                "it is dark",
                Optional.of(drift),
                Optional.of(Explainer.unexplained(drift, Kind.UNKNOWN, Playbook.standard())))),
        List.of(
            new IncidentWindow(
                Slice.ALL, new Position(9, 9000), "brightness", "mean-shift", Verdict.DRIFT, 2, 1)),
        SCHEMA,
        List.of(observation(1), observation(2)),
        7,
        Optional.of(
            new IncidentTape(
                new IncidentTape.Settings(
                    WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(3)),
                    Optional.of("camera"),
                    1,
                    1,
                    FalseAlarms.DEFAULT,
                    List.of("cusum"),
                    true,
                    EmissionPolicy.DEFAULT,
                    Long.MIN_VALUE),
                -5,
                new byte[] {1, 2},
                new byte[0])));
  }

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("bundle.zip");
    BundleWriter.writeNew(incident(), file);
    entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
  }

  private String refused(Path bundle) {
    String message =
        assertThrows(IncidentFormatException.class, () -> IncidentReader.open(bundle)).getMessage();
    assertTrue(message.contains(bundle.getFileName().toString()), message);
    return message;
  }

  private void refused(String words) {
    String message = refused(file);
    assertTrue(message.contains(words), message);
  }

  private JsonObject manifest() {
    return JsonParser.parseString(new String(entries.get("manifest.json"), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  /** Writes the entries, with a manifest that knows their lengths and hashes. */
  private void forge(JsonObject manifest) throws IOException {
    JsonArray declared = new JsonArray();
    entries.forEach(
        (name, bytes) -> {
          if (!name.equals("manifest.json")) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", name);
            entry.addProperty("bytes", bytes.length);
            entry.addProperty("sha256", Sha256.hex(bytes));
            declared.add(entry);
          }
        });
    manifest.add("entries", declared);
    entries.put("manifest.json", manifest.toString().getBytes(StandardCharsets.UTF_8));
    AtomicZip.writeStored(file, AtomicFile.Access.OWNER, entries);
  }

  @Test
  void whatWasWrittenIsReadAgainToTheLastBit() {
    Incident read = IncidentReader.open(file);
    Incident wrote = incident();
    assertEquals(wrote.provenance(), read.provenance());
    assertEquals(wrote.drift(), read.drift());
    assertEquals(wrote.history(), read.history());
    assertEquals(wrote.schema(), read.schema());
    assertEquals(wrote.tape().get().settings(), read.tape().get().settings());
    assertEquals(-5, read.tape().get().nanos());
    assertEquals(7, read.givenUp());
    for (int i = 0; i < 2; i++) {
      IncidentObservation a = wrote.observations().get(i);
      IncidentObservation b = read.observations().get(i);
      assertEquals(a.id(), b.id());
      assertEquals(a.tags(), b.tags());
      assertEquals(a.confidence(), b.confidence());
      assertTrue(Arrays.equals(a.logits(), b.logits()));
      assertTrue(Arrays.equals(a.scalars(), b.scalars()));
      assertTrue(Arrays.equals(a.image().get().pixels(), b.image().get().pixels()));
      assertEquals(90, b.image().get().fullWidth());
      assertTrue(
          Arrays.equals(
              a.image().get().patches().get(0).pixels(),
              b.image().get().patches().get(0).pixels()));
    }
  }

  @Test
  void whatComesFromATagNeverLeadsElsewhere() throws IOException {
    for (String name : entries.keySet()) {
      assertTrue(name.matches("([a-z]+/)?[A-Za-z0-9_-][A-Za-z0-9._-]*"), name);
    }
    for (String name :
        List.of("../evil", "/etc/passwd", "images/../../evil", "a\\b", "C:/x", ".")) {
      entries.put(name, new byte[1]);
      forge(manifest());
      refused("has a name that none of a bundle has");
      entries.remove(name);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void bombsDuplicatesAndTooManyEntriesAreRefused() throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("manifest.json"));
      for (int i = 0; i < 32; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    refused("entry manifest.json is compressed");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < 3000; i++) {
        zip.putNextEntry(new ZipEntry("e" + i));
      }
    }
    refused("entries: 3000 in ");
    byte[] another =
        new byte[22]; // an end with no entries, which a reader of zip files passes over
    ByteBuffer.wrap(another)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x06054b50)
        .putShort(20, (short) 5);
    Files.write(file, another, StandardOpenOption.APPEND);
    refused("it is no zip file, or truncated");
    entries.put("README.txX", new byte[0]);
    forge(manifest());
    byte[] renamed = Files.readAllBytes(file);
    String text =
        new String(renamed, StandardCharsets.ISO_8859_1).replace("README.txX", "README.txt");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    refused("entry README.txt is there twice");
  }

  @Test
  void arraysAndImagesOfWrongSizesAreRefusedByName() throws IOException {
    Map<String, byte[]> whole = new LinkedHashMap<>(entries);
    int columns = SCHEMA.scalars().size();
    double[] infinite = new double[2 * columns];
    infinite[1] = Double.POSITIVE_INFINITY;
    Map<String, byte[]> wrong =
        Map.of(
            BundleManifest.SCALARS,
            Npy.write(infinite, 2, columns),
            BundleManifest.RAW,
            Npy.write(new double[3 * columns], 3, columns),
            BundleManifest.CATEGORIES,
            new byte[0],
            BundleManifest.LOGITS,
            Npy.write(new float[4], 2, 2),
            "images/during-00000001-_cam.png",
            new byte[] {1, 2, 3});
    for (Map.Entry<String, byte[]> one : wrong.entrySet()) {
      entries = new LinkedHashMap<>(whole);
      assertTrue(
          entries.replace(one.getKey(), one.getValue()) != null, entries.keySet().toString());
      forge(manifest());
      refused("entry " + one.getKey() + " ");
    }
    entries = new LinkedHashMap<>(whole);
    entries.remove(BundleManifest.LOGITS);
    forge(manifest());
    refused("entry " + BundleManifest.LOGITS + " is missing");
    entries = new LinkedHashMap<>(whole);
    entries.put("more.npy", new byte[1]);
    forge(manifest());
    refused("entry more.npy is unknown");
  }

  /** Every field of the manifest, replaced by what it cannot be. */
  @Test
  void aManifestThatLiesIsRefusedOrHarmless() throws IOException {
    List<String> paths = new ArrayList<>();
    collect(manifest(), "", paths);
    Map<String, byte[]> whole = new LinkedHashMap<>(entries);
    int refused = 0;
    for (String path : paths) {
      for (JsonElement lie :
          List.of(
              JsonNull.INSTANCE,
              new JsonPrimitive(-1e300),
              new JsonPrimitive("\u0000"),
              new JsonArray())) {
        entries = new LinkedHashMap<>(whole);
        JsonObject manifest = manifest();
        replace(manifest, path.split("/"), lie);
        forge(manifest);
        refused += isRefused() ? 1 : 0;
      }
    }
    assertTrue(refused > 2 * paths.size(), refused + " of " + 4 * paths.size());
  }

  private boolean isRefused() {
    try {
      IncidentReader.open(file);
      return false;
    } catch (IncidentFormatException e) {
      assertTrue(e.getMessage().contains("entry "), e.getMessage());
      return true;
    }
  }

  private static void collect(JsonElement element, String path, List<String> paths) {
    if (element.isJsonObject()) {
      for (Map.Entry<String, JsonElement> field : element.getAsJsonObject().entrySet()) {
        if (!field.getKey().equals("entries") && !field.getKey().equals("signals")) {
          collect(field.getValue(), path + "/" + field.getKey(), paths);
        }
      }
    } else if (element.isJsonArray() && element.getAsJsonArray().size() > 0) {
      collect(element.getAsJsonArray().get(0), path + "/0", paths);
    }
    if (!path.isEmpty()) {
      paths.add(path.substring(1));
    }
  }

  private static void replace(JsonElement in, String[] path, JsonElement value) {
    JsonElement at = in;
    for (int i = 0; i < path.length - 1; i++) {
      at = at.isJsonArray() ? at.getAsJsonArray().get(0) : at.getAsJsonObject().get(path[i]);
    }
    if (at.isJsonArray()) {
      at.getAsJsonArray().set(0, value);
    } else {
      at.getAsJsonObject().add(path[path.length - 1], value);
    }
  }

  /** Seeded: whatever bytes are changed, cut off or inserted, it is refused, or as it was. */
  @Test
  void whateverIsDoneToTheBytesNothingElseIsThrown() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 400; i++) {
      byte[] changed = whole.clone();
      if (i % 4 == 0) {
        changed = Arrays.copyOf(changed, random.nextInt(changed.length));
      }
      for (int j = random.nextInt(1, 5); j > 0 && changed.length > 0; j--) {
        boolean atTheEnd = random.nextBoolean();
        int near = Math.min(changed.length, 2048);
        int at =
            atTheEnd ? changed.length - 1 - random.nextInt(near) : random.nextInt(changed.length);
        changed[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (changed[at] ^ 1);
      }
      Files.write(file, changed);
      assertDoesNotThrow(
          () -> {
            try {
              IncidentReader.open(file);
            } catch (IncidentFormatException e) {
              assertTrue(e.getMessage().contains("bundle.zip"), e.getMessage());
            }
          });
    }
  }

  @Test
  void whatIsNoBundleIsRefused() throws IOException {
    Files.write(file, new byte[0]);
    refused("no zip file");
    assertThrows(
        UncheckedIOException.class, () -> IncidentReader.open(folder.resolve("nothing.zip")));
    Map<String, byte[]> other = Map.of("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
    AtomicZip.writeStored(file, AtomicFile.Access.OWNER, other);
    refused("has the format \"null\" (expected: virk-incident)");
    String deep = "[".repeat(100_000);
    AtomicZip.writeStored(
        file,
        AtomicFile.Access.OWNER,
        Map.of("manifest.json", ("{\"history\":" + deep).getBytes(StandardCharsets.UTF_8)));
    refused("entry manifest.json");
    JsonObject newer = manifest();
    newer.addProperty("formatVersion", BundleManifest.VERSION + 1);
    forge(newer);
    refused("has formatVersion 3 (expected: 2; ");
  }
}
