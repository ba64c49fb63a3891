package io.virk.engine;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.List;

/**
 * A recorder whose failures are counted and told, and keep no observation from being judged and no
 * drift from being told. VIRK's thread alone.
 */
final class GuardedRecorder implements Recorder {
  private final Recorder recorder;
  private final Failures failures;

  GuardedRecorder(Recorder recorder, Failures failures) {
    this.recorder = recorder;
    this.failures = failures;
  }

  @Override
  public void observed(Observation observation, SignalValues values, Slice slice) {
    try {
      recorder.observed(observation, values, slice);
    } catch (Throwable e) { // no memory
      failures.thrown(Failed.Part.INCIDENT, "an observation could not be recorded", e);
    }
  }

  @Override
  public void judged(Slice slice, WindowBounds bounds, Verdict worst, boolean drifts) {
    try {
      recorder.judged(slice, bounds, worst, drifts);
    } catch (Throwable e) { // no memory
      failures.thrown(Failed.Part.INCIDENT, "what was found could not be recorded", e);
    }
  }

  @Override
  public List<Exemplar> exemplars(Drift drift) {
    try {
      return recorder.exemplars(drift);
    } catch (Throwable e) { // no memory
      failures.thrown(Failed.Part.INCIDENT, "nothing recorded can be shown of a drift", e);
      return List.of();
    }
  }
}
