package io.virk.bench;

import io.virk.baseline.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/**
 * Baselines that the forks of one run of the suite share: calibration takes seconds, which no row
 * measures. The suite names a folder of its own, and deletes it; without one, each fork builds.
 */
public final class KeptBaselines {
  /** Of the folder. */
  public static final String PROPERTY = "virk.bench.baselines";

  private KeptBaselines() {}

  /**
   * A baseline.
   *
   * @param name of it and all that it depends on; letters, digits, hyphens
   * @param build makes it, if no fork has
   */
  public static Baseline of(String name, Supplier<Baseline> build) {
    String folder = System.getProperty(PROPERTY);
    if (folder == null) {
      return build.get();
    }
    Path file = Path.of(folder, name + ".virk");
    if (!Files.exists(file)) {
      try {
        Path made = Files.createTempFile(Path.of(folder), name, ".part");
        build.get().save(made);
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Baseline.load(file);
  }
}
