package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Verdict;
import io.virk.event.Fit;
import io.virk.event.StreamFitted;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the stream of a slice fits the baseline, which is asked before it may have a drift: its
 * first {@value #WINDOWS} windows that can be judged say. Of one that does not fit, so many in a
 * row without a drift do. VIRK's thread alone.
 */
final class Fitting {
  /** Windows that are compared before anything is said. */
  static final int WINDOWS = 4;

  /** So many of them that differ are no chance. */
  private static final int MOVED = 2;

  /** Signals that scatter so little, standard deviations of the baseline's, are narrow. */
  private static final double NARROW = 0.7;

  private final boolean accepted;
  private State state;

  /**
   * What is known of a stream.
   *
   * @param windows compared so far; of a stream that does not fit, in a row without a drift
   * @param differing windows among them that differ
   * @param observations that they took
   * @param fit what was found; null as long as nothing was
   */
  record State(int windows, int differing, long observations, Fit fit) {
    static final State NEW = new State(0, 0, 0, null);

    State {
      if (windows < 0 || windows > WINDOWS || differing < 0 || differing > WINDOWS) {
        throw new IllegalArgumentException(
            "windows, differing: "
                + windows
                + ", "
                + differing
                + " (expected: 0 .. "
                + WINDOWS
                + ")");
      }
      if (observations < 0) {
        throw new IllegalArgumentException("observations: " + observations + " (expected: >= 0)");
      }
    }
  }

  /**
   * Knows nothing yet.
   *
   * @param accepted whether the stream counts as fitting without being asked
   */
  Fitting(boolean accepted) {
    this.accepted = accepted;
    this.state = State.NEW;
  }

  /** Whether the stream may have a drift. */
  boolean isArmed() {
    return accepted || state.fit() != null && state.fit() != Fit.MOVED;
  }

  /** Whether nothing is known yet. */
  boolean isNew() {
    return !accepted && state.fit() == null;
  }

  /**
   * Takes what was found in a window of a stream that is not armed.
   *
   * @return what is to be told of it; empty if nothing is
   */
  Optional<StreamFitted> judged(String monitor, SliceWindow window, Judge.Judgement found) {
    List<DetectionResult> results = found.results();
    if (results.stream().allMatch(r -> r.verdict() == Verdict.INSUFFICIENT_DATA)) {
      return Optional.empty();
    }
    boolean differs = found.differs();
    long observations = state.observations() + window.seen();
    if (state.fit() == Fit.MOVED) {
      int inARow = differs ? 0 : state.windows() + 1;
      state = new State(inARow, 0, observations, Fit.MOVED);
      return inARow < WINDOWS ? Optional.empty() : Optional.of(tell(monitor, window, List.of()));
    }
    state =
        new State(state.windows() + 1, state.differing() + (differs ? 1 : 0), observations, null);
    return state.windows() < WINDOWS
        ? Optional.empty()
        : Optional.of(
            tell(monitor, window, state.differing() < MOVED ? List.of() : plainest(results)));
  }

  private static List<DetectionResult> plainest(List<DetectionResult> results) {
    return results.stream()
        .filter(r -> r.verdict() != Verdict.INSUFFICIENT_DATA)
        .sorted(Comparator.comparingDouble((DetectionResult r) -> -r.evidence().exceedance()))
        .limit(10)
        .toList();
  }

  private StreamFitted tell(String monitor, SliceWindow window, List<DetectionResult> moved) {
    Map<String, Double> narrower = new TreeMap<>();
    window
        .resemblance(window.rows().rows())
        .forEach(
            (signal, resemblance) -> {
              double scatter = Math.sqrt(1 - resemblance.unseen());
              if (scatter < NARROW) {
                narrower.put(signal, scatter);
              }
            });
    Fit fit = !moved.isEmpty() ? Fit.MOVED : narrower.isEmpty() ? Fit.FITS : Fit.NARROWER;
    state = new State(0, 0, state.observations(), fit);
    return new StreamFitted(
        monitor, window.slice(), fit, state.observations(), window.spacing(), moved, narrower);
  }

  State state() {
    return state;
  }

  void restore(State kept) {
    state = kept;
  }

  /** How it compares; empty if that is not known yet, or was accepted. */
  Optional<Fit> fit() {
    return Optional.ofNullable(state.fit());
  }
}
