package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A packed baseline with whole windows and with a sliding one, against the plain estimates. */
class MmdWindowsTest {
  private static final double[] TWO = {2, 7};

  @ParameterizedTest
  @CsvSource({"2, 2, 1", "33, 20, 4", "300, 64, 19", "70, 290, 33"})
  void windowsMeetThePlainEstimates(int n, int m, int d) {
    SplittableRandom random = new SplittableRandom(n);
    float[] x = gaussian(n, d, random);
    MmdBaseline one = MmdBaseline.of(x, n, d, 3);
    MmdBaseline two = MmdBaseline.of(x, n, d, TWO);
    MmdWindow window = new MmdWindow(one, m + 5);
    MmdWindow windowOfTwo = new MmdWindow(two, m);
    for (int round = 0; round < 3; round++) {
      float[] y = gaussian(m, d, random);
      window.evaluate(y, m);
      assertEquals(MaximumMeanDiscrepancy.biased(x, n, y, m, d, 3), window.biased(), 1e-6);
      assertEquals(MaximumMeanDiscrepancy.unbiased(x, n, y, m, d, 3), window.unbiased(), 1e-6);
      windowOfTwo.evaluate(y, m);
      assertEquals(
          MaximumMeanDiscrepancy.unbiased(x, n, y, m, d, TWO), windowOfTwo.unbiased(), 1e-6);
    }
    assertEquals(m, window.size());
  }

  @ParameterizedTest
  @CsvSource({"50, 2, 3, 1", "300, 40, 17, 1", "33, 100, 8, 2", "280, 270, 5, 1"})
  void slidingMeetsThePlainEstimates(int n, int w, int d, int bandwidths) {
    SplittableRandom random = new SplittableRandom(w);
    float[] x = gaussian(n, d, random);
    double[] sigmas = Arrays.copyOf(TWO, bandwidths);
    MmdBaseline baseline = MmdBaseline.of(x, n, d, sigmas);
    SlidingMmd single = new SlidingMmd(baseline, w);
    SlidingMmd batched = new SlidingMmd(baseline, w);
    int steps = 2 * w + 37;
    float[] stream = gaussian(steps, d, random);
    double[] after = new double[steps];
    int taken = 0;
    while (taken < steps) {
      int some = Math.min(steps - taken, random.nextInt(1, 45));
      double[] part = new double[some];
      float[] batch = Arrays.copyOfRange(stream, taken * d, (taken + some) * d);
      batched.acceptAll(batch, some, part);
      System.arraycopy(part, 0, after, taken, some);
      taken += some;
    }
    for (int t = 0; t < steps; t++) {
      single.accept(Arrays.copyOfRange(stream, t * d, (t + 1) * d));
      assertEquals(t + 1 >= w, single.isFull());
      if (!single.isFull()) {
        assertTrue(Double.isNaN(single.biased()) && Double.isNaN(after[t]));
        continue;
      }
      float[] last = Arrays.copyOfRange(stream, (t + 1 - w) * d, (t + 1) * d);
      if (t % 7 == 0 || t == steps - 1) {
        double expected = MaximumMeanDiscrepancy.unbiased(x, n, last, w, d, sigmas);
        assertEquals(expected, single.unbiased(), 2e-6);
        assertEquals(expected, after[t], 2e-6);
        assertEquals(
            MaximumMeanDiscrepancy.biased(x, n, last, w, d, sigmas), single.biased(), 2e-6);
      }
    }
    assertEquals(steps, batched.count());
    single.reset();
    assertFalse(single.isFull());
  }

  @Test
  void manyStepsAddUpNoError() {
    SplittableRandom random = new SplittableRandom(5);
    float[] x = gaussian(40, 2, random);
    SlidingMmd sliding = new SlidingMmd(MmdBaseline.of(x, 40, 2, 1), 16);
    float[] batch = gaussian(32, 2, random);
    for (int round = 0; round < 2000; round++) {
      sliding.acceptAll(batch, 32);
    }
    float[] last = Arrays.copyOfRange(batch, 32, 64);
    assertEquals(MaximumMeanDiscrepancy.unbiased(x, 40, last, 16, 2, 1), sliding.unbiased(), 1e-6);
  }

  @Test
  void rejectedInputLeavesTheSlidingWindowUnchanged() {
    SplittableRandom random = new SplittableRandom(6);
    float[] x = gaussian(40, 3, random);
    SlidingMmd sliding = new SlidingMmd(MmdBaseline.of(x, 40, 3, 1), 4);
    sliding.acceptAll(gaussian(9, 3, random), 9);
    double before = sliding.unbiased();
    float[] bad = gaussian(2, 3, random);
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f}) {
      bad[5] = value;
      assertThrows(IllegalArgumentException.class, () -> sliding.acceptAll(bad, 2));
      assertThrows(
          IllegalArgumentException.class, () -> sliding.accept(Arrays.copyOfRange(bad, 3, 6)));
    }
    assertThrows(IllegalArgumentException.class, () -> sliding.accept(new float[2]));
    assertThrows(IllegalArgumentException.class, () -> sliding.acceptAll(x, 40, new double[39]));
    assertEquals(before, sliding.unbiased());
    assertEquals(9, sliding.count());
  }

  @Test
  void oneWindowGoesOverToOtherBaselines() {
    SplittableRandom random = new SplittableRandom(8);
    MmdWindow shared = null;
    for (int round = 0; round < 12; round++) {
      int d = round % 3 == 2 ? 5 : 70;
      double[] sigmas = round % 4 == 3 ? new double[] {1, 4} : new double[] {3};
      MmdBaseline baseline = MmdBaseline.of(gaussian(40, d, random), 40, d, sigmas);
      shared = shared == null ? new MmdWindow(baseline, 33) : shared.against(baseline);
      assertEquals(0, shared.size());
      assertTrue(Double.isNaN(shared.biased()));
      int m = round % 2 == 0 ? 33 : 9;
      float[] y = gaussian(m, d, random);
      MmdWindow own = new MmdWindow(baseline, 33).evaluate(y, m);
      shared.evaluate(y, m);
      assertEquals(own.biased(), shared.biased(), 0.0);
      assertEquals(own.unbiased(), shared.unbiased(), 0.0);
    }
    assertEquals(33, shared.capacity());
  }

  @Test
  void badWindowsAreRejected() {
    float[] x = gaussian(40, 3, new SplittableRandom(7));
    MmdBaseline baseline = MmdBaseline.of(x, 40, 3, 1);
    MmdWindow window = new MmdWindow(baseline, 10);
    assertTrue(Double.isNaN(window.biased()));
    window.evaluate(Arrays.copyOf(x, 3), 1);
    assertTrue(Double.isNaN(window.unbiased()));
    assertTrue(window.biased() > 0);
    assertThrows(IllegalArgumentException.class, () -> window.evaluate(x, 40));
    assertThrows(
        IllegalArgumentException.class, () -> window.evaluate(new float[] {1, 2, Float.NaN}, 1));
    assertEquals(0, window.size());
    assertThrows(IllegalArgumentException.class, () -> MmdBaseline.of(x, 40, 3, 1e20));
    assertThrows(IllegalArgumentException.class, () -> MmdBaseline.of(x, 40, 3));
    assertThrows(IllegalArgumentException.class, () -> new SlidingMmd(baseline, 1));
  }

  private static float[] gaussian(int n, int d, SplittableRandom random) {
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
