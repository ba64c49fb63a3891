package io.virk.baseline;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.internal.AtomicZip;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The {@code .virk} file: a zip of {@code manifest.json} and NumPy arrays. The manifest names every
 * array with its length and SHA-256; the baseline's hash is the SHA-256 of the manifest.
 */
final class BaselineFile {
  static final String FORMAT = "virk-baseline";
  static final int VERSION = 1;
  static final String MANIFEST = "manifest.json";

  private static final int MAXIMUM_MANIFEST = 4 << 20;
  private static final int MAXIMUM_ENTRIES = 10_000;
  private static final long MAXIMUM_TOTAL = 2L << 30;

  private BaselineFile() {}

  static String hash(Baseline.Parts parts) {
    return sha256(manifest(parts, BaselineCodec.arrays(parts)));
  }

  private static byte[] manifest(Baseline.Parts parts, Map<String, byte[]> arrays) {
    JsonObject manifest = new JsonObject();
    manifest.addProperty("format", FORMAT);
    manifest.addProperty("formatVersion", VERSION);
    BaselineCodec.describe(parts, manifest);
    JsonArray entries = new JsonArray();
    arrays.forEach(
        (name, bytes) -> {
          JsonObject entry = new JsonObject();
          entry.addProperty("name", name);
          entry.addProperty("bytes", bytes.length);
          entry.addProperty("sha256", sha256(bytes));
          entries.add(entry);
        });
    manifest.add("entries", entries);
    return (Manifest.GSON.toJson(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static void write(Baseline baseline, Path file) {
    Map<String, byte[]> arrays = BaselineCodec.arrays(baseline.parts());
    byte[] manifest = manifest(baseline.parts(), arrays);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(MANIFEST, manifest);
    entries.putAll(arrays);
    try {
      AtomicZip.write(file, entries);
    } catch (IOException e) {
      throw new UncheckedIOException("baseline " + file + " cannot be written", e);
    }
  }

  static Baseline read(Path file, DetectorChoice own) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return read(zip, own);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException("file: " + file + " (expected: an existing file)", e);
    } catch (ZipException e) {
      throw new BaselineFormatException(
          "file: "
              + file
              + " (expected: a VIRK baseline; this is truncated or no zip file: "
              + e.getMessage()
              + ")",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("baseline " + file + " cannot be read", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BaselineFormatException("file: " + file + ": " + e.getMessage(), e);
    } catch (BaselineFormatException e) {
      throw new BaselineFormatException("file: " + file + ": " + e.getMessage(), e);
    }
  }

  private static Baseline read(ZipFile zip, DetectorChoice own) throws IOException {
    if (zip.size() > MAXIMUM_ENTRIES) {
      throw new BaselineFormatException(
          "entries: " + zip.size() + " (expected: <= " + MAXIMUM_ENTRIES + ")", null);
    }
    byte[] manifestBytes = entry(zip, MANIFEST, MAXIMUM_MANIFEST);
    Manifest manifest = Manifest.parse(manifestBytes);
    String format = manifest.string("format");
    if (!format.equals(FORMAT)) {
      throw malformed(MANIFEST, "has format \"" + format + "\" (expected: " + FORMAT + ")", null);
    }
    int version = manifest.integer("formatVersion", 1, Integer.MAX_VALUE);
    if (version > VERSION) {
      throw malformed(
          MANIFEST,
          "has formatVersion "
              + version
              + " (expected: <= "
              + VERSION
              + "; it was written by a newer VIRK than this one, "
              + LibraryVersion.CURRENT
              + ")",
          null);
    }
    Map<String, byte[]> arrays = new TreeMap<>();
    long total = 0;
    for (Manifest entry : manifest.objects("entries", MAXIMUM_ENTRIES)) {
      String name = entry.string("name");
      int length = entry.integer("bytes", 0, Integer.MAX_VALUE - 16);
      total += length;
      if (total > MAXIMUM_TOTAL) {
        throw malformed(name, "makes the file larger than 2 GiB", null);
      }
      byte[] bytes = entry(zip, name, length);
      if (bytes.length != length || !sha256(bytes).equals(entry.string("sha256"))) {
        throw malformed(
            name, "does not match the length and SHA-256 in the manifest; it is damaged", null);
      }
      arrays.put(name, bytes);
    }
    return new Baseline(BaselineCodec.parts(manifest, arrays, own), sha256(manifestBytes));
  }

  /** Reads an entry of at most a number of bytes, whatever the zip's directory says of it. */
  private static byte[] entry(ZipFile zip, String name, int limit) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw malformed(name, "is missing", null);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] chunk = new byte[1 << 16];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (n > limit - bytes.size()) {
          throw malformed(
              name,
              "is longer than the " + limit + " bytes it may have; it is damaged or forged",
              null);
        }
        bytes.write(chunk, 0, n);
      }
      return bytes.toByteArray();
    } catch (ZipException | EOFException e) {
      throw malformed(name, "cannot be inflated; it is damaged", e);
    }
  }

  static BaselineFormatException malformed(String entry, String what, Throwable cause) {
    return new BaselineFormatException("entry " + entry + " " + what, cause);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
