package io.virk.fleet.internal;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.engine.Recorder;
import io.virk.event.Exemplar;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.List;

/** Hands what an engine sees to a summarizer, and then to another recorder. */
public final class SummaryRecorder implements Recorder {
  private final Taker taker;
  private final Recorder next;

  /** Takes an observation, as {@code Summarizer::observed}. */
  @FunctionalInterface
  public interface Taker {
    /** Takes one; nothing of it is valid after the call. */
    void observed(Observation observation, SignalValues values, Slice slice);
  }

  /**
   * Makes one.
   *
   * @param taker of observations
   * @param next what keeps them
   */
  public SummaryRecorder(Taker taker, Recorder next) {
    this.taker = taker;
    this.next = next;
  }

  @Override
  public void observed(Observation observation, SignalValues values, Slice slice) {
    taker.observed(observation, values, slice);
    next.observed(observation, values, slice);
  }

  @Override
  public void judged(Slice slice, WindowBounds bounds, Verdict worst, boolean drifts) {
    next.judged(slice, bounds, worst, drifts);
  }

  @Override
  public List<Exemplar> exemplars(Drift drift) {
    return next.exemplars(drift);
  }
}
