package io.virk.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zip files that appear whole or not at all, the same bytes for the same entries. */
public final class AtomicZip {
  /** The beginning of the zip calendar: entries carry no time of their own. */
  private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private AtomicZip() {}

  /**
   * Writes a file under a temporary name beside its own and moves it into place.
   *
   * @param file where to; replaced if it exists; its folder must exist
   * @param entries name to content, in the order in which they are written. Not modified.
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void write(Path file, Map<String, byte[]> entries) throws IOException {
    write(file, entries, ZipEntry.DEFLATED);
  }

  /**
   * The same without compression: the bytes then depend on no version of zlib, and the file is as
   * long as what is in it, which bounds what a reader needs.
   *
   * @param file as {@link #write}
   * @param entries as {@link #write}
   * @throws IOException as {@link #write}
   */
  public static void writeStored(Path file, Map<String, byte[]> entries) throws IOException {
    write(file, entries, ZipEntry.STORED);
  }

  private static void write(Path file, Map<String, byte[]> entries, int method) throws IOException {
    AtomicFile.write(
        file,
        target -> {
          ZipOutputStream zip = new ZipOutputStream(target);
          for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            ZipEntry header = new ZipEntry(entry.getKey());
            header.setTimeLocal(ZIP_EPOCH);
            header.setMethod(method);
            if (method == ZipEntry.STORED) {
              CRC32 crc = new CRC32();
              crc.update(entry.getValue());
              header.setCrc(crc.getValue());
              header.setSize(entry.getValue().length);
            }
            zip.putNextEntry(header);
            zip.write(entry.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }
}
