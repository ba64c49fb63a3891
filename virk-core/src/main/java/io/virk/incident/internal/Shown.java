package io.virk.incident.internal;

import java.util.HashMap;
import java.util.Map;

/**
 * The observations that an incident shows, each of which counts once, however often it is shown:
 * what they take in memory, and in a bundle, which has to be one that can be read. VIRK's thread
 * alone.
 */
final class Shown {
  /** What an incident leaves to the pictures of the baseline, one of so many parts. */
  private static final int SPARED = 8;

  private static final int MOST = BundleReader.MOST_OBSERVATIONS / SPARED * (SPARED - 1);
  private static final long MOST_PIXELS = (long) BundleReader.MOST_PIXELS / SPARED * (SPARED - 1);
  private static final int MOST_ENTRIES = BundleEntries.MAXIMUM / SPARED * (SPARED - 1);

  /** How often each is shown. */
  private final Map<RecordedObservation, Integer> times = new HashMap<>();

  private long bytes;
  private long pixels;
  private int images;

  /** Takes one, which does not change any more. */
  void add(RecordedObservation observation) {
    observation.isShown = true;
    if (times.merge(observation, 1, Integer::sum) == 1) {
      count(observation, 1);
    }
  }

  void remove(RecordedObservation observation) {
    if (times.computeIfPresent(observation, (o, n) -> n == 1 ? null : n - 1) == null) {
      count(observation, -1);
    }
  }

  private void count(RecordedObservation observation, int sign) {
    bytes += sign * observation.memory();
    pixels += sign * observation.pixels();
    images += sign * observation.images();
  }

  boolean contains(RecordedObservation observation) {
    return times.containsKey(observation);
  }

  /** Whether a bundle of all of them can be read. */
  boolean fits() {
    return times.size() <= MOST && pixels <= MOST_PIXELS && images <= MOST_ENTRIES;
  }

  /** Bytes, about. */
  long bytes() {
    return bytes;
  }
}
