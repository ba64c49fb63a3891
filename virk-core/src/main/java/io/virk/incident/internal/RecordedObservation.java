package io.virk.incident.internal;

import io.virk.image.Frame;
import java.util.Optional;

/**
 * One observation as the flight recorder keeps it.
 *
 * @param sequence its number
 * @param id the name by which the host finds it again; empty if it gave none
 * @param epochMillis its time
 * @param slice the value of the tag by which observations are sliced; empty if it has none
 * @param frame its image, as it was captured
 * @param scalars the scalar signals of the baseline's schema, in their own units; NaN where missing
 * @param categories the categorical signals of the baseline's schema; {@link
 *     io.virk.signal.Observation#NO_CLASS} where missing
 */
public record RecordedObservation(
    long sequence,
    Optional<String> id,
    long epochMillis,
    Optional<String> slice,
    Optional<Frame> frame,
    double[] scalars,
    int[] categories) {
  /** Of the record, besides its image, signals and id. */
  private static final int BYTES = 200;

  /**
   * What it holds.
   *
   * @return bytes, about
   */
  public long memory() {
    return BYTES
        + frame.map(f -> (long) f.pixels().length).orElse(0L)
        + (long) Double.BYTES * scalars.length
        + (long) Integer.BYTES * categories.length
        + id.map(i -> (long) Character.BYTES * i.length()).orElse(0L);
  }
}
