package io.virk.baseline.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.Content;
import io.virk.baseline.content.ContentParts;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.LibraryVersion;
import io.virk.internal.Sha256;
import io.virk.internal.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The {@code .virk} file: a zip, not compressed, of {@code manifest.json} and NumPy arrays. The
 * manifest names every array with its length and SHA-256; the baseline's hash is the SHA-256 of the
 * manifest. What a file makes its reader allocate is bounded by the file's own length.
 */
public final class BaselineFile {
  static final String FORMAT = "virk-baseline";
  static final int VERSION = 1;
  static final String MANIFEST = "manifest.json";

  private BaselineFile() {}

  public static String hash(ContentParts parts) {
    return Sha256.hex(manifest(parts, BaselineCodec.arrays(parts)));
  }

  private static byte[] manifest(ContentParts parts, Map<String, byte[]> arrays) {
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
          entry.addProperty("sha256", Sha256.hex(bytes));
          entries.add(entry);
        });
    manifest.add("entries", entries);
    return (Manifest.GSON.toJson(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  public static void write(ContentParts parts, Path file) {
    Map<String, byte[]> arrays = BaselineCodec.arrays(parts);
    byte[] manifest = manifest(parts, arrays);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(MANIFEST, manifest);
    entries.putAll(arrays);
    try {
      AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "baseline " + file + " cannot be written: " + Text.message(e), e);
    }
  }

  public static Content read(Path file, DetectorChoice own) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return read(zip, Files.size(file), own);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException("file: " + file + " (expected: an existing file)", e);
    } catch (ZipException | EOFException e) {
      throw new MalformedFile(
          "file: "
              + file
              + " (expected: a VIRK baseline; this is truncated, damaged or no zip file: "
              + e.getMessage()
              + ")",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("baseline " + file + " cannot be read: " + Text.message(e), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      String message = String.valueOf(e.getMessage());
      String entry = message.startsWith("entry ") ? "" : "entry " + MANIFEST + " does not fit: ";
      throw new MalformedFile("file: " + file + ": " + entry + message, e);
    } catch (MalformedFile e) {
      throw new MalformedFile("file: " + file + ": " + e.getMessage(), e);
    }
  }

  private static Content read(ZipFile zip, long fileLength, DetectorChoice own) throws IOException {
    BaselineEntries entries = BaselineEntries.of(zip, fileLength);
    byte[] manifestBytes = entries.manifest();
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
    entries.declared(manifest.objects("entries", BaselineEntries.MAXIMUM));
    ContentParts parts = ContentReader.parts(manifest, entries, own);
    entries.checkAllRead();
    ContentRules.check(parts);
    Content content = new Content(parts, Sha256.hex(manifestBytes));
    ContentTrial.of(content);
    return content;
  }

  static MalformedFile malformed(String entry, String what, Throwable cause) {
    return new MalformedFile("entry " + entry + " " + what, cause);
  }
}
