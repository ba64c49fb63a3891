package io.virk.incident;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import java.util.Objects;

/**
 * What one of the detectors that opened a drift found in a later window of its slices: how it went
 * on, and how it ended. What came before is on the {@link IncidentTape}.
 *
 * @param slice whose window
 * @param last the window's last observation
 * @param signal name of the signal
 * @param detector name of the detector
 * @param verdict what follows
 * @param statistic larger = further from the baseline
 * @param threshold the statistic from which on this is a drift
 */
public record IncidentWindow(
    Slice slice,
    Position last,
    String signal,
    String detector,
    Verdict verdict,
    double statistic,
    double threshold) {
  public IncidentWindow {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(last, "last");
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(verdict, "verdict");
  }
}
