package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Means of whole samples are those of the streams. */
class MeansTest {
  private static final int N = 1000;
  private static final int D = 7;

  @Test
  void theyAreThoseOfTheStreamingForms() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = random.doubles(N, 1e6, 1e6 + 1).toArray();
    Moments moments = Moments.of(values);
    assertEquals(moments.mean(), Means.of(values), 1e-8);
    assertEquals(moments.standardDeviation(), Means.deviation(values, Means.of(values)), 1e-9);
    float[] vectors = new float[N * D];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (100 + random.nextGaussian());
    }
    Covariance covariance = new Covariance(D);
    covariance.accept(vectors, N);
    double[] mean = Means.of(vectors, N, new double[D]);
    assertArrayEquals(covariance.mean(), mean, 1e-9);
    double[] matrix = covariance.population();
    double trace = 0;
    for (int k = 0; k < D; k++) {
      trace += matrix[k * D + k];
    }
    assertEquals(trace, Means.variance(vectors, N, mean), 1e-6);
  }

  @Test
  void equalValuesAreExact() {
    double[] values = new double[N];
    Arrays.fill(values, 0.1);
    assertEquals(0.1, Means.of(values));
    assertEquals(0, Means.deviation(values, 0.1));
    float[] vectors = new float[3 * D];
    Arrays.fill(vectors, 0.1f);
    double[] mean = Means.of(vectors, 3, new double[D]);
    assertEquals(0.1f, mean[D - 1]);
    assertEquals(0, Means.variance(vectors, 3, mean));
  }

  @Test
  void whatHasNoMeanIsRejected() {
    assertThrows(IllegalArgumentException.class, () -> Means.of(new double[0]));
    assertThrows(IllegalArgumentException.class, () -> Means.deviation(new double[1], 0));
    assertThrows(
        IllegalArgumentException.class, () -> Means.of(new float[D + 1], 2, new double[D]));
    assertThrows(
        IllegalArgumentException.class, () -> Means.variance(new float[D], 2, new double[D]));
  }
}
