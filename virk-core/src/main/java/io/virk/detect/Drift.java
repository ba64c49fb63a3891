package io.virk.detect;

import java.util.List;
import java.util.Objects;
import java.util.SortedSet;

/**
 * One episode: opened when verdicts persist, updated while they do, closed when they recover. A
 * snapshot; a later event of the same episode carries a later one with the same number.
 *
 * @param number of the episode in its monitor, from 1
 * @param slices whose observations drifted; {@link Slice#ALL} alone if no slice stands out
 * @param onsetSequence number of the observation with which the change most likely began
 * @param onsetEpochMillis its time
 * @param openedSequence number of the observation with which the drift opened
 * @param openedEpochMillis its time
 * @param closedSequence number of the observation with which it closed; -1 while it is open
 * @param closedEpochMillis its time; -1 while it is open
 * @param windows drifting windows so far
 * @param evidence the strongest result of each signal and detector that drifted, strongest first
 */
public record Drift(
    int number,
    SortedSet<Slice> slices,
    long onsetSequence,
    long onsetEpochMillis,
    long openedSequence,
    long openedEpochMillis,
    long closedSequence,
    long closedEpochMillis,
    int windows,
    List<DetectionResult> evidence) {
  public Drift {
    Objects.requireNonNull(slices, "slices");
    evidence = List.copyOf(evidence);
  }

  Drift withOnset(long sequence, long epochMillis) {
    return new Drift(
        number,
        slices,
        sequence,
        epochMillis,
        openedSequence,
        openedEpochMillis,
        closedSequence,
        closedEpochMillis,
        windows,
        evidence);
  }

  /**
   * Whether it has not been closed.
   *
   * @return true while it is open
   */
  public boolean isOpen() {
    return closedSequence < 0;
  }

  /**
   * Whether it concerns the observations of a slice.
   *
   * @param slice any slice
   * @return true if the slice drifted, or if all of its context did
   */
  public boolean covers(Slice slice) {
    return slices.contains(slice.all()) || slices.contains(slice);
  }

  /**
   * What drifted.
   *
   * @return for example "camera=cam-2", or "all"
   */
  public String where() {
    return String.join(", ", slices.stream().map(Slice::toString).toList());
  }
}
