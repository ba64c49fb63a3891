package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels in use against double arithmetic, off the lane grid. */
class KernelsTest {
  private final Kernels kernels = Kernels.inUse();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 13, 16, 64, 207, 513, 702, 4098})
  void dotAndSquaredDistanceMeetDoubleArithmetic(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] a = floats(random, length + 5);
    float[] b = floats(random, length + 3);
    double dot = 0;
    double absolute = 0;
    double distance = 0;
    for (int i = 0; i < length; i++) {
      dot += (double) a[i + 3] * b[i + 2];
      absolute += Math.abs((double) a[i + 3] * b[i + 2]);
      distance += ((double) a[i + 3] - b[i + 2]) * ((double) a[i + 3] - b[i + 2]);
    }
    assertEquals(dot, kernels.dot(a, 3, b, 2, length), 1e-5 * absolute + 1e-12);
    assertEquals(distance, kernels.squaredDistance(a, 3, b, 2, length), 1e-5 * distance + 1e-12);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207})
  void nanAtEachPositionComesThrough(int length) {
    float[] a = floats(new SplittableRandom(1), length);
    float[] b = floats(new SplittableRandom(2), length);
    for (int i = 0; i < length; i++) {
      float kept = a[i];
      a[i] = Float.NaN;
      assertTrue(Double.isNaN(kernels.dot(a, 0, b, 0, length)));
      assertTrue(Double.isNaN(kernels.squaredDistance(a, 0, b, 0, length)));
      a[i] = kept;
    }
    assertEquals(0, kernels.squaredDistance(a, 0, a, 0, length));
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) (random.nextDouble() * 4 - 2);
    }
    return floats;
  }
}
