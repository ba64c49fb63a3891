package io.virk;

import io.virk.engine.Snapshot;
import io.virk.internal.AtomicFile;
import io.virk.internal.Text;
import io.virk.label.internal.FeedbackState;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file of a checkpoint: "VIRKCP" and a version of 16 bits, the number of the next observation
 * (64 bits), a {@link FeedbackState}, a {@link Snapshot}, the open summaries if there are any, and
 * the CRC-32 of all that (64 bits). Written and read as a stream; it may be as large as the
 * monitor's windows and labels are.
 */
final class CheckpointFile {
  private static final byte[] MAGIC = "VIRKCP".getBytes(StandardCharsets.US_ASCII);
  private static final short VERSION = 7;
  private static final int HEAD_BYTES = MAGIC.length + Short.BYTES + Long.BYTES;
  private static final int CRC_BYTES = Long.BYTES;
  private static final int BUFFER = 1 << 16;

  private CheckpointFile() {}

  /** Takes in what was remembered: of labels first, then a snapshot. */
  @FunctionalInterface
  interface Reader {
    void read(DataInput in) throws IOException;
  }

  /**
   * Writes a checkpoint. Its folder is made if it is missing.
   *
   * @throws UncheckedIOException if it cannot be written, or would be more than can be read
   */
  static void write(Path file, Checkpoints.State state) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        AtomicFile.createFolder(folder, AtomicFile.Access.OWNER);
      }
      AtomicFile.write(
          file,
          AtomicFile.Access.OWNER,
          target -> {
            CheckedOutputStream checked = new CheckedOutputStream(target, new CRC32());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
            out.write(MAGIC);
            out.writeShort(VERSION);
            out.writeLong(state.nextSequence());
            FeedbackState.write(state.labels(), out);
            state.snapshot().writeTo(out);
            SummaryState.write(state.summaries(), out);
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          "checkpoint " + file + " cannot be written: " + Text.message(e), e);
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @param reader takes it in
   * @return the number of the next observation
   * @throws CheckpointException if it is damaged or foreign, or the reader refuses it
   * @throws UncheckedIOException if the file cannot be read
   */
  static long read(Path file, Reader reader) {
    try {
      long content = Files.size(file) - CRC_BYTES;
      check(file, content);
      try (InputStream raw = Files.newInputStream(file);
          DataInputStream in =
              new DataInputStream(
                  new BufferedInputStream(new LimitedInput(raw, content), BUFFER))) {
        in.readFully(new byte[MAGIC.length + Short.BYTES]);
        long next = in.readLong();
        take(file, reader, in);
        if (next < 0) {
          throw damaged(file, "its next observation is number " + next, null);
        }
        return next;
      }
    } catch (EOFException e) {
      throw damaged(file, "it is truncated", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "checkpoint " + file + " cannot be read: " + Text.message(e), e);
    }
  }

  private static void take(Path file, Reader reader, DataInputStream in) {
    try {
      reader.read(in);
      if (in.read() >= 0) {
        throw new IOException("there is something behind its end");
      }
    } catch (EOFException e) {
      throw damaged(file, "something in it is longer than the file", e);
    } catch (IOException e) {
      throw damaged(file, e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new CheckpointException("restore: " + file + ": " + e.getMessage(), e);
    }
  }

  /** That it begins and ends like one, before anything of it is believed. */
  private static void check(Path file, long content) throws IOException {
    try (InputStream raw = Files.newInputStream(file)) {
      byte[] head = raw.readNBytes(HEAD_BYTES);
      if (content < HEAD_BYTES || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw damaged(file, "it does not begin like one", null);
      }
      int version = (head[MAGIC.length] & 0xFF) << 8 | head[MAGIC.length + 1] & 0xFF;
      if (version != VERSION) {
        throw damaged(file, "it is of version " + version + ", this VIRK reads " + VERSION, null);
      }
    }
    try (InputStream raw = Files.newInputStream(file);
        CheckedInputStream checked =
            new CheckedInputStream(new LimitedInput(raw, content), new CRC32())) {
      byte[] buffer = new byte[BUFFER];
      while (checked.read(buffer) >= 0) {
        // only its checksum is wanted
      }
      long kept = new DataInputStream(raw).readLong();
      if (kept != checked.getChecksum().getValue()) {
        throw damaged(file, "it is truncated or was changed", null);
      }
    }
  }

  private static CheckpointException damaged(Path file, String why, Throwable cause) {
    return new CheckpointException(
        "restore: " + file + " (expected: a VIRK checkpoint; " + why + ")", cause);
  }

  /** The first bytes of a stream, which it does not close. */
  private static final class LimitedInput extends InputStream {
    private final InputStream in;
    private long left;

    LimitedInput(InputStream in, long limit) {
      this.in = in;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(target, from, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
