package io.virk.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AsinhScaleTest {
  private final AsinhScale scale = new AsinhScale(new double[] {10, 0, 5}, new double[] {2, 1, 0});

  @Test
  void isTheInverseHyperbolicSineAroundTheMiddle() {
    for (double x : new double[] {-1e6, -3, 9.999, 10, 10.001, 12, 1e6}) {
      double drawnIn = scale.scaled(0, x);
      assertEquals(x, 10 + 2 * Math.sinh((drawnIn - 10) / 2), 1e-9 * Math.max(1, Math.abs(x)));
    }
    assertEquals(10, scale.scaled(0, 10));
    assertEquals(1e-6, scale.scaled(1, 1e-6), 1e-15, "near the middle x itself");
    assertEquals(123.0, scale.scaled(2, 123.0), "no width: as it is");
    assertTrue(Double.isNaN(scale.scaled(0, Double.NaN)));
    AsinhScale narrow = new AsinhScale(new double[] {0}, new double[] {1e-310});
    assertTrue(Double.isFinite(narrow.scaled(0, 1e300)), "a width that a forged file has");
    AsinhScale far = new AsinhScale(new double[] {1e99}, new double[] {1});
    assertTrue(Float.isFinite(far.scale(new float[] {1})[0]));
  }

  @Test
  void scalesVectorsAndChoosesColumns() {
    float[] vectors = {10, 1, 5, 14, -1, Float.NaN};
    AsinhScale some = scale.at(new int[] {1, -1, 0});
    assertArrayEquals(new double[] {0, 0, 10}, some.middles());
    assertArrayEquals(new double[] {1, 0, 2}, some.widths());
    float[] same = scale.scale(vectors);
    assertEquals(vectors, same);
    assertEquals((float) (10 + 2 * Math.log(2 + Math.sqrt(5))), vectors[3]);
    assertEquals(-vectors[1], vectors[4]);
    assertTrue(Float.isNaN(vectors[5]));
  }

  /** What it is for: with a hundredth of the values far out the mean scatters as without them. */
  @Test
  void meansOfHeavyTailsScatterLess() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values =
        random.doubles(10_000).map(u -> Math.tan(Math.PI * (u - 0.5))).toArray(); // Cauchy
    AsinhScale learned = AsinhScale.of(values, 0);
    assertEquals(0, learned.middles()[0], 0.05);
    double[] drawnIn = DoubleStream.of(values).map(v -> learned.scaled(0, v)).toArray();
    assertTrue(
        deviation(values) > 8 * deviation(drawnIn),
        () -> deviation(values) + " " + deviation(drawnIn));
  }

  private static double deviation(double[] values) {
    double mean = DoubleStream.of(values).average().orElseThrow();
    return Math.sqrt(
        DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  @Test
  void learnsTheMedianAndTheSpread() {
    assertEquals(
        new AsinhScale(new double[] {3}, new double[] {1.4826}),
        AsinhScale.of(new double[] {5, 2, 3, 4, 1}, 0),
        "the median absolute deviation is 1");
    double[] mostlyOne = {0, 0, 0, 0, 0, 0, 0, 10};
    assertEquals(
        0.1 * 10 * Math.sqrt(1 / 8.0), AsinhScale.of(mostlyOne, 0).widths()[0], 1e-12, "no MAD");
    assertEquals(0.5, AsinhScale.of(new double[] {7, 7}, 0.5).widths()[0], "the least");
    for (double constant : new double[] {0, 7}) {
      AsinhScale asItIs = AsinhScale.of(new double[] {constant, constant}, 0);
      assertEquals(constant + 40, asItIs.scaled(0, constant + 40), "or no change would be seen");
    }
  }

  @Test
  void argumentsAreChecked() {
    assertEquals(
        "widths: 2 (expected: 1, one a middle)",
        assertThrows(
                IllegalArgumentException.class, () -> new AsinhScale(new double[1], new double[2]))
            .getMessage());
    assertEquals(
        "middles[0]: NaN (expected: finite)",
        assertThrows(
                IllegalArgumentException.class,
                () -> new AsinhScale(new double[] {Double.NaN}, new double[1]))
            .getMessage());
    assertEquals(
        "widths[0]: -1.0 (expected: finite, >= 0)",
        assertThrows(
                IllegalArgumentException.class,
                () -> new AsinhScale(new double[1], new double[] {-1}))
            .getMessage());
    assertFalse(scale.equals(AsinhScale.none(3)));
    assertEquals(AsinhScale.none(3), AsinhScale.none(3));
  }
}
