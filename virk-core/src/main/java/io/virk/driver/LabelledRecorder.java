package io.virk.driver;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.engine.Recorder;
import io.virk.event.Exemplar;
import io.virk.label.internal.LiveFeedback;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.List;

/**
 * Keeps what incidents need, and what labels need. VIRK's thread alone.
 *
 * @param recorder for incidents
 * @param feedback for labels
 */
record LabelledRecorder(Recorder recorder, LiveFeedback feedback) implements Recorder {
  @Override
  public void observed(Observation observation, SignalValues values, Slice slice) {
    try {
      recorder.observed(observation, values, slice);
    } finally {
      feedback.observed(observation, values, slice);
    }
  }

  @Override
  public void judged(Slice slice, WindowBounds bounds, Verdict worst, boolean drifts) {
    recorder.judged(slice, bounds, worst, drifts);
  }

  @Override
  public List<Exemplar> exemplars(Drift drift) {
    return recorder.exemplars(drift);
  }
}
