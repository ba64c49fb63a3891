package io.virk.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that appear whole or not at all. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it.
     *
     * @param target where to; not to be closed
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream target) throws IOException;
  }

  /**
   * Writes a file under a temporary name beside its own and moves it into place.
   *
   * @param file where to; replaced if it exists; its folder must exist
   * @param content what to write
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    // not Files.createTempFile, whose files nobody but their owner may read
    Path temporary = folder.resolve(".virk-" + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream target =
          Files.newOutputStream(
              temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(target);
      }
      try {
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
