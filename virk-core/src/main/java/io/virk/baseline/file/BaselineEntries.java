package io.virk.baseline.file;

import io.virk.internal.Sha256;
import io.virk.internal.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The entries of a {@code .virk} file that anyone may have written. They are not compressed, so all
 * of them together are at most as long as the file; each is read when it is asked for, and what
 * nobody asks for is refused.
 */
final class BaselineEntries {
  /** Entries that a file may have. */
  static final int MAXIMUM = 50_000;

  private static final int SMALL_MANIFEST = 1 << 20;
  private static final int LARGEST_MANIFEST = 32 << 20;

  /**
   * A manifest describes arrays that are some hundred times as long as itself. What it is parsed
   * into takes up to thirty times its length, so it is never as long as this share of the file.
   */
  private static final int ARRAYS_TO_MANIFEST = 32;

  private final ZipFile zip;
  private final long fileLength;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Map<String, Manifest> declared = new HashMap<>();
  private final Set<String> read = new HashSet<>();

  private BaselineEntries(ZipFile zip, long fileLength) {
    this.zip = zip;
    this.fileLength = fileLength;
  }

  /**
   * Lists the entries.
   *
   * @throws MalformedFile if there are too many, two of a name, compressed ones, or some that
   *     overlap
   */
  static BaselineEntries of(ZipFile zip, long fileLength) {
    if (zip.size() > MAXIMUM) {
      throw new MalformedFile("entries: " + zip.size() + " (expected: <= " + MAXIMUM + ")", null);
    }
    BaselineEntries result = new BaselineEntries(zip, fileLength);
    long total = 0;
    for (ZipEntry entry : zip.stream().toList()) {
      String name = shown(entry.getName());
      if (result.entries.put(entry.getName(), entry) != null) {
        throw BaselineFile.malformed(name, "is there twice", null);
      }
      if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
        throw BaselineFile.malformed(name, "is compressed (expected: stored as it is)", null);
      }
      total += entry.getSize();
      if (entry.getSize() < 0 || entry.getSize() > Integer.MAX_VALUE - 16 || total > fileLength) {
        throw BaselineFile.malformed(name, "is longer than the file; it is forged", null);
      }
    }
    return result;
  }

  private static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "...";
  }

  /** The manifest's bytes. */
  byte[] manifest() throws IOException {
    ZipEntry entry = entry(BaselineFile.MANIFEST);
    long most =
        Math.min(LARGEST_MANIFEST, Math.max(SMALL_MANIFEST, fileLength / ARRAYS_TO_MANIFEST));
    if (entry.getSize() > most) {
      throw BaselineFile.malformed(
          BaselineFile.MANIFEST, "is longer than the " + most + " bytes it may have", null);
    }
    read.add(BaselineFile.MANIFEST);
    return bytes(entry);
  }

  /** Takes over what the manifest says of the entries. */
  void declared(List<Manifest> list) {
    for (Manifest entry : list) {
      entry.only("name", "bytes", "sha256");
      String name = entry.string("name");
      if (name.equals(BaselineFile.MANIFEST) || declared.put(name, entry) != null) {
        throw BaselineFile.malformed(
            BaselineFile.MANIFEST, "names the entry " + shown(name) + " twice", null);
      }
      int length = entry.integer("bytes", 0, Integer.MAX_VALUE - 16);
      if (entry(name).getSize() != length) {
        throw damaged(name);
      }
    }
    for (String name : entries.keySet()) {
      if (!declared.containsKey(name) && !name.equals(BaselineFile.MANIFEST)) {
        throw BaselineFile.malformed(shown(name), "is not in the manifest", null);
      }
    }
  }

  private static MalformedFile damaged(String name) {
    return BaselineFile.malformed(
        shown(name), "does not match the length and SHA-256 in the manifest; it is damaged", null);
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw BaselineFile.malformed(shown(name), "is missing", null);
    }
    return entry;
  }

  boolean contains(String name) {
    return declared.containsKey(name);
  }

  /** The bytes of an array, verified. */
  byte[] read(String name) {
    Manifest entry = declared.get(name);
    if (entry == null) {
      throw BaselineFile.malformed(name, "is missing", null);
    }
    read.add(name);
    try {
      byte[] bytes = bytes(entry(name));
      if (!Sha256.hex(bytes).equals(entry.string("sha256"))) {
        throw damaged(name);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("entry " + name + " cannot be read: " + Text.message(e), e);
    }
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    String name = entry.getName();
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) entry.getSize());
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
        throw BaselineFile.malformed(name, "does not match its CRC-32; it is damaged", null);
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw BaselineFile.malformed(name, "cannot be read; it is damaged", e);
    }
  }

  /** Refuses a file with entries that nobody asked for. */
  void checkAllRead() {
    for (String name : entries.keySet()) {
      if (!read.contains(name)) {
        throw BaselineFile.malformed(shown(name), "is unknown", null);
      }
    }
  }
}
