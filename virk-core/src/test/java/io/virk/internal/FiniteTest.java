package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 31, 32})
  void whatIsNotIsFoundWhereverItIs(int length) {
    float[] values = new float[length];
    Arrays.fill(values, -Float.MAX_VALUE);
    assertTrue(Finite.all(values));
    assertEquals(length, Finite.firstNot(values));
    for (int i = 0; i < length; i++) {
      for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
        values[i] = bad;
        assertFalse(Finite.all(values), bad + " at " + i);
        assertEquals(i, Finite.firstNot(values));
      }
      values[i] = Float.MIN_VALUE;
    }
  }
}
