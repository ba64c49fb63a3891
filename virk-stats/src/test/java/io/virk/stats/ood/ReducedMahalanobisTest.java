package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReducedMahalanobisTest {
  private final SplittableRandom random = new SplittableRandom(2);

  private static double score(ReducedMahalanobis model, float[] x) {
    return model.score(x, new float[model.dimension()], new float[model.components()]);
  }

  private float[] normal(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Independent dimensions of variances 4, 2, 0.5 and 0.25, so that all can be done by hand. */
  @Test
  void theComponentsCountAsTheyAreAndTheRestByItsMeanVariance() {
    double[] covariance = {4, 0, 0, 0, 0, 2, 0, 0, 0, 0, .5, 0, 0, 0, 0, .25};
    Mahalanobis full = Mahalanobis.of(new double[] {1, 1, 1, 1, 9, 1, 1, 1}, 2, 4, covariance);
    ReducedMahalanobis two = ReducedMahalanobis.of(full, 2);
    assertEquals(2, two.components());
    float[] x = {3, 2, 2, 0};
    // 4 / 4 + 1 / 2, and (1 + 1) / 0.375
    assertEquals(1.5 + 2 / .375, score(two, x), 1e-5);
    assertEquals(1.5 + 1 / .5 + 1 / .25, score(ReducedMahalanobis.of(full, 9), x), 1e-5);
    assertEquals(0, score(two, new float[] {9, 1, 1, 1}), 1e-6);
    assertEquals(Double.NaN, score(two, new float[] {9, Float.NaN, 1, 1}));
    assertThrows(IllegalArgumentException.class, () -> ReducedMahalanobis.of(full, 0));
    assertThrows(IllegalArgumentException.class, () -> score(two, new float[3]));
  }

  @Test
  void withAllComponentsItIsTheDistanceOfTheWholeCovariance() {
    int d = 37;
    int classes = 3;
    int n = 600;
    float[] x = normal(n * d);
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      for (int k = 0; k < d; k++) {
        x[i * d + k] = (k + 1) * .1f * x[i * d + k] + labels[i] * k % 5 + (k > 0 ? x[i * d] : 0);
      }
    }
    Mahalanobis full = Mahalanobis.fit(x, n, d, labels, classes, CovarianceOptions.oas());
    ReducedMahalanobis reduced = ReducedMahalanobis.of(full, d);
    ReducedMahalanobis few = ReducedMahalanobis.of(full, 16);
    for (int i = 0; i < 50; i++) {
      float[] row = java.util.Arrays.copyOfRange(x, i * d, (i + 1) * d);
      double expected = full.score(row);
      assertEquals(expected, score(reduced, row), 1e-3 * expected);
      assertTrue(score(few, row) > 0);
    }
  }
}
