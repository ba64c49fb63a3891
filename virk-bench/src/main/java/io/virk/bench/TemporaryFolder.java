package io.virk.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for a run. What cannot be deleted at its end, for a thread or a process is still at work
 * there, is left: a run of an hour is not lost by it.
 */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  /**
   * Makes one in the folder for temporary files.
   *
   * @param name that it begins with
   * @throws IOException if there is no room
   */
  public TemporaryFolder(String name) throws IOException {
    path = Files.createTempDirectory(name);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    for (Path file : files()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // somebody writes there yet
      }
    }
  }

  /** From the innermost. */
  private List<Path> files() {
    try (Stream<Path> all = Files.walk(path)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) { // one that was there is gone
      return List.of();
    }
  }
}
