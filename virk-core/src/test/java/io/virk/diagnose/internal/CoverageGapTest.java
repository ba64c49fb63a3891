package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageGapTest {
  private final SplittableRandom random = new SplittableRandom(4);

  /** Normal, but for a share that is far out; and all moved. */
  private double[] values(int n, double out, double moved) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = moved + random.nextGaussian() + (i < out * n ? 7 : 0);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"0.25, 32", "0.2, 100", "0.4, 64"})
  void moreOutliersWhileTheOthersStandStillAreAGap(double out, int n) {
    assertTrue(CoverageGap.isGap(values(400, 0, 0), values(n, out, 0)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 3", "0.2, 1.5", "0.9, 0"})
  void aChangeOfAllIsNone(double out, double moved) {
    assertFalse(CoverageGap.isGap(values(400, 0, 0), values(100, out, moved)));
  }

  @Test
  void itIsHardlyEverSeenWhereNothingChanged() {
    int found = 0;
    for (int run = 0; run < 2000; run++) {
      found += CoverageGap.isGap(values(200, 0, 0), values(32, 0, 0)) ? 1 : 0;
    }
    assertEquals(0, found, 2);
  }
}
