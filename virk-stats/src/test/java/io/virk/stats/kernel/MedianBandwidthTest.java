package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianBandwidthTest {
  /** Above 8192 pairs the median is found through a sample of them. */
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 4", "128, 3", "300, 5", "701, 17"})
  void floatAndDoubleAgree(int n, int d) {
    float[] x = clustered(n, d, n);
    double[] wide = MaximumMeanDiscrepancy.widened(x);
    double expected = MedianBandwidth.ofDistances(wide, n, d);
    assertEquals(expected, MedianBandwidth.ofDistances(x, n, d), 1e-5 * expected);
    double half = MedianBandwidth.ofHalfSquaredDistances(wide, n, d);
    assertEquals(half, MedianBandwidth.ofHalfSquaredDistances(x, n, d), 1e-5 * half);
    assertTrue(half < expected);
  }

  @Test
  void distantClustersAreStillExact() {
    int n = 200;
    float[] x = clustered(n, 3, 5);
    for (int i = 0; i < 20 * 3; i++) {
      x[i] += 1e5f;
    }
    double expected = MedianBandwidth.ofDistances(MaximumMeanDiscrepancy.widened(x), n, 3);
    assertEquals(expected, MedianBandwidth.ofDistances(x, n, 3), 1e-5 * expected);
    float[] y = clustered(50, 3, 6);
    float[] pooled = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, pooled, x.length, y.length);
    double[] widePooled = MaximumMeanDiscrepancy.widened(pooled);
    double sigma = MedianBandwidth.ofDistances(widePooled, n + 50, 3);
    double[] wideX = MaximumMeanDiscrepancy.widened(x);
    double[] wideY = MaximumMeanDiscrepancy.widened(y);
    double mmd = MaximumMeanDiscrepancy.unbiased(wideX, n, wideY, 50, 3, sigma);
    MaximumMeanDiscrepancy.Estimate estimate =
        MaximumMeanDiscrepancy.withMedianBandwidth(x, n, y, 50, 3);
    assertEquals(sigma, estimate.sigma(), 1e-5 * sigma);
    assertEquals(mmd, estimate.unbiased(), 1e-5);
  }

  @Test
  void mostlyEqualVectorsHaveNoMedianBandwidth() {
    float[] x = new float[300 * 4];
    x[7] = 1;
    assertThrows(IllegalArgumentException.class, () -> MedianBandwidth.ofDistances(x, 300, 4));
    assertThrows(
        IllegalArgumentException.class,
        () -> MaximumMeanDiscrepancy.withMedianBandwidth(x, 300, x, 300, 4));
    assertThrows(
        IllegalArgumentException.class, () -> MedianBandwidth.ofDistances(new float[4], 1, 4));
  }

  private static float[] clustered(int n, int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble() * 2 + (i / d % 3));
    }
    return x;
  }
}
