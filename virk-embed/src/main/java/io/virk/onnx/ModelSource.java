package io.virk.onnx;

import ai.onnxruntime.OrtSession;
import io.virk.internal.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a model comes from: a file, or bytes; and, if the host has opened it already, its session.
 *
 * @param name for people
 * @param file null if it is in memory
 * @param bytes null if it is a file. Not modified.
 * @param session null if it is still to be opened
 */
record ModelSource(String name, Path file, byte[] bytes, OrtSession session) {
  /** The largest file of ONNX: a message of Protocol Buffers. */
  private static final long LARGEST = Integer.MAX_VALUE;

  static ModelSource of(Path file) {
    Path last = file.getFileName();
    return new ModelSource(last == null ? file.toString() : last.toString(), file, null, null);
  }

  ModelSource with(OrtSession open) {
    return new ModelSource(name, file, bytes, open);
  }

  /** The file, or the name of what is in memory. */
  Object shown() {
    return file == null ? name : file;
  }

  /**
   * Looks at the model once.
   *
   * @param problems Modified.
   * @return its bytes, those of a file mapped; null if there is a problem
   */
  ByteBuffer read(Settings problems) {
    if (bytes != null) {
      return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
    if (!Files.exists(file)) {
      problems.wrong("model", file, "an existing file");
      return null;
    }
    if (!Files.isRegularFile(file)) {
      problems.wrong("model", file, "a file, not a folder");
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > LARGEST) {
        problems.wrong("model", file, "less than 2 GiB, with weights in files beside it");
        return null;
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      problems.wrong("model", file, "a readable file", e);
      return null;
    }
  }

  /** SHA-256, 64 lower-case hexadecimal digits. */
  static String sha256(ByteBuffer model) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(model.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
