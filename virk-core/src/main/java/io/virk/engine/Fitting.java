package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Position;
import io.virk.detect.Verdict;
import io.virk.event.Fit;
import io.virk.event.StreamFitted;
import io.virk.signal.Signal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the stream of a slice fits the baseline, which is asked before it may have a drift. It
 * does as soon as {@value #FITTING} windows in a row are no drift. One that has had {@value
 * #WINDOWS} windows that can be judged and not that has moved, until {@value #WINDOWS} in a row are
 * no drift. Of one that has had {@value #UNJUDGED} in a row of which nothing can be said that is
 * told. VIRK's thread alone.
 */
final class Fitting {
  /** Windows after which it is said that a stream does not fit, or fits by now. */
  static final int WINDOWS = 4;

  /** Windows in a row of which nothing can be said, after which that is told. */
  static final int UNJUDGED = 8;

  /** Windows beyond which there is no need to count. */
  private static final int MOST = 1_000;

  /** Windows in a row by which a new stream fits. */
  private static final int FITTING = 2;

  /** Signals that scatter so little, standard deviations of the baseline's, are narrow. */
  private static final double NARROW = 0.7;

  /** Results in what is told. */
  private static final int MOST_NAMED = 10;

  private final boolean accepted;
  private State state;

  /**
   * What is known of a stream.
   *
   * @param windows compared so far
   * @param inARow the last of them that are no drift
   * @param unjudged windows in a row, the last ones, of which nothing can be said
   * @param observations that they took
   * @param fit what was found; null as long as nothing was
   */
  record State(int windows, int inARow, int unjudged, long observations, Fit fit) {
    static final State NEW = new State(0, 0, 0, 0, null);

    State {
      if (windows > MOST) {
        throw new IllegalArgumentException("windows: " + windows + " (expected: <= " + MOST + ")");
      }
      if (inARow < 0 || inARow > windows) {
        throw new IllegalArgumentException(
            "inARow: " + inARow + " (expected: 0 .. " + windows + ", the windows)");
      }
      if (unjudged < 0 || unjudged > MOST) {
        throw new IllegalArgumentException(
            "unjudged: " + unjudged + " (expected: 0 .. " + MOST + ")");
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
    return accepted || state.fit() == Fit.FITS || state.fit() == Fit.NARROWER;
  }

  /** Whether it is not known yet. */
  boolean isNew() {
    return !accepted && (state.fit() == null || state.fit() == Fit.UNKNOWN);
  }

  /** Whether the stream counts as fitting without being asked. */
  boolean isAccepted() {
    return accepted;
  }

  /**
   * Takes what was found in a window of a stream that is not armed.
   *
   * @return what is to be told of it; empty if nothing is
   */
  Optional<StreamFitted> judged(String monitor, SliceWindow window, Judge.Judgement found) {
    List<DetectionResult> results = found.results();
    if (results.stream().allMatch(r -> r.verdict() == Verdict.INSUFFICIENT_DATA)) {
      return unjudged(monitor, window, found);
    }
    boolean moved = state.fit() == Fit.MOVED;
    state =
        new State(
            Math.min(MOST, state.windows() + 1),
            found.differs() ? 0 : Math.min(MOST, state.inARow() + 1),
            0,
            Math.min(Long.MAX_VALUE - window.seen(), state.observations()) + window.seen(),
            state.fit());
    if (state.inARow() >= (moved ? WINDOWS : FITTING)) {
      return Optional.of(tell(monitor, window, found.bounds().last(), List.of()));
    }
    return moved || state.windows() < WINDOWS || !found.differs()
        ? Optional.empty() // after a calm window the next one decides, by what drifts in it
        : Optional.of(tell(monitor, window, found.bounds().last(), plainest(results)));
  }

  private Optional<StreamFitted> unjudged(
      String monitor, SliceWindow window, Judge.Judgement found) {
    int unjudged = Math.min(MOST, state.unjudged() + 1);
    boolean told = unjudged == UNJUDGED && state.fit() == null;
    long observations = Math.min(Long.MAX_VALUE - window.seen(), state.observations());
    state =
        new State(
            state.windows(),
            state.inARow(),
            unjudged,
            observations + window.seen(),
            told ? Fit.UNKNOWN : state.fit());
    return told
        ? Optional.of(
            new StreamFitted(
                monitor,
                window.slice(),
                Fit.UNKNOWN,
                found.bounds().last(),
                state.observations(),
                window.spacing(),
                found.results().stream().limit(MOST_NAMED).toList(),
                Map.of()))
        : Optional.empty();
  }

  private static List<DetectionResult> plainest(List<DetectionResult> results) {
    return results.stream()
        .filter(r -> r.verdict() == Verdict.DRIFT)
        .sorted(Comparator.comparingDouble((DetectionResult r) -> -r.evidence().exceedance()))
        .limit(MOST_NAMED)
        .toList();
  }

  private StreamFitted tell(
      String monitor, SliceWindow window, Position last, List<DetectionResult> moved) {
    Map<String, Double> narrower = new TreeMap<>();
    int rows = window.rows().rows();
    window
        .resemblance(rows)
        .forEach(
            (name, resemblance) -> {
              Signal signal = window.rows().schema().named(name).orElseThrow();
              double unseen = resemblance.likelyUnseen();
              double scatter = Math.sqrt(1 - unseen);
              double worth = rows / (resemblance.memory() + rows * unseen);
              if (scatter < NARROW || unseen > 0 && worth < Judge.fewest(signal)) {
                narrower.put(name, scatter);
              }
            });
    Fit fit = !moved.isEmpty() ? Fit.MOVED : narrower.isEmpty() ? Fit.FITS : Fit.NARROWER;
    state = new State(0, 0, 0, state.observations(), fit);
    if (fit != Fit.MOVED) {
      window.fitted();
    }
    return new StreamFitted(
        monitor,
        window.slice(),
        fit,
        last,
        state.observations(),
        window.spacing(),
        moved,
        narrower);
  }

  /** Windows that must fit before the stream may have a drift; 0 if it may. */
  int toFit() {
    return isArmed() ? 0 : (state.fit() == Fit.MOVED ? WINDOWS : FITTING) - state.inARow();
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
