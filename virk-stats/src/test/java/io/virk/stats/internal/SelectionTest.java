package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SelectionTest {
  @Test
  void selectionPutsTheLargestLast() {
    SplittableRandom random = new SplittableRandom(3);
    for (int length : new int[] {1, 2, 5, 100, 333}) {
      for (int kinds : new int[] {1, 3, 1 << 20}) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
          values[i] = random.nextInt(kinds);
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int at = random.nextInt(length);
        assertEquals(sorted[at], Selection.largestLast(values, length, at));
        for (int i = 0; i < at; i++) {
          assertTrue(values[i] <= values[at]);
        }
        Arrays.sort(values, at, length);
        for (int i = at; i < length; i++) {
          assertEquals(sorted[i], values[i]);
        }
      }
    }
  }
}
