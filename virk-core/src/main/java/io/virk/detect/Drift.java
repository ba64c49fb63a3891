package io.virk.detect;

import java.util.Collections;
import java.util.Comparator;
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
 * @param onset when the change began, as far as it can be told
 * @param opened the observation with which the drift opened
 * @param closing how it closed; empty while it is open
 * @param windows drifting windows so far
 * @param evidence the strongest result of each signal and detector that drifted, strongest first
 * @param selection which slices their own windows name, once there are some from this episode;
 *     {@link SliceSelection#NONE} before, and of a drift that a slice opened by itself
 */
public record Drift(
    int number,
    SortedSet<Slice> slices,
    Onset onset,
    Position opened,
    Optional<Closing> closing,
    int windows,
    List<DetectionResult> evidence,
    SliceSelection selection) {

  /**
   * How a drift closed.
   *
   * @param at the observation with which it closed
   * @param silent of its slices, those that had not been heard of for long; empty if all recovered
   */
  public record Closing(Position at, SortedSet<Slice> silent) {
    public Closing {
      Objects.requireNonNull(at, "at");
      silent = copyOf(Objects.requireNonNull(silent, "silent"));
    }

    /**
     * Why it closed.
     *
     * @return that all recovered, or that some fell silent
     */
    public ClosingReason reason() {
      return silent.isEmpty() ? ClosingReason.RECOVERED : ClosingReason.SILENT;
    }
  }

  public Drift {
    slices = copyOf(Objects.requireNonNull(slices, "slices"));
    Objects.requireNonNull(onset, "onset");
    Objects.requireNonNull(opened, "opened");
    Objects.requireNonNull(closing, "closing");
    evidence = List.copyOf(evidence);
    Objects.requireNonNull(selection, "selection");
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
    return closing.isEmpty();
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
   * Whether it concerns observations of a context.
   *
   * @param context value of the context's tag; empty without contexts
   * @return true if one of its slices is of it
   */
  public boolean isOf(String context) {
    return slices.stream().anyMatch(s -> s.context().equals(context));
  }

  /**
   * What drifted.
   *
   * @return for example "camera=cam-2", or "all"
   */
  public String where() {
    return Slice.inWords(slices);
  }

  /**
   * The same of other slices.
   *
   * @param others whose observations drifted
   * @return all else as it is here
   */
  public Drift withSlices(SortedSet<Slice> others) {
    return new Drift(number, others, onset, opened, closing, windows, evidence, selection);
  }

  /**
   * The same as one window of one slice shows it.
   *
   * @param slice whose window
   * @param results what was found in it. Not modified.
   * @return with what drifted there as its evidence, strongest first; all else as it is here
   */
  public Drift seenIn(Slice slice, List<DetectionResult> results) {
    List<DetectionResult> drifted =
        results.stream()
            .filter(r -> r.verdict() == Verdict.DRIFT)
            .sorted(Comparator.comparingDouble((DetectionResult r) -> -r.evidence().exceedance()))
            .toList();
    SortedSet<Slice> own = slice.isAll() ? slices : new TreeSet<>(List.of(slice));
    return new Drift(number, own, onset, opened, closing, windows, drifted, selection);
  }
}
