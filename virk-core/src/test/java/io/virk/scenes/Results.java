package io.virk.scenes;

import io.virk.detect.DetectionResult;
import io.virk.detect.NullDistribution.Interval;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;

/** Results of detectors that nothing was detected with. */
public final class Results {
  private Results() {}

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
    return new DetectionResult(
        slice,
        signal,
        detector,
        verdict,
        statistic,
        threshold,
        new Interval(0.9 * threshold, 1.1 * threshold),
        threshold / 2,
        pValue,
        statistic,
        0.5,
        0,
        32,
        30,
        bounds,
        "hash",
        42,
        verdict == Verdict.INSUFFICIENT_DATA ? "too few values" : "");
  }
}
