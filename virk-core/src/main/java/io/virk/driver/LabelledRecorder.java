package io.virk.driver;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.engine.Recorder;
import io.virk.event.Exemplar;
import io.virk.event.internal.Failures;
import io.virk.internal.Text;
import io.virk.label.internal.LiveFeedback;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.List;

/**
 * Keeps what incidents need, and what labels need. VIRK's thread alone.
 *
 * @param recorder for incidents
 * @param feedback for labels
 * @param failures told of times that labels cannot go by
 */
record LabelledRecorder(Recorder recorder, LiveFeedback feedback, Failures failures)
    implements Recorder {
  @Override
  public void observed(Observation observation, SignalValues values, Slice slice) {
    try {
      recorder.observed(observation, values, slice);
    } finally {
      if (!feedback.observed(observation, values, slice)) {
        failures.input(
            "AHEAD OF LABELS",
            "an observation of "
                + (slice == null ? Slice.ALL : slice)
                + " is of a time that is more than a day ahead, "
                + Text.time(observation.epochMillis())
                + ", and counts as of now where labels are joined: a clock is wrong");
      }
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
