package io.virk.examples.fleet;

import java.util.Base64;

/**
 * Observations as lines of text, for files and for Kafka: camera, site, firmware, milliseconds, id
 * and the signals in Base64, each after a tabulator.
 */
public final class ObservationLines {
  private static final int PARTS = 6;

  /** Milliseconds that are sums and differences of times without overflow. */
  private static final long LATEST = 1L << 53;

  private ObservationLines() {}

  /**
   * Writes one.
   *
   * @param of whose names have no tabulator and no line break
   * @return without the line's end
   * @throws IllegalArgumentException if a name has
   */
  public static String write(CameraObservation of) {
    String names = of.camera() + of.site() + of.firmware() + of.id();
    if (names.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "observation: with a control character in a name (expected: none)");
    }
    return String.join(
        "\t",
        of.camera(),
        of.site(),
        of.firmware(),
        Long.toString(of.epochMillis()),
        of.id(),
        Base64.getEncoder().withoutPadding().encodeToString(of.signals()));
  }

  /**
   * Reads one.
   *
   * @param line without its end
   * @return the observation; its signals are not looked at
   * @throws IllegalArgumentException if it is none
   */
  public static CameraObservation read(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != PARTS || parts[0].isEmpty()) {
      throw new IllegalArgumentException(
          "line: of " + parts.length + " parts (expected: " + PARTS + ", the first not empty)");
    }
    long millis = Long.parseLong(parts[3]);
    if (millis < -LATEST || millis > LATEST) { // with which nobody can reckon
      throw new IllegalArgumentException(
          "line: of the time " + millis + " (expected: within " + LATEST + " of 1970)");
    }
    return new CameraObservation(
        parts[0], parts[1], parts[2], millis, parts[4], Base64.getDecoder().decode(parts[5]));
  }
}
