package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row has the same score to the last bit, whether it comes alone or in a batch of any size. */
class LoneRowTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "7, 3", "16, 1", "33, 10", "64, 2", "129, 5", "512, 1", "512, 40"})
  void theSizeOfABatchDoesNotShow(int d, int classes) {
    SplittableRandom random = new SplittableRandom(d + 31L * classes);
    int n = 45 + 40 * classes + 2 * d;
    float[] x = new float[n * d];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      for (int k = 0; k < d; k++) {
        x[i * d + k] = (float) (3 + labels[i] * (k % 3) + random.nextGaussian());
      }
    }
    Mahalanobis model =
        Mahalanobis.fit(x, n, d, labels, classes, CovarianceOptions.plain().withRidge(1e-3));
    int rows = 45;
    double[] all = model.scores(Arrays.copyOf(x, rows * d), rows);
    for (int size : new int[] {1, 2, 7, 8, 16, 31, 32, 33}) {
      for (int from = 0; from + size <= rows; from += size) {
        double[] some = model.scores(Arrays.copyOfRange(x, from * d, (from + size) * d), size);
        for (int i = 0; i < size; i++) {
          assertEquals(all[from + i], some[i], 0, "row " + (from + i) + " of " + size);
        }
      }
    }
  }
}
