package io.virk.scenes;

import io.virk.detect.DetectionResult;
import io.virk.detect.DetectionResult.Calibration;
import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.detect.DetectionResult.Sample;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.ThresholdInterval;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;

/** Results of detectors that nothing was detected with. */
public final class Results {
  private Results() {}

  /** From one observation to another. */
  public static WindowBounds bounds(
      long firstSequence, long lastSequence, long firstEpochMillis, long lastEpochMillis) {
    return new WindowBounds(
        new Position(firstSequence, firstEpochMillis), new Position(lastSequence, lastEpochMillis));
  }

  /** The result of a window of 32; warnings from half of the threshold on. */
  public static DetectionResult of(
      Slice slice,
      String signal,
      String detector,
      Verdict verdict,
      double statistic,
      double threshold,
      double pValue,
      WindowBounds bounds) {
    ThresholdInterval interval = new ThresholdInterval(0.9 * threshold, 1.1 * threshold);
    return new DetectionResult(
        slice,
        signal,
        detector,
        verdict,
        new Evidence(statistic, threshold, interval, threshold / 2, pValue),
        new Effect(statistic, 0.5, 0),
        new Sample(32, 30, bounds),
        new Calibration("hash", 42),
        verdict == Verdict.INSUFFICIENT_DATA ? "too few values" : "");
  }
}
