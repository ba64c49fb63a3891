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

  /** Of a name: a checkpoint has no room for more than 64 kB. */
  private static final int LONGEST = 1024;

  private ObservationLines() {}

  /**
   * Writes one.
   *
   * @param of whose camera, site, firmware and id have no control character, as tabulator and line
   *     break are, and at most 1,024 characters each; the camera at least one
   * @return without the line's end
   * @throws IllegalArgumentException if it is otherwise
   */
  public static String write(CameraObservation of) {
    checked(of);
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
   * @throws IllegalArgumentException if it is none, or not as {@link #write} makes them
   */
  public static CameraObservation read(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException(
          "line: of " + parts.length + " parts (expected: " + PARTS + ")");
    }
    long millis = Long.parseLong(parts[3]);
    if (millis < -LATEST || millis > LATEST) { // with which nobody can reckon
      throw new IllegalArgumentException(
          "line: of the time " + millis + " (expected: within " + LATEST + " of 1970)");
    }
    return checked(
        new CameraObservation(
            parts[0], parts[1], parts[2], millis, parts[4], Base64.getDecoder().decode(parts[5])));
  }

  private static CameraObservation checked(CameraObservation of) {
    check("camera", of.camera(), 1);
    check("site", of.site(), 0);
    check("firmware", of.firmware(), 0);
    check("id", of.id(), 0);
    return of;
  }

  private static void check(String what, String name, int least) {
    if (name.length() < least || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          what
              + ": of "
              + name.length()
              + " characters (expected: "
              + least
              + " .. "
              + LONGEST
              + ")");
    }
    if (name.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(what + ": with a control character (expected: none)");
    }
  }
}
