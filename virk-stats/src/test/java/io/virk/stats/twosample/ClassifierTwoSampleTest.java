package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTwoSampleTest {
  private static float[] rows(SplittableRandom random, int n, int d, double shift) {
    float[] rows = new float[n * d];
    for (int i = 0; i < n; i++) {
      double common = 5 * (random.nextDouble() - 0.5); // hides the shift from single dimensions
      for (int j = 0; j < d; j++) {
        double noise = random.nextDouble() + random.nextDouble() - 1;
        rows[i * d + j] = (float) (common + noise + (j == 0 ? shift : 0));
      }
    }
    return rows;
  }

  @Test
  void findsAShiftThatNoSingleDimensionShows() {
    SplittableRandom random = new SplittableRandom(91);
    float[] x = rows(random, 100, 8, 0);
    float[] y = rows(random, 120, 8, 0.8);
    ClassifierTwoSample.Result result = ClassifierTwoSample.test(x, 100, y, 120, 8, 1);
    assertTrue(result.auc() > 0.8, result.toString());
    assertTrue(result.pValue() < 1e-6, result.toString());
    assertEquals(2, result.folds().size());
    double[] first = new double[100];
    double[] second = new double[120];
    Arrays.setAll(first, i -> x[i * 8]);
    Arrays.setAll(second, i -> y[i * 8]);
    assertTrue(MannWhitney.auc(first, second) < 0.75);
    ClassifierTwoSample.Result five = ClassifierTwoSample.test(x, 100, y, 120, 8, 5, 1);
    assertEquals(5, five.folds().size());
    assertTrue(five.pValue() < 1e-3, five.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 60})
  void keepsItsLevel(int d) {
    int rounds = 400;
    int rejected = 0;
    SplittableRandom random = new SplittableRandom(92);
    for (int round = 0; round < rounds; round++) {
      float[] x = rows(random, 20, d, 0);
      float[] y = rows(random, 20, d, 0);
      rejected += ClassifierTwoSample.test(x, 20, y, 20, d, round).pValue() <= 0.1 ? 1 : 0;
    }
    // at most 40 expected; three standard deviations of 6
    assertTrue(rejected <= 58, "rejected: " + rejected);
  }

  @Test
  void bothWaysToSolveGiveTheSameDirection() {
    // 12 training vectors: of 12 dimensions by inner products, of 11 by the covariance; a
    // dimension that is always 0 changes nothing but the target of the shrinkage
    SplittableRandom random = new SplittableRandom(93);
    float[] rows = rows(random, 13, 12, 0);
    int[] ofX = {0, 1, 2, 3, 4, 5};
    int[] few = {6, 7, 8, 9, 10, 11};
    int[] many = {6, 7, 8, 9, 10, 11, 11};
    FisherDiscriminant dual = FisherDiscriminant.fit(rows, 12, ofX, few);
    FisherDiscriminant primal = FisherDiscriminant.fit(rows, 12, ofX, many);
    double[] a = new double[13];
    double[] b = new double[13];
    for (int i = 0; i < 13; i++) {
      a[i] = dual.score(rows, i * 12);
      b[i] = primal.score(rows, i * 12);
    }
    assertTrue(correlation(a, b) > 0.9, "correlation: " + correlation(a, b));
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void singularitiesAreAnswered() {
    float[] constant = new float[10 * 3];
    Arrays.fill(constant, 0.1f);
    ClassifierTwoSample.Result equal = ClassifierTwoSample.test(constant, 10, constant, 10, 3, 1);
    assertEquals(0.5, equal.auc());
    assertEquals(1, equal.pValue());
    float[] other = new float[10 * 3];
    ClassifierTwoSample.Result apart = ClassifierTwoSample.test(other, 10, constant, 10, 3, 1);
    assertEquals(1, apart.auc());
    assertEquals(2.0 / 252, apart.pValue(), 1e-12); // twice 1 / choose(10, 5)
    float[] wide = rows(new SplittableRandom(94), 2, 4096, 0);
    ClassifierTwoSample.Result few = ClassifierTwoSample.test(wide, 2, wide, 2, 4096, 1);
    assertTrue(few.pValue() > 0 && few.auc() >= 0);
  }

  @Test
  void badArgumentsAreRejected() {
    float[] x = new float[6];
    assertThrows(
        IllegalArgumentException.class, () -> ClassifierTwoSample.test(x, 3, x, 3, 2, 4, 1));
    assertThrows(
        IllegalArgumentException.class, () -> ClassifierTwoSample.test(x, 3, x, 3, 2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> ClassifierTwoSample.test(x, 3, x, 2, 2, 1));
    float[] bad = {1, 2, Float.NaN, 3, 4, 5};
    assertThrows(
        IllegalArgumentException.class, () -> ClassifierTwoSample.test(x, 3, bad, 3, 2, 1));
  }
}
