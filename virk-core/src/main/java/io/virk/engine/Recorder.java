package io.virk.engine;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.event.Exemplar;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.List;

/**
 * Keeps what an engine sees, so that a drift can be shown. The engine tells it; nothing that it
 * does changes what the engine finds, but for the names of exemplars.
 */
public interface Recorder {
  /** Keeps nothing. */
  Recorder NONE =
      new Recorder() {
        @Override
        public void observed(Observation observation, SignalValues values, Slice slice) {}

        @Override
        public void judged(Slice slice, WindowBounds bounds, Verdict worst, boolean drifts) {}

        @Override
        public List<Exemplar> exemplars(Drift drift) {
          return List.of();
        }
      };

  /**
   * Takes an observation, before any of its windows is judged.
   *
   * @param observation nothing of it is valid after the call
   * @param values its signals, valid as long
   * @param slice in whose windows it is, or all of its context; null if it is in none
   */
  void observed(Observation observation, SignalValues values, Slice slice);

  /**
   * Learns what was found in a window.
   *
   * @param slice whose
   * @param bounds its first and last observation
   * @param worst the gravest verdict in it
   * @param drifts whether a drift is open that concerns it
   */
  void judged(Slice slice, WindowBounds bounds, Verdict worst, boolean drifts);

  /**
   * What shows a drift that opens.
   *
   * @param drift with its onset
   * @return observations by name, oldest first within each role
   */
  List<Exemplar> exemplars(Drift drift);
}
