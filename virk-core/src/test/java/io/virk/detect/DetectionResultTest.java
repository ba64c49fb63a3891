package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.scenes.Results;
import org.junit.jupiter.api.Test;

/** A result in words that a person can read. */
class DetectionResultTest {
  private static final Slice CAMERA = new Slice("camera", "cam-7");

  @Test
  void aResultIsOneLine() {
    DetectionResult result =
        Results.of(
            CAMERA,
            "sharpness",
            "mean-shift",
            Verdict.DRIFT,
            3.21,
            1.1,
            2e-7,
            Results.bounds(100, 131, 1000, 1310));
    assertEquals(
        "camera=cam-7, sharpness by mean-shift: DRIFT, statistic 3.21 (drift from 1.10, known to"
            + " 0.990 .. 1.21, warning from 0.550), p-value 2.0e-07, effect 3.21 (at least 0.500),"
            + " change 0.00, 32 values worth 30.0, observations 100 .. 131, baseline hash, seed 42",
        result.text());
  }

  @Test
  void withoutAVerdictTheLineSaysWhy() {
    DetectionResult result =
        Results.of(
            Slice.ALL,
            "energy",
            "cusum\n",
            Verdict.INSUFFICIENT_DATA,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Results.bounds(0, 7, 0, 7));
    assertEquals(
        "all, energy by cusum\uFFFD: INSUFFICIENT_DATA, too few values; 32 values worth 30.0,"
            + " observations 0 .. 7, baseline hash, seed 42",
        result.text());
  }
}
