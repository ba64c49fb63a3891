package io.virk.detect.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inverse covariance, of which only the half above the diagonal is kept. */
class PrecisionTest {
  private static final int ROWS = 600;

  private static float[] correlated(SplittableRandom random, int d) {
    float[] x = new float[ROWS * d];
    for (int i = 0; i < ROWS; i++) {
      for (int k = 0; k < d; k++) {
        double before = k == 0 ? 0 : x[i * d + k - 1];
        x[i * d + k] = (float) (0.7 * before + random.nextGaussian());
      }
    }
    return x;
  }

  /** Runs of one length and of two, of whole groups of four rows and of others. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 64, 255, 258, 513})
  void itIsSymmetricAndGivesTheLengthOfItsProduct(int d) {
    SplittableRandom random = new SplittableRandom(d);
    float[] x = correlated(random, d);
    Precision precision = Precision.of(x, ROWS, d);
    double[][] columns = new double[d][];
    for (int i = 0; i < d; i++) {
      double[] unit = new double[d];
      unit[i] = 1;
      columns[i] = precision.times(unit);
    }
    double[] vector = new double[d];
    for (int k = 0; k < d; k++) {
      vector[k] = random.nextGaussian();
    }
    double[] product = precision.times(vector);
    double length = 0;
    for (int i = 0; i < d; i++) {
      double sum = 0;
      for (int j = 0; j < d; j++) {
        assertEquals(columns[i][j], columns[j][i]);
        sum += columns[i][j] * vector[j];
      }
      assertEquals(sum, product[i], 1e-10 * (1 + Math.abs(sum)));
      length += sum * vector[i];
    }
    assertEquals(length, precision.squaredLength(vector), 1e-10 * length);
  }

  /** The rows that it was made of are as long as they have dimensions. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 32})
  void itIsTheInverse(int d) {
    float[] x = correlated(new SplittableRandom(d), d);
    double mean = Precision.of(x, ROWS, d).meanSquaredLength(x, ROWS, d, new double[d]);
    assertEquals(d, mean, 0.06 * d); // less what it is shrunk by
  }
}
