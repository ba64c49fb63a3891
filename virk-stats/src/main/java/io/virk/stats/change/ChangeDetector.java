package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.Checks;

/** Watches a stream of numbers for a change. Not thread-safe. */
public interface ChangeDetector {

  /**
   * Takes the next observation.
   *
   * @param x finite, at most 1e100 in size
   * @return whether the stream has changed, with this observation as the first to show it
   * @throws IllegalArgumentException if x is NaN, infinite or larger; the detector is unchanged
   */
  Change update(double x);

  /** As after construction: all observations are forgotten. */
  void reset();

  /**
   * Settings and state in a compact, versioned form with a checksum, big-endian: what is read from
   * it goes on exactly as this would, to the last bit on the same Java runtime. Allocates.
   */
  byte[] toBytes();

  /**
   * Reads a detector of whatever kind in this package, as its own {@code fromBytes} would.
   *
   * @param bytes what {@link #toBytes} wrote. Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of no detector of this package,
   *     of a newer version or no possible state
   */
  static ChangeDetector fromBytes(byte[] bytes) {
    return switch (BinaryInput.kind(bytes)) {
      case PageHinkley.KIND -> PageHinkley.fromBytes(bytes);
      case Cusum.KIND -> Cusum.fromBytes(bytes);
      case SelfStartingCusum.KIND -> SelfStartingCusum.fromBytes(bytes);
      case EwmaChart.KIND -> EwmaChart.fromBytes(bytes);
      case Adwin.KIND -> Adwin.fromBytes(bytes);
      case Kswin.KIND -> Kswin.fromBytes(bytes);
      case GaussianEDetector.KIND -> GaussianEDetector.fromBytes(bytes);
      default ->
          throw Checks.rejected(
              "kind", (int) BinaryInput.kind(bytes), "that of a detector of this package");
    };
  }
}
