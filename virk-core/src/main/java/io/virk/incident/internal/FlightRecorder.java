package io.virk.incident.internal;

import io.virk.image.Frame;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalValues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the last observations in memory, so that an incident shows what came before it. Nothing
 * touches the disk. Not thread-safe, but for {@link #memory}.
 *
 * <p>Memory: an observation's reduced image, 8 bytes for each scalar signal and 4 for each
 * categorical one, its id, and about 200 bytes. It keeps the last observations, and four calm ones
 * of up to 64 slices.
 */
public final class FlightRecorder {
  /** Calm observations remembered of a slice. */
  private static final int CALM = 4;

  /** Slices of which calm observations are remembered at most. */
  private static final int SLICES = 64;

  private final int capacity;
  private final boolean images;
  private final ArrayDeque<RecordedObservation> ring;
  private final Map<Optional<String>, List<RecordedObservation>> calm = new HashMap<>();
  private volatile long memory;

  /**
   * Makes an empty recorder.
   *
   * @param capacity observations kept, &ge; 0
   * @param images whether their images are kept, which nothing but an incident shows
   */
  public FlightRecorder(int capacity, boolean images) {
    this.capacity = capacity;
    this.images = images;
    this.ring = new ArrayDeque<>(Math.max(1, capacity));
  }

  /**
   * Keeps one observation, in place of the oldest if there are enough.
   *
   * @param values its signals. Copied.
   * @param frame its image, or null. Copied.
   */
  public void record(SignalValues values, Frame frame) {
    if (capacity == 0) {
      return;
    }
    if (ring.size() == capacity) {
      memory -= ring.removeFirst().memory();
    }
    List<ScalarSignal> signals = values.schema().scalars();
    double[] scalars = new double[signals.size()];
    for (int s = 0; s < scalars.length; s++) {
      scalars[s] = signals.get(s).raw(values.analysed(s));
    }
    int[] categories = new int[values.schema().categoricals().size()];
    for (int c = 0; c < categories.length; c++) {
      categories[c] = values.category(c);
    }
    ring.addLast(
        new RecordedObservation(
            values.sequence(),
            Optional.ofNullable(values.id()),
            values.epochMillis(),
            Optional.ofNullable(values.slice()),
            images
                ? Optional.ofNullable(frame).map(f -> f.withoutPatches().copy())
                : Optional.empty(),
            scalars,
            categories));
    memory += ring.getLast().memory();
  }

  /**
   * What the last observations and the calm ones hold, each by itself. Any thread.
   *
   * @return bytes, about
   */
  public long memory() {
    return memory;
  }

  /**
   * Remembers the newest observations of a slice as what it looks like when nothing is wrong, in
   * place of those that were remembered before. By the time a drift opens, the ring may hold
   * nothing older.
   *
   * @param slice the value of the tag; empty for all observations
   */
  public void keepCalm(Optional<String> slice) {
    if (!calm.containsKey(slice) && calm.size() == SLICES) {
      return;
    }
    List<RecordedObservation> newest = new ArrayList<>();
    Iterator<RecordedObservation> backwards = ring.descendingIterator();
    while (backwards.hasNext() && newest.size() < CALM) {
      RecordedObservation observation = backwards.next();
      if (slice.isEmpty() || observation.slice().equals(slice)) {
        newest.add(0, observation);
      }
    }
    List<RecordedObservation> before = calm.put(slice, newest);
    memory += memory(newest) - (before == null ? 0 : memory(before));
  }

  private static long memory(List<RecordedObservation> observations) {
    return observations.stream().mapToLong(RecordedObservation::memory).sum();
  }

  /**
   * What a slice looked like when nothing was wrong.
   *
   * @param slice the value of the tag; empty for all observations
   * @return up to four observations, oldest first
   */
  public List<RecordedObservation> calm(Optional<String> slice) {
    return calm.getOrDefault(slice, List.of());
  }

  /**
   * The last observations.
   *
   * @return oldest first
   */
  public List<RecordedObservation> observations() {
    return new ArrayList<>(ring);
  }
}
