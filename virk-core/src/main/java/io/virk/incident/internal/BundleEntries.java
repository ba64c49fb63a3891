package io.virk.incident.internal;

import io.virk.incident.IncidentFormatException;
import io.virk.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The entries of a bundle that anyone may have written. They are not compressed, so all of them
 * together are at most as long as the file; each is read when it is asked for, and what nobody asks
 * for is refused. How many there are is looked at before they are listed.
 */
final class BundleEntries {
  /** Entries that a bundle may have. */
  static final int MAXIMUM = 2_000;

  /** The longest bundle, bytes. */
  static final long LARGEST = 2L << 30;

  private static final int LARGEST_MANIFEST = 32 << 20;
  private static final int END = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int LONGEST_COMMENT = 65_535;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Map<String, BundleManifest.Entry> declared = new HashMap<>();
  private final Set<String> read = new HashSet<>();

  private BundleEntries(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * Refuses a file that would take much memory to list.
   *
   * @throws IncidentFormatException if it has too many entries, or no end
   */
  static void checkCount(Path file, long length) throws IOException {
    if (length > LARGEST) {
      throw malformed("length: " + length + " (expected: <= " + LARGEST + ")", null);
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(length, END + LONGEST_COMMENT)];
      in.seek(length - tail.length);
      in.readFully(tail);
      ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = tail.length - END; at >= 0; at--) {
        if (end.getInt(at) == END_SIGNATURE) {
          if (at + END + (end.getShort(at + 20) & 0xffff) != tail.length) {
            break; // there may be another end, which a reader could take for the true one
          }
          int count = Math.max(end.getShort(at + 8) & 0xffff, end.getShort(at + 10) & 0xffff);
          long directory = end.getInt(at + 12) & 0xffffffffL;
          if (count > MAXIMUM || directory > 1 << 20) {
            throw malformed(
                "entries: " + count + " in " + directory + " bytes (expected: <= " + MAXIMUM + ")",
                null);
          }
          return;
        }
      }
    }
    throw malformed("it is no zip file, or truncated", null);
  }

  /**
   * Lists the entries.
   *
   * @throws IncidentFormatException if there are two of a name, names that lead elsewhere,
   *     compressed ones, or some that overlap
   */
  static BundleEntries of(ZipFile zip, long fileLength) {
    BundleEntries result = new BundleEntries(zip);
    long total = 0;
    for (ZipEntry entry : zip.stream().toList()) {
      String name = entry.getName();
      if (!isHarmless(name)) {
        throw malformed(name, "has a name that none of a bundle has", null);
      }
      if (result.entries.put(name, entry) != null) {
        throw malformed(name, "is there twice", null);
      }
      if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
        throw malformed(name, "is compressed (expected: stored as it is)", null);
      }
      total += entry.getSize();
      if (entry.getSize() < 0 || entry.getSize() > Integer.MAX_VALUE - 16 || total > fileLength) {
        throw malformed(name, "is longer than the file; it is forged", null);
      }
    }
    return result;
  }

  /** One or two parts, of plain characters, none of which begins with a dot. */
  private static boolean isHarmless(String name) {
    String[] parts = name.split("/", -1);
    for (String part : parts) {
      if (part.length() > 200 || !NAME.matcher(part).matches()) {
        return false;
      }
    }
    return parts.length <= 2;
  }

  private static String shown(String name) {
    String clean = io.virk.internal.Text.clean(name);
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "...";
  }

  static IncidentFormatException malformed(String entry, String what, Throwable cause) {
    return malformed("entry " + shown(entry) + " " + what, cause);
  }

  static IncidentFormatException malformed(String what, Throwable cause) {
    return new IncidentFormatException(what, cause);
  }

  byte[] manifest() throws IOException {
    ZipEntry entry = entry(BundleManifest.NAME);
    if (entry.getSize() > LARGEST_MANIFEST) {
      throw malformed(
          BundleManifest.NAME, "is longer than the " + LARGEST_MANIFEST + " bytes it may be", null);
    }
    read.add(BundleManifest.NAME);
    return bytes(entry);
  }

  /** Takes over what the manifest says of the entries. */
  void declared(List<BundleManifest.Entry> list) {
    for (BundleManifest.Entry one : list) {
      if (one.name().equals(BundleManifest.NAME) || declared.put(one.name(), one) != null) {
        throw malformed(BundleManifest.NAME, "names " + shown(one.name()) + " twice", null);
      }
      if (entry(one.name()).getSize() != one.bytes()) {
        throw damaged(one.name());
      }
    }
    for (String name : entries.keySet()) {
      if (!declared.containsKey(name) && !name.equals(BundleManifest.NAME)) {
        throw malformed(name, "is not in the manifest", null);
      }
    }
  }

  private static IncidentFormatException damaged(String name) {
    return malformed(
        name, "does not match the length and SHA-256 in the manifest; it is damaged", null);
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw malformed(name, "is missing", null);
    }
    return entry;
  }

  /** The bytes of an entry, verified. */
  byte[] read(String name) throws IOException {
    BundleManifest.Entry one = declared.get(name);
    if (one == null) {
      throw malformed(name, "is missing", null);
    }
    if (!read.add(name)) {
      throw malformed(name, "is asked for twice", null);
    }
    byte[] bytes = bytes(entry(name));
    if (!Sha256.hex(bytes).equals(one.sha256())) {
      throw damaged(name);
    }
    return bytes;
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) entry.getSize());
      if (bytes.length != entry.getSize()) {
        throw malformed(entry.getName(), "is cut off", null);
      }
      return bytes;
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw malformed(entry.getName(), "cannot be read; it is damaged", e);
    }
  }

  /** Refuses entries that nobody asked for. */
  void checkAllRead() {
    for (String name : entries.keySet()) {
      if (!read.contains(name)) {
        throw malformed(name, "is unknown", null);
      }
    }
  }
}
