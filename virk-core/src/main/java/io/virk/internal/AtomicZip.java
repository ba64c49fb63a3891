package io.virk.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes zip files that appear whole or not at all, the same bytes for the same entries. Entries
 * are written as they come: no more than one of them needs to be in memory.
 */
public final class AtomicZip {
  /** The beginning of the zip calendar: entries carry no time of their own. */
  private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;

  private AtomicZip(OutputStream target) {
    this.zip = new ZipOutputStream(target);
  }

  /** Writes the entries of a file. */
  @FunctionalInterface
  public interface Entries {
    /**
     * Writes them.
     *
     * @param target takes one after the other
     * @throws IOException if one cannot be written
     */
    void writeTo(AtomicZip target) throws IOException;
  }

  /**
   * Writes a file that does not exist yet, as {@link #writeStored}.
   *
   * @param file as {@link AtomicFile#writeNew}
   * @param access who may read it
   * @param entries writes them; called once
   * @throws IOException as {@link AtomicFile#writeNew}
   */
  public static void writeNewStored(Path file, AtomicFile.Access access, Entries entries)
      throws IOException {
    AtomicFile.writeNew(file, access, target -> writeStored(target, entries));
  }

  /**
   * Writes a file without compression: the bytes then depend on no version of zlib, and the file is
   * as long as what is in it, which bounds what a reader needs.
   *
   * @param file as {@link AtomicFile#write}
   * @param access who may read it
   * @param entries writes them; called once
   * @throws IOException as {@link AtomicFile#write}
   */
  public static void writeStored(Path file, AtomicFile.Access access, Entries entries)
      throws IOException {
    AtomicFile.write(file, access, target -> writeStored(target, entries));
  }

  /**
   * The same for entries that are in memory already.
   *
   * @param file as {@link AtomicFile#write}
   * @param access who may read it
   * @param entries name to content, in the order in which they are written. Not modified.
   * @throws IOException as {@link AtomicFile#write}
   */
  public static void writeStored(Path file, AtomicFile.Access access, Map<String, byte[]> entries)
      throws IOException {
    writeStored(file, access, target -> target.entries(entries));
  }

  /**
   * The same into a stream: nothing is atomic there.
   *
   * @param target where to; not closed
   * @param entries writes them; called once
   * @throws IOException if one cannot be written
   */
  public static void writeStored(OutputStream target, Entries entries) throws IOException {
    AtomicZip zip = new AtomicZip(target);
    entries.writeTo(zip);
    zip.zip.finish();
  }

  /**
   * Writes an entry.
   *
   * @param name with slashes, unlike all others
   * @param content what to write; called twice, and to write the same, for its length and checksum
   *     stand before it
   * @throws IOException if it cannot be written
   */
  public void entry(String name, AtomicFile.Content content) throws IOException {
    ZipEntry header = new ZipEntry(name);
    header.setTimeLocal(ZIP_EPOCH);
    header.setMethod(ZipEntry.STORED);
    Measured measured = new Measured();
    CheckedOutputStream checked = new CheckedOutputStream(measured, new CRC32());
    content.writeTo(checked);
    header.setCrc(checked.getChecksum().getValue());
    header.setSize(measured.length);
    zip.putNextEntry(header);
    content.writeTo(new Unclosed(zip));
    zip.closeEntry();
  }

  /**
   * Writes an entry.
   *
   * @param name as {@link #entry(String, AtomicFile.Content)}
   * @param content what to write. Not modified.
   * @throws IOException if it cannot be written
   */
  public void entry(String name, byte[] content) throws IOException {
    entry(name, target -> target.write(content));
  }

  /**
   * Writes entries.
   *
   * @param entries name to content, in the order in which they are written. Not modified.
   * @throws IOException if one cannot be written
   */
  public void entries(Map<String, byte[]> entries) throws IOException {
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      entry(entry.getKey(), entry.getValue());
    }
  }

  /** Counts what is written, and drops it. */
  private static final class Measured extends OutputStream {
    private long length;

    @Override
    public void write(int b) {
      length++;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      length += count;
    }
  }

  /** Encoders of images close what they are given. */
  private static final class Unclosed extends OutputStream {
    private final OutputStream target;

    Unclosed(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      target.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      target.write(bytes, from, count);
    }

    @Override
    public void close() {}
  }
}
