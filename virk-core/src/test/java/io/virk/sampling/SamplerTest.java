package io.virk.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.01, 0.5, 0.9, 1})
  void theShareIsTheFraction(double fraction) {
    SplittableRandom random = new SplittableRandom(5);
    Sampler sampler = Sampler.fraction(fraction, random::nextLong);
    int n = 200_000;
    int sampled = 0;
    for (int i = 0; i < n; i++) {
      sampled += sampler.sample() ? 1 : 0;
    }
    double deviation = Math.sqrt(n * fraction * (1 - fraction));
    assertEquals(n * fraction, sampled, 4 * deviation);
    assertEquals(fraction, sampler.fraction());
  }

  @Test
  void theEndsOfTheRandomRangeFallOnTheRightSide() {
    assertTrue(Sampler.fraction(Double.MIN_NORMAL + 1e-18, () -> 0).sample());
    assertFalse(Sampler.fraction(0.999999, () -> -1L).sample());
    assertTrue(Sampler.fraction(1, () -> -1L).sample());
    assertTrue(Sampler.fraction(1).sample());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY})
  void otherFractionsAreRejected(double fraction) {
    assertEquals(
        "fraction: " + fraction + " (expected: in (0, 1])",
        assertThrows(IllegalArgumentException.class, () -> Sampler.fraction(fraction))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Sampler.fraction(fraction, () -> 0));
  }
}
