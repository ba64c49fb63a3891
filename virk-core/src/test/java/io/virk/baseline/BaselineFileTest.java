package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.file.BaselineCodec;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Npy;
import io.virk.internal.Sha256;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file as it comes from the network: truncated, damaged, forged. */
@Tag("slow")
class BaselineFileTest {
  @TempDir private Path folder;

  private static Baseline small;

  /** A small file: the fuzz test reads it a thousand times. */
  private static synchronized Baseline small() {
    if (small == null) {
      BaselineBuilder builder = Baseline.builder("tiny").window(8).clock(Baselines.CLOCK);
      for (int i = 0; i < 160; i++) { // a quarter fits models: 20 of each class
        builder.add(
            Observation.builder()
                .sequence(i)
                .predictedClass(i % 2)
                .embedding(Arrays.copyOf(Baselines.vector(3, i, 0).embedding(), 2))
                .build());
      }
      small = builder.build();
    }
    return small;
  }

  private byte[] bytes() throws IOException {
    Path file = folder.resolve("small.virk");
    small().save(file);
    return Files.readAllBytes(file);
  }

  /** Either the very baseline, or the one exception. */
  private void loadsTheSameOrRefuses(Path file, String how) {
    try {
      Baseline loaded = Baseline.load(file);
      assertEquals(small().hash(), loaded.hash(), how);
      assertArrayEquals(
          BaselineCodec.arrays(small().content().parts()).values().toArray(),
          BaselineCodec.arrays(loaded.content().parts()).values().toArray(),
          how);
    } catch (BaselineFormatException e) {
      assertTrue(e.getMessage().startsWith("file: " + file), e.getMessage());
      assertTrue(e.getMessage().length() < 1500, "a long message");
    }
  }

