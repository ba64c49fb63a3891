package io.virk.detect.calibrated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.twosample.NormalTail;
import org.junit.jupiter.api.Test;

class DeviatesTest {
  private int computed;

  private final Deviates deviates =
      new Deviates(
          probability -> {
            computed++;
            return NormalTail.quantile(probability);
          });

  /** Thirty detectors of a window, whose probability is that of no other window. */
  @Test
  void eachIsComputedOnceForAllThatAskForIt() {
    for (int window = 0; window < 1000; window++) {
      double drift = 1e-5 * (1 + window / 977.0);
      for (int detector = 0; detector < 30; detector++) {
        assertEquals(NormalTail.quantile(drift), deviates.of(drift));
      }
    }
    assertEquals(1000, computed);
  }

  /** Drift and warning of some hundred engines in turn find room beside one another. */
  @Test
  void mostOfThoseAskedForInTurnAreKept() {
    for (int round = 0; round < 100; round++) {
      for (int i = 1; i <= 60; i++) {
        assertEquals(NormalTail.quantile(i * 1e-6), deviates.of(i * 1e-6));
      }
    }
    assertTrue(computed < 0.35 * 60 * 100, "computed: " + computed);
  }
}
