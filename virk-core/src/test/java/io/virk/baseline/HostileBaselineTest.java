package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Sha256;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of a baseline that is damaged, or made to harm, is refused in words. */
class HostileBaselineTest {
  @TempDir private Path folder;

  private Path saved() {
    Path file = folder.resolve("whole");
    Baselines.ofVectors().save(file);
    return file;
  }

  private void rejected(String expected, Path file) {
    BaselineFormatException e =
        assertThrows(BaselineFormatException.class, () -> Baseline.load(file), expected);
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().startsWith("file: " + file), e.getMessage());
    assertTrue(e.getMessage().length() < 1500, "a long message");
  }

  @Test
  void truncatedForeignAndRandomFilesAreRejected() throws IOException {
    byte[] whole = Files.readAllBytes(saved());
    Path file = folder.resolve("bad");
    for (double share : new double[] {0, 0.001, 0.1, 0.5, 0.9, 0.999}) {
      Files.write(file, java.util.Arrays.copyOf(whole, (int) (whole.length * share)));
      rejected("", file);
    }
    byte[] noise = new byte[5000];
    new SplittableRandom(1).nextBytes(noise);
    Files.write(file, noise);
    rejected("no zip file", file);
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, Map.of("readme.txt", new byte[3]));
    rejected("manifest.json is missing", file);
    assertThrows(UncheckedIOException.class, () -> Baseline.load(folder.resolve("none")));
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(saved().toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private void rejectedWith(String expected, String from, String to) throws IOException {
    Map<String, byte[]> entries = entries();
    String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    String changed = manifest.replaceFirst(from, to);
    assertTrue(!changed.equals(manifest), from);
    entries.put("manifest.json", changed.getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve("changed");
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
    rejected(expected, file);
  }

  @Test
  void manifestsAreReadAsHostile() throws IOException {
    rejectedWith("written by a newer VIRK", "\"formatVersion\": 1", "\"formatVersion\": 2");
    rejectedWith("formatVersion", "\"formatVersion\": 1", "\"formatVersion\": \"1\"");
    rejectedWith("formatVersion", "\"formatVersion\": 1", "\"formatVersion\": 1.5");
    rejectedWith("formatVersion", "\"formatVersion\": 1", "\"formatVersion\": 1e999999999");
    rejectedWith("has format", "\"virk-baseline\"", "\"other\"");
    rejectedWith("length", "\"length\": 4", "\"length\": 1048577");
    rejectedWith("holds <f8 (128, 4)", "\"length\": 4", "\"length\": 1000000");
    rejectedWith("rows", "\"rows\": 240", "\"rows\": 1000000");
    rejectedWith("rows", "\"rows\": 240", "\"rows\": -1");
    rejectedWith("rows", "\"rows\": 240", "\"rows\": {}");
    rejectedWith("window", "\"window\": 16", "\"window\": 1");
    rejectedWith("window", "\"window\": 16", "\"window\": 1000000");
    rejectedWith("unknown signal", "\"signal\": \"energy\"", "\"signal\": \"aura\"");
    rejectedWith("mean-shift", "\"signal\": \"energy\"", "\"signal\": \"embedding\"");
    rejectedWith("created", "\"created\": \"[^\"]*\"", "\"created\": \"yesterday\"");
    rejectedWith("sha256", "\"sha256\": \"[^\"]*\"", "\"sha256\": null");
    rejectedWith("does not match", "\"sha256\": \"[^\"]*\"", "\"sha256\": \"00\"");
    rejectedWith("does not match", "\"bytes\": \\d+", "\"bytes\": 5");
    rejectedWith("does not match", "\"bytes\": \\d+", "\"bytes\": 2000000000");
    rejectedWith("unknown field seeed", "\"seed\"", "\"seeed\"");
    rejectedWith("lacks the field seed", "\"seed\": 42,", "");
    rejectedWith("sliceKey", "\"slice\": null", "\"slice\": \"x\"");
    rejectedWith("is no JSON", "\\{", "[[[[{");
    rejectedWith("references", "\"references\": \\[", "\"references\": [1, ");
    Map<String, byte[]> deep = entries();
    deep.put("manifest.json", "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve("deep");
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, deep);
    rejected("is no JSON", file);
    deep.put("manifest.json", new byte[5 << 20]);
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, deep);
    rejected("is longer than", file);
    Map<String, byte[]> missing = entries();
    missing.remove("reference-0/categories.npy");
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, missing);
    rejected("reference-0/categories.npy is missing", file);
  }

  /** Replaces an array and its checksum. */
  private Path withArray(String name, byte[] content) throws IOException {
    Map<String, byte[]> entries = entries();
    String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    String sha = Sha256.hex(content);
    manifest =
        manifest.replaceFirst(
            "(?s)(\"name\": \"" + name + "\",\\s*\"bytes\": )\\d+(,\\s*\"sha256\": \")[^\"]*",
            "$1" + content.length + "$2" + sha);
    entries.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    entries.put(name, content);
    Path file = folder.resolve("array");
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
    return file;
  }

  @Test
  void arraysAreReadAsHostile() throws IOException {
    byte[] classes = entries().get("reference-0/categories.npy");
    String name = "reference-0/categories.npy";
    rejected("is no NumPy 1.0 array", withArray(name, new byte[4]));
    rejected("is no NumPy 1.0 array", withArray(name, new byte[400]));
    rejected("ends inside its header", withArray(name, java.util.Arrays.copyOf(classes, 20)));
    rejected("bytes of data", withArray(name, java.util.Arrays.copyOf(classes, 200)));
    String text = new String(classes, StandardCharsets.ISO_8859_1);
    for (String[] change :
        new String[][] {{"<i4", "|O8"}, {"<i4", ">i4"}, {"False", "True "}, {"240", "239"}}) {
      byte[] changed =
          text.replaceFirst(java.util.regex.Pattern.quote(change[0]), change[1])
              .getBytes(StandardCharsets.ISO_8859_1);
      rejected("entry " + name, withArray(name, changed));
    }
    for (int hostile : new int[] {-2, Integer.MIN_VALUE}) {
      byte[] changed = classes.clone();
      java.nio.ByteBuffer.wrap(changed)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .putInt(changed.length - 4, hostile);
      rejected("category", withArray(name, changed));
    }
    for (String floats : List.of("reference-0/scalars.npy", "reference-0/null-statistics.npy")) {
      byte[] changed = entries().get(floats);
      java.nio.ByteBuffer.wrap(changed)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .putDouble(changed.length - 8, Double.POSITIVE_INFINITY);
      rejected("infinite", withArray(floats, changed));
    }
    byte[] embeddings = entries().get("reference-0/vector-embedding.npy");
    java.nio.ByteBuffer.wrap(embeddings)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putFloat(embeddings.length - 4, Float.NaN);
    rejected("finite", withArray("reference-0/vector-embedding.npy", embeddings));
  }
}
