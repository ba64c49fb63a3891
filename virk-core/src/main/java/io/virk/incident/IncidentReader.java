package io.virk.incident;

import io.virk.incident.internal.BundleReader;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads incident bundles, whoever has written them. Nothing is unpacked, and what is read makes no
 * more memory than the file's own length allows for, but for its images: 64 million pixels.
 */
public final class IncidentReader {
  private IncidentReader() {}

  /**
   * Reads a bundle.
   *
   * @param bundle a file
   * @return the incident
   * @throws IncidentFormatException if it is none, is damaged, or of a newer version; names the
   *     entry
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Incident open(Path bundle) {
    return BundleReader.read(Objects.requireNonNull(bundle, "bundle"));
  }
}
