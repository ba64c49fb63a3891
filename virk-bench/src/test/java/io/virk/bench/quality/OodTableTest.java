package io.virk.bench.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OodTableTest {
  @Test
  void aurocCountsPairsAndTiesHalf() {
    double[] kept = {3, 1, 2, 2};
    double[] strange = {2, 5};
    // of 8 pairs: 2 beats 1 and ties with 2 and 2; 5 beats all four
    assertEquals((1 + 2 * 0.5 + 4) / 8, OodTable.auroc(kept, strange), 1e-12);
    assertEquals(0.5, OodTable.auroc(new double[] {0, 0}, new double[] {0, 0, 0}), 1e-12);
  }

  @Test
  void whatIsTakenIsAtOrBelowTheLimitThatKeepsNineteenOfTwenty() {
    double[] kept = new double[100];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = 99 - i;
    }
    // 95 of 100 are at or below 94
    assertEquals(0.5, OodTable.taken(kept, new double[] {94, 94.5}), 1e-12);
  }
}
