package io.virk.detect;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One episode: opened when verdicts persist, updated while they do, closed when they recover or
 * fall silent. A snapshot; a later event of the same episode carries a later one with the same
 * number.
 *
 * @param number of the episode in its monitor, from 1
 * @param slices whose observations drifted; {@link Slice#ALL} alone if no slice stands out. It
 *     takes in those that began to drift before it opened
 * @param onsetSequence number of the observation with which the change most likely began
 * @param onsetEpochMillis its time
 * @param openedSequence number of the observation with which the drift opened
 * @param openedEpochMillis its time
 * @param closedSequence number of the observation with which it closed; -1 while it is open
 * @param closedEpochMillis its time; -1 while it is open
 * @param windows drifting windows so far
 * @param evidence the strongest result of each signal and detector that drifted, strongest first
 * @param selection which slices their own windows name, once there are some from this episode;
 *     {@link SliceSelection#NONE} before, and of a drift that a slice opened by itself
 * @param silent of the slices, those that had not been heard of for long when it closed; empty
 *     while it is open, and if all recovered
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
    List<DetectionResult> evidence,
    SliceSelection selection,
    SortedSet<Slice> silent) {
  public Drift {
    slices = copyOf(Objects.requireNonNull(slices, "slices"));
    Objects.requireNonNull(selection, "selection");
    silent = copyOf(Objects.requireNonNull(silent, "silent"));
    evidence = List.copyOf(evidence);
  }

  private static SortedSet<Slice> copyOf(SortedSet<Slice> slices) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(slices));
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
   * Why it closed.
   *
   * @return empty while it is open
   */
  public Optional<ClosingReason> closingReason() {
    return isOpen()
        ? Optional.empty()
        : Optional.of(silent.isEmpty() ? ClosingReason.RECOVERED : ClosingReason.SILENT);
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
    return Slice.inWords(slices);
  }

  /** The same of other slices. */
  public Drift withSlices(SortedSet<Slice> others) {
    return new Drift(
        number,
        others,
        onsetSequence,
        onsetEpochMillis,
        openedSequence,
        openedEpochMillis,
        closedSequence,
        closedEpochMillis,
        windows,
        evidence,
        selection,
        silent);
  }
}