  /** It said that it cannot be written, and not why. */
  @Test
  void whatCannotBeWrittenSaysWhy() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    String message =
        assertThrows(UncheckedIOException.class, () -> small().save(file.resolve("b.virk")))
            .getMessage();
    assertTrue(message.matches("(?s)baseline .* cannot be written: .+"), message);
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = bytes();
    Path file = folder.resolve("cut");
    for (int length = 0; length < whole.length; length += 1 + whole.length / 300) {
      Files.write(file, Arrays.copyOf(whole, length));
      int cut = length;
      assertThrows(BaselineFormatException.class, () -> Baseline.load(file), "cut at " + cut);
    }
  }

  @Test
  void flippedAndOverwrittenBytesAreRefusedOrChangeNothing() throws IOException {
    byte[] whole = bytes();
    Path file = folder.resolve("flipped");
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 400; i++) {
        byte[] changed = whole.clone();
        boolean tail = i % 2 == 0; // the zip's directory
        int from = tail ? whole.length - 1000 : 0;
        int at = random.nextInt(from, whole.length);
        int n = i % 3 == 0 ? Math.min(8, whole.length - at) : 1;
        for (int k = 0; k < n; k++) {
          changed[at + k] ^= (byte) (n == 1 ? 1 << random.nextInt(8) : random.nextInt(256));
        }
        Files.write(file, changed);
        loadsTheSameOrRefuses(file, "seed " + seed + ", " + n + " bytes at " + at);
      }
    }
  }

  private Map<String, byte[]> entries() throws IOException {
    Files.write(folder.resolve("small.virk"), bytes());
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(folder.resolve("small.virk").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private void refused(String expected, Path file) {
    String message =
        assertThrows(BaselineFormatException.class, () -> Baseline.load(file)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void unknownEntriesAndWaysOutOfTheFolderAreRefused() throws IOException {
    Path file = folder.resolve("forged");
    for (String name : new String[] {"../../etc/passwd", "/tmp/x", "a\\b", "reference-7/x.npy"}) {
      Map<String, byte[]> entries = entries();
      entries.put(name, new byte[3]);
      AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
      refused("entry " + name + " is not in the manifest", file);
      String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
      String known =
          manifest.replaceFirst(
              "\"entries\": \\[",
              "\"entries\": [{\"name\": \""
                  + name.replace("\\", "\\\\\\\\")
                  + "\", \"bytes\": 3, \"sha256\":"
                  + " \"709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c\"},");
      entries.put("manifest.json", known.getBytes(StandardCharsets.UTF_8));
      AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
      refused("entry " + name + " is unknown", file);
    }
  }

  @Test
  void compressedTwiceNamedAndOverlappingEntriesAreRefused() throws IOException {
    Path file = folder.resolve("forged");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    refused("is compressed", file);
    // a bomb: a gigabyte of zeros in a megabyte
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("manifest.json"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        zip.write(zeros);
      }
    }
    refused("is compressed", file);
    Map<String, byte[]> twice = entries();
    twice.put("reference-0/categories.npX", twice.get("reference-0/categories.npy"));
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, twice);
    byte[] renamed = Files.readAllBytes(file);
    String text = new String(renamed, StandardCharsets.ISO_8859_1).replace(".npX", ".npy");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    refused("is there twice", file);
  }

  @Test
  void unknownFieldsAreRefused() throws IOException {
    Map<String, byte[]> entries = entries();
    String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    Path file = folder.resolve("forged");
    for (String field : new String[] {"\"seed\"", "\"maxWidth\"", "\"rows\"", "\"degrees\""}) {
      entries.put(
          "manifest.json",
          manifest
              .replaceFirst(field, "\"surprise\": 1, " + field)
              .getBytes(StandardCharsets.UTF_8));
      AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
      refused("unknown field surprise", file);
    }
  }

  /** What stands in the place of a value is of any type and size; the checksums are right. */
  @Test
  void forgedManifestsAreRefusedOrMakeABaseline() throws IOException {
    Map<String, byte[]> entries = entries();
    String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    Matcher matcher = Pattern.compile(": (-?[0-9.]+|\"[^\"]*\"|null|\\[\\])").matcher(manifest);
    List<int[]> values = new ArrayList<>();
    while (matcher.find()) {
      values.add(new int[] {matcher.start(1), matcher.end(1)});
    }
    String[] forged = {
      "0",
      "-1",
      "1",
      "7",
      "2147483647",
      "-9223372036854775808",
      "1e308",
      "1e999999999",
      "0.5",
      "NaN",
      "\"\"",
      "\"x\"",
      "null",
      "[]",
      "{}",
      "[[]]",
      "true",
      "\"reference-0/categories.npy\"",
      "\"\\u0000\""
    };
    Path file = folder.resolve("forged");
    SplittableRandom random = new SplittableRandom(11);
    int loaded = 0;
    for (int i = 0; i < 600; i++) {
      int[] at = values.get(random.nextInt(values.size()));
      String changed =
          manifest.substring(0, at[0])
              + forged[random.nextInt(forged.length)]
              + manifest.substring(at[1]);
      entries.put("manifest.json", changed.getBytes(StandardCharsets.UTF_8));
      AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
      try {
        Baseline baseline = Baseline.load(file);
        baseline.save(folder.resolve("again"));
        Baseline.load(folder.resolve("again"));
        loaded++;
      } catch (BaselineFormatException e) {
        assertTrue(e.getMessage().startsWith("file: "), e.getMessage());
      }
    }
    assertTrue(loaded < 300, loaded + " of 600");
  }

  @Test
  void forgedArraysAreRefusedOrMakeABaseline() throws Exception {
    Map<String, byte[]> good = entries();
    List<String> names = good.keySet().stream().filter(n -> n.endsWith(".npy")).toList();
    String manifest = new String(good.get("manifest.json"), StandardCharsets.UTF_8);
    Path file = folder.resolve("forged");
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < 400; i++) {
      String name = names.get(random.nextInt(names.size()));
      byte[] array = good.get(name).clone();
      for (int k = 0; k < 4; k++) {
        int at = i % 2 == 0 ? random.nextInt(128) : random.nextInt(128, array.length);
        array[at] = (byte) random.nextInt(256);
      }
      String sha = Sha256.hex(array);
      String old = Sha256.hex(good.get(name));
      Map<String, byte[]> entries = new LinkedHashMap<>(good);
      entries.put(name, array);
      entries.put("manifest.json", manifest.replace(old, sha).getBytes(StandardCharsets.UTF_8));
      AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
      try {
        Baseline.load(file);
      } catch (BaselineFormatException e) {
        assertTrue(e.getMessage().startsWith("file: "), e.getMessage());
        assertTrue(e.getMessage().length() < 1500, "a long message");
      }
    }
  }

  private void refusedWith(String expected, String name, byte[] array) throws IOException {
    Map<String, byte[]> entries = entries();
    String sha = Sha256.hex(entries.put(name, array));
    String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    String changed = manifest.replace(sha, Sha256.hex(array));
    entries.put("manifest.json", changed.getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve("forged");
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
    refused("entry " + name + " " + expected, file);
  }

  @Test
  void meansOfClassesAndRandomFeaturesThatCannotBeAreRefused() throws IOException {
    String classes = "embedding-classes.npy";
    refusedWith("is not strictly rising from 0", classes, Npy.write(new int[] {1, 1}, 2));
    refusedWith("is not strictly rising from 0", classes, Npy.write(new int[] {-1, 1}, 2));
    String counts = "embedding-class-counts.npy";
    refusedWith("adds up to 41 (expected: 40)", counts, Npy.write(new int[] {20, 21}, 2));
    refusedWith("holds 0 (expected: >= 1)", counts, Npy.write(new int[] {0, 40}, 2));
    double[] far = new double[256];
    far[3] = -1.5;
    refusedWith(
        "holds -1.5 (expected: -1 .. 1)",
        "reference-0/random-feature-mean.npy",
        Npy.write(far, 256));
    far[3] = Double.NaN;
    refusedWith(
        "are no frequencies: frequencies", "random-frequencies.npy", Npy.write(far, 128, 2));
    refusedWith(
        "is no covariance: covariance", "embedding-covariance.npy", Npy.write(new double[4], 2, 2));
  }

  /** Python reads a baseline, writes every array anew with numpy.save, and VIRK reads that. */
  @Test
  void numpyWritesWhatWeRead() throws IOException, InterruptedException {
    bytes();
    String job =
        """
        import hashlib, io, json, zipfile
        old = zipfile.ZipFile("small.virk")
        manifest = json.loads(old.read("manifest.json"))
        new = zipfile.ZipFile("python.virk", "w")
        for entry in manifest["entries"]:
            data = io.BytesIO()
            numpy.save(data, numpy.load(io.BytesIO(old.read(entry["name"]))))
            entry["bytes"] = len(data.getvalue())
            entry["sha256"] = hashlib.sha256(data.getvalue()).hexdigest()
            new.writestr(entry["name"], data.getvalue())
        def array(name):
            return numpy.load(io.BytesIO(old.read(name)))
        w = array("random-frequencies.npy")
        x = array("reference-0/vector-embedding.npy")[array("reference-0/calibration.npy") == 0]
        z = numpy.hstack([numpy.cos(x @ w.T), numpy.sin(x @ w.T)]) / numpy.sqrt(len(w))
        assert numpy.allclose(z.mean(0), array("reference-0/random-feature-mean.npy"), atol=1e-6)
        means, classes = array("embedding-class-means.npy"), array("embedding-classes.npy")
        assert classes.tolist() == [0, 1] and array("embedding-class-counts.npy").sum() == 40
        scores = []
        for row in x.astype(float):
            scores.append(min((row - m) @ numpy.linalg.solve(array("embedding-covariance.npy"), row - m)
                              for m in means) ** 0.5)
        scalars = [s["name"] for s in manifest["signals"] if s["kind"] == "scalar"]
        column = scalars.index("mahalanobis")
        stored = array("reference-0/scalars.npy")[array("reference-0/calibration.npy") == 0]
        assert numpy.allclose(scores, stored[:, column])
        manifest["source"] = "a Python job"
        new.writestr("manifest.json", json.dumps(manifest))
        new.close()
        """;
    Numpy.run(folder, job);
    Baseline loaded = Baseline.load(folder.resolve("python.virk"));
    assertEquals("a Python job", loaded.provenance().source());
    assertArrayEquals(
        BaselineCodec.arrays(small().content().parts()).values().toArray(),
        BaselineCodec.arrays(loaded.content().parts()).values().toArray());
  }

  @Test
  void theFileIsAsLongAsItsContent() throws IOException {
    long content = entries().values().stream().mapToLong(b -> b.length).sum();
    long file = Files.size(folder.resolve("small.virk"));
    assertTrue(file < content + 4096, file + " bytes for " + content);
  }
}
