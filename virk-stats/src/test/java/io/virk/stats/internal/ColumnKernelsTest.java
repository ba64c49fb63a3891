package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernels for columns, where the kernels in use have them, against double arithmetic. */
class ColumnKernelsTest {
  private final ColumnKernels kernels = ProductKernels.inUse().columns();

  @BeforeEach
  void onlyWithVectors() {
    assumeTrue(kernels != null);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "7,3,5", "8,16,255", "9,32,256", "33,9,257", "70,31,600"})
  void productsLeastsAndLimitsMeetDoubleArithmetic(int rows, int count, int length) {
    int width = kernels.width();
    int inColumns = Math.min(count, width);
    SplittableRandom random = new SplittableRandom(rows);
    float[] a = floats(random, rows * length);
    float[] x = floats(random, inColumns * length + 3);
    float[] high = floats(random, length);
    float[] low = floats(random, length);
    // a triangle of sorts: rows end in zeros
    for (int i = 0; i < rows; i++) {
      Arrays.fill(a, i * length + Math.min(length, 9 * i), (i + 1) * length, 0);
    }
    float[] columns = new float[length * width + 2];
    Arrays.fill(columns, Float.NaN);
    kernels.packColumns(x, 3, inColumns, length, high, low, columns, 1);
    float[] back = new float[inColumns * length + 2];
    kernels.unpackColumns(columns, 1, inColumns, length, back, 2);
    float[] squares = new float[width + 1];
    kernels.squares(columns, 1, length, squares, 1);
    RowPanels packed = kernels.pack(a, rows, length);
    float[] out = new float[packed.panels() * kernels.height() * width + 1];
    Arrays.fill(out, Float.NaN);
    kernels.products(packed, 0, packed.panels(), columns, 1, out, 1);
    float[] products = Arrays.copyOfRange(out, 1, out.length);
    float[] h = floats(random, rows + 1);
    float[] leasts = new float[width + 1];
    Arrays.fill(leasts, Float.POSITIVE_INFINITY);
    kernels.leastDifferences(h, 1, rows, products, leasts, 1);
    for (int j = 0; j < inColumns; j++) {
      double square = 0;
      for (int k = 0; k < length; k++) {
        float value = x[3 + j * length + k] - high[k] - low[k];
        assertEquals(value, back[2 + j * length + k]);
        square += (double) value * value;
      }
      assertEquals(square, squares[1 + j], 1e-5 * square);
      float least = Float.POSITIVE_INFINITY;
      for (int i = 0; i < rows; i++) {
        double product = 0;
        for (int k = 0; k < length; k++) {
          product += (double) a[i * length + k] * back[2 + j * length + k];
        }
        assertEquals(product, products[i * width + j], 1e-5 * length);
        least = Math.min(least, h[1 + i] - 2 * products[i * width + j]);
      }
      assertEquals(least, leasts[1 + j]);
      // the limit is met by the least of this column alone, in whichever row that is
      float[] limits = new float[width + 1];
      Arrays.fill(limits, Float.NEGATIVE_INFINITY);
      limits[1 + j] = least;
      int row = kernels.nextWithin(h, 1, 0, rows, products, limits, 1);
      assertEquals(least, h[1 + row] - 2 * products[row * width + j]);
      assertEquals(rows, kernels.nextWithin(h, 1, rows, rows, products, limits, 1));
      limits[1 + j] = Math.nextDown(least);
      assertEquals(rows, kernels.nextWithin(h, 1, 0, rows, products, limits, 1));
    }
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return floats;
  }
}
