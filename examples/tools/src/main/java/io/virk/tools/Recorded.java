package io.virk.tools;

import io.virk.detect.Onset;
import io.virk.signal.Observation;
import java.util.Map;
import java.util.function.Consumer;

/** What was recorded, and is read once. */
interface Recorded extends AutoCloseable {
  /** Observations that there may be; -1 if that is not known before they are read. */
  long size();

  /** Whether they have images. */
  boolean hasImages();

  /** Reads them in their order. */
  void forEach(Consumer<Observation> each);

  /** What the observation of a number is called. */
  default String name(long number) {
    return "row " + number;
  }

  /**
   * What a change begins with, after "begins ". One that may have been there before the first
   * observation has none; then the last one with which it may have begun is named beside it.
   */
  default String began(Onset onset) {
    String best = name(onset.best().sequence());
    String latest = name(onset.latest().sequence());
    return "at "
        + best
        + (onset.open() ? " or before" : "")
        + (onset.open() && !latest.equals(best) ? ", at the latest at " + latest : "");
  }

  /** What the times of observations are, as a sentence: of recordings few are when it was taken. */
  String times();

  /** Files that could not be read, and why. */
  default Map<String, String> unreadable() {
    return Map.of();
  }

  @Override
  default void close() {}
}
