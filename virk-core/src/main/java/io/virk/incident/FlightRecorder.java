package io.virk.incident;

import io.virk.image.Frame;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalValues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the last observations in memory, so that an incident shows what came before it. Nothing
 * touches the disk. Not thread-safe.
 *
 * <p>Memory: one reduced image and about 150 bytes an observation.
 */
public final class FlightRecorder {
  private final int capacity;
  private final ArrayDeque<RecordedObservation> ring;

  /**
   * Makes an empty recorder.
   *
   * @param capacity observations kept, &ge; 0
   */
  public FlightRecorder(int capacity) {
    this.capacity = capacity;
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
      ring.removeFirst();
    }
    double[] scalars = new double[ScalarSignal.ALL.size()];
    for (int s = 0; s < scalars.length; s++) {
      scalars[s] = ScalarSignal.ALL.get(s).raw(values.analysed(s));
    }
    ring.addLast(
        new RecordedObservation(
            values.sequence(),
            values.epochMillis(),
            Optional.ofNullable(values.slice()),
            Optional.ofNullable(frame).map(Frame::copy),
            scalars,
            values.predictedClass()));
  }

  /**
   * What is kept.
   *
   * @return oldest first
   */
  public List<RecordedObservation> observations() {
    return new ArrayList<>(ring);
  }
}
