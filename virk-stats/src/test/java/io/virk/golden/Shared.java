package io.virk.golden;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of shared data, named by the system property {@code virk.shared}. A test that needs it
 * is left out, and says so, where the folder is missing.
 */
public final class Shared {
  private Shared() {}

  /** The folder itself; aborts the calling test where there is none. */
  public static Path folder() {
    String named = System.getProperty("virk.shared");
    Assumptions.assumeTrue(
        named != null, "left out: the system property virk.shared (the shared data) is not set");
    Path folder = Path.of(named);
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        () -> "left out: no shared data in " + folder.toAbsolutePath().normalize());
    return folder;
  }

  /** A file or folder below the shared folder; aborts the calling test where it is missing. */
  public static Path path(String relative) {
    Path path = folder().resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(path),
        () -> "left out: no shared data in " + path.toAbsolutePath().normalize());
    return path;
  }
}
