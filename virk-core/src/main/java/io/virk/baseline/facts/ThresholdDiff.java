package io.virk.baseline.facts;

import io.virk.detect.Slice;
import java.util.Objects;

/**
 * How one threshold differs between two baselines, at one false drift in 1,000 windows.
 *
 * @param slice whose
 * @param signal name of the signal
 * @param detector name of the detector
 * @param before of the first; NaN if it cannot judge
 * @param after of the second; NaN if it cannot judge
 */
public record ThresholdDiff(
    Slice slice, String signal, String detector, double before, double after) {
  public ThresholdDiff {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(detector, "detector");
  }

  /**
   * The change.
   *
   * @return after / before - 1
   */
  public double relative() {
    return after / before - 1;
  }
}
