package io.virk.stats.change;

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
}
