package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels in use, and plain Java beside them, against double arithmetic. */
class ProductKernelsTest {
  private final ProductKernels[] both = {
    ProductKernels.inUse(), KernelSelection.scalar().products()
  };

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "3,5,7",
    "9,10,64",
    "13,33,207",
    "8,48,16",
    "6,49,3",
    "5,513,70",
    "21,1100,33",
    "4,64,1"
  })
  void productsMeetDoubleArithmetic(int rows, int count, int length) {
    SplittableRandom random = new SplittableRandom(rows * 31L + count);
    int stride = length + 2;
    float[] a = floats(random, rows * stride + 3);
    float[] b = floats(random, count * length + 1);
    for (ProductKernels kernels : both) {
      ProductPanels packed = kernels.pack(b, 1, count, length);
      assertEquals(count, packed.count());
      assertEquals(length, packed.length());
      int outStride = packed.paddedCount() + 1;
      float[] out = new float[rows * outStride + 2];
      Arrays.fill(out, -99);
      float[][] scratch = new float[4][packed.width()];
      for (int p = 0; p < packed.panels(); p++) {
        int at = 2 + p * packed.width();
        kernels.products(a, 3, stride, rows, packed, p, out, at, outStride, scratch);
      }
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < count; j++) {
          double expected = 0;
          for (int k = 0; k < length; k++) {
            expected += (double) a[3 + r * stride + k] * b[1 + j * length + k];
          }
          assertEquals(
              expected,
              out[2 + r * outStride + j],
              1e-5 * length,
              kernels.getClass().getSimpleName());
        }
        for (int j = count; j < packed.paddedCount(); j++) {
          assertEquals(0, out[2 + r * outStride + j], "the fill");
        }
        // the gap between two rows is not touched
        if (r < rows - 1) {
          assertEquals(-99, out[2 + r * outStride + packed.paddedCount()]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 47, 48, 100, 530})
  void zerosOfATriangleAreSkippedAndNothingElse(int d) {
    SplittableRandom random = new SplittableRandom(d);
    float[] triangle = floats(random, d * d);
    for (int i = 0; i < d; i++) {
      Arrays.fill(triangle, i * d + i + 1, (i + 1) * d, 0);
    }
    float[] x = floats(random, 5 * d);
    for (ProductKernels kernels : both) {
      ProductPanels packed = kernels.pack(triangle, 0, d, d);
      float[] out = new float[5 * packed.paddedCount()];
      float[][] scratch = new float[4][packed.width()];
      for (int p = 0; p < packed.panels(); p++) {
        kernels.products(
            x, 0, d, 5, packed, p, out, p * packed.width(), packed.paddedCount(), scratch);
      }
      for (int r = 0; r < 5; r++) {
        for (int i = 0; i < d; i++) {
          double expected = 0;
          for (int k = 0; k <= i; k++) {
            expected += (double) triangle[i * d + k] * x[r * d + k];
          }
          assertEquals(
              expected,
              out[r * packed.paddedCount() + i],
              1e-5 * d,
              kernels.getClass().getSimpleName());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 67, 130})
  void whatIsNotFiniteIsFoundAtEachPosition(int length) {
    float[] a = floats(new SplittableRandom(length), length + 2);
    a[0] = Float.NaN;
    a[length + 1] = Float.NaN;
    for (ProductKernels kernels : both) {
      assertTrue(kernels.allFinite(a, 1, length));
      for (int i = 1; i <= length; i++) {
        float kept = a[i];
        for (float bad :
            new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
          a[i] = bad;
          assertFalse(kernels.allFinite(a, 1, length));
          double[] into = new double[5];
          kernels.softmaxSums(a, 1, length, 1, scratch(), into);
          assertTrue(
              Double.isNaN(into[0]) && Double.isNaN(into[4]), kernels.getClass().getSimpleName());
        }
        a[i] = kept;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 207, 1000, 4096, 4097, 9001})
  void softmaxSumsMeetDoubleArithmetic(int length) {
    SplittableRandom random = new SplittableRandom(length);
    for (float spread : new float[] {0, 1, 20, 300, 1e30f, 3e38f}) {
      for (float temperature : new float[] {0.25f, 1, 50}) {
        float[] z = new float[length + 3];
        for (int i = 0; i < z.length; i++) {
          z[i] = (float) (random.nextDouble() - 0.7) * spread;
        }
        z[0] = Float.MAX_VALUE;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 3; i < z.length; i++) {
          max = Math.max(max, z[i]);
        }
        float second = Float.NEGATIVE_INFINITY;
        double rest = 0;
        double weighted = 0;
        int ties = 0;
        for (int i = 3; i < z.length; i++) {
          if (z[i] == max) {
            ties++;
            continue;
          }
          second = Math.max(second, z[i]);
          double u = ((double) z[i] - max) / temperature;
          rest += Math.exp(u);
          weighted += u * Math.exp(Math.max(u, -700));
        }
        for (ProductKernels kernels : both) {
          double[] into = new double[5];
          kernels.softmaxSums(z, 3, length, 1 / temperature, scratch(), into);
          // adding 0 makes -0 and 0 the same
          assertEquals(max + 0.0, into[0] + 0.0);
          assertEquals((ties > 1 ? max : second) + 0.0, into[1] + 0.0);
          assertEquals(rest, into[2], 2e-5 * rest + 1e-25, kernels.getClass().getSimpleName());
          assertEquals(
              weighted, into[3], -2e-5 * weighted + 1e-25, kernels.getClass().getSimpleName());
          assertEquals(ties, into[4]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 31, 33, 64})
  void whatIsAtMostALimitIsFoundBitByBit(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] products = floats(random, count + 2);
    float[] limits = floats(random, count + 3);
    float[] h = floats(random, count + 1);
    limits[3] = 0.25f - 2 * products[2];
    for (ProductKernels kernels : both) {
      long found = kernels.atMost(products, 2, count, 0.25f, limits, 3);
      float least = Float.POSITIVE_INFINITY;
      for (int j = 0; j < count; j++) {
        boolean expected = 0.25f - 2 * products[2 + j] <= limits[3 + j];
        assertEquals(
            expected, (found >>> j & 1) == 1, kernels.getClass().getSimpleName() + " at " + j);
        least = Math.min(least, h[1 + j] - 2 * products[2 + j]);
      }
      assertTrue(count == 64 || found >>> count == 0);
      assertEquals(least, kernels.leastDifference(h, 1, products, 2, count));
    }
  }

  private static float[][] scratch() {
    return new float[5][ProductKernels.SOFTMAX_BLOCK];
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return floats;
  }
}
