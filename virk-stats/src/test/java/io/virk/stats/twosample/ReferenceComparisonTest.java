package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Without sorting it must find what the sorted samples give. */
@Tag("plain")
@Tag("slow")
class ReferenceComparisonTest {
  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static void assertAsSorted(String what, float[] reference, float[] window) {
    ReferenceComparison comparison = new ReferenceComparison(SortedReference.of(reference));
    comparison.compare(window);
    assertAsSorted(what, comparison, reference, window);
  }

  private static void assertAsSorted(
      String what, ReferenceComparison comparison, float[] reference, float[] window) {
    double[] x = wide(window);
    double[] y = wide(reference);
    double n = x.length;
    double m = y.length;
    double[] both = new double[] {0, 0};
    double[] a = x.clone();
    double[] b = y.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    int i = 0;
    int j = 0;
    while (i < n && j < m) {
      double value = Math.min(a[i], b[j]);
      while (i < n && a[i] <= value) {
        i++;
      }
      while (j < m && b[j] <= value) {
        j++;
      }
      both[0] = Math.max(both[0], i / n - j / m);
      both[1] = Math.max(both[1], j / m - i / n);
    }
    assertEquals(window.length, comparison.size());
    assertEquals(both[0], comparison.kolmogorovSmirnovGreater(), 1e-12, what);
    assertEquals(both[1], comparison.kolmogorovSmirnovLess(), 1e-12, what);
    assertEquals(KolmogorovSmirnov.statistic(x, y), comparison.kolmogorovSmirnov(), 1e-15, what);
    double largest = Math.max(Math.abs(b[0]), Math.abs(b[(int) m - 1]));
    largest = Math.max(largest, Math.max(Math.abs(a[0]), Math.abs(a[(int) n - 1])));
    double distance = Wasserstein.of(x, y);
    assertEquals(distance, comparison.wasserstein(), 1e-9 * distance + 1e-13 * largest, what);
    assertEquals(
        KolmogorovSmirnov.asymptoticP(comparison.kolmogorovSmirnov(), (int) n, (int) m),
        comparison.asymptoticP(),
        what);
  }

  @TestFactory
  Stream<DynamicTest> goldenSamplesInFloat() {
    return Golden.tests(
        "ks",
        "ks_two_sample",
        c -> {
          float[] x = c.input("x").floats();
          float[] y = c.input("y").floats();
          if (c.mustReject()) {
            Golden.assertRejected(
                c, () -> new ReferenceComparison(SortedReference.of(y)).compare(x));
            return;
          }
          boolean fits = true;
          for (float value : x) {
            fits &= Math.abs(value) <= Float.MAX_VALUE;
          }
          if (fits) {
            assertAsSorted(c.id(), y, x);
          } else {
            assertThrows(IllegalArgumentException.class, () -> SortedReference.of(x));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfSample() {
    record Kind(String name, DoubleUnaryOperator of) {}
    Kind[] kinds = {
      new Kind("uniform", u -> u),
      new Kind("shifted", u -> u + 0.3),
      new Kind("far left", u -> u - 1e6),
      new Kind("far right", u -> 1e6 + u),
      new Kind("bell", u -> Math.log(u / (1 - u))),
      new Kind("many decades", u -> Math.exp(60 * u - 30)),
      new Kind("both signs, many decades", u -> Math.signum(u - 0.5) * Math.exp(40 * u)),
      new Kind("few values", u -> Math.floor(5 * u)),
      new Kind("constant", u -> 0.1),
      new Kind("big constant", u -> 1e10),
      new Kind("zeros of both signs", u -> u < 0.5 ? -0.0 : 0.0),
      new Kind("tiny", u -> u * 1e-44),
      new Kind("huge", u -> (u - 0.5) * 6.8e38),
      new Kind("one outlier", u -> u < 1e-3 ? 1e30 : u),
      new Kind("narrow", u -> 1e6 + Math.floor(9 * u) / 16),
    };
    return Stream.of(kinds)
        .flatMap(
            ofReference ->
                Stream.of(kinds)
                    .map(
                        ofWindow ->
                            DynamicTest.dynamicTest(
                                ofWindow.name + " against " + ofReference.name,
                                () -> {
                                  for (int m : new int[] {1, 2, 700, 3000}) {
                                    for (int n : new int[] {1, 3, 2500}) {
                                      SplittableRandom random = new SplittableRandom(7L * m + n);
                                      assertAsSorted(
                                          n + " against " + m,
                                          sample(random, m, ofReference.of),
                                          sample(random, n, ofWindow.of));
                                    }
                                  }
                                })));
  }

  private static float[] sample(SplittableRandom random, int size, DoubleUnaryOperator of) {
    float[] sample = new float[size];
    for (int i = 0; i < size; i++) {
      sample[i] = (float) of.applyAsDouble((random.nextInt(1 << 20) + 0.5) / (1 << 20));
    }
    return sample;
  }

  @Test
  void oneComparisonServesManyWindows() {
    SplittableRandom random = new SplittableRandom(111);
    float[] reference = sample(random, 20_000, u -> u * u);
    SortedReference sorted = SortedReference.of(reference);
    ReferenceComparison comparison = new ReferenceComparison(sorted);
    for (int n : new int[] {50_000, 10, 1, 70_000}) {
      float[] window = sample(random, n + 5, u -> u * u * u);
      comparison.compare(window, 3, n + 3);
      assertAsSorted("n = " + n, comparison, reference, Arrays.copyOfRange(window, 3, n + 3));
    }
    assertEquals(
        comparison.wasserstein() / sorted.standardDeviation(), comparison.normedWasserstein());
    float[] values = sorted.values();
    assertNotSame(values, sorted.values());
    assertEquals(20_000, sorted.size());
    for (int i = 1; i < values.length; i++) {
      assertTrue(values[i - 1] <= values[i]);
    }
  }

  @Test
  void aRejectedWindowLeavesTheResults() {
    ReferenceComparison comparison =
        new ReferenceComparison(SortedReference.of(new float[] {1, 2, 3}));
    assertTrue(Double.isNaN(comparison.wasserstein()) && Double.isNaN(comparison.asymptoticP()));
    assertTrue(Double.isNaN(comparison.kolmogorovSmirnov()));
    assertTrue(Double.isNaN(comparison.normedWasserstein()));
    comparison.compare(new float[] {1, 2, 4});
    String before = comparison.toString();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int at = 0; at < 5; at++) {
        float[] window = new float[5];
        window[at] = bad;
        assertThrows(IllegalArgumentException.class, () -> comparison.compare(window));
        assertEquals(before, comparison.toString());
      }
    }
    assertThrows(IllegalArgumentException.class, () -> comparison.compare(new float[0]));
    assertThrows(IndexOutOfBoundsException.class, () -> comparison.compare(new float[3], 2, 4));
    comparison.compare(new float[] {3, 1, 2});
    assertEquals(0, comparison.kolmogorovSmirnov());
    assertEquals(0, comparison.normedWasserstein());
  }
}
