package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import io.virk.stats.ood.CovarianceOptions.Divisor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MahalanobisFamilyTest {
  private static final CovarianceOptions RIDGE = CovarianceOptions.plain().withRidge(1e-3);

  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> goldenRelative() {
    return Golden.tests("mahalanobis", "mahalanobis_tied", MahalanobisFamilyTest::relative);
  }

  private static void relative(GoldenCase c) {
    NpyArray train = c.input("train");
    NpyArray test = c.input("test");
    int[] labels = c.input("labels").ints();
    int classes = c.hasParam("n_classes") ? (int) c.param("n_classes") : 2;
    int n = train.rows();
    int d = train.columns();
    double ridge = c.param("ridge");
    if (c.mustReject() || !c.policy().isEmpty()) {
      Golden.assertRejected(
          c,
          () -> {
            CovarianceOptions options = CovarianceOptions.plain().withRidge(ridge);
            RelativeMahalanobis.fit(train.values(), n, d, labels, classes, options)
                .score(test.row(0));
          });
      return;
    }
    CovarianceOptions options = CovarianceOptions.plain().withRidge(ridge);
    RelativeMahalanobis fitted =
        RelativeMahalanobis.fit(train.values(), n, d, labels, classes, options);
    double[] background = c.expectedArray("d2_background_N").values();
    double[] expected = c.expectedArray("relative_min_N").values();
    for (int i = 0; i < test.rows(); i++) {
      double far = fitted.background().score(test.row(i));
      c.tolerance().check("background", background[i], far);
      // a difference: as exact as its parts
      double parts = Math.abs(expected[i]) + 2 * background[i];
      double allowed = c.tolerance().absolute() + c.tolerance().relative() * parts;
      assertEquals(expected[i], fitted.score(test.row(i)), allowed);
    }
    double[] argmin = c.expectedArray("argmin_N").values();
    double[] distances = fitted.tied().squaredDistances(test.row(0));
    for (double distance : distances) {
      assertTrue(distances[(int) argmin[0]] <= distance);
    }
  }

  @TestFactory
  Stream<DynamicTest> goldenClassConditional() {
    return Golden.tests(
        "mahalanobis", "mahalanobis_class_conditional", MahalanobisFamilyTest::classConditional);
  }

  private static void classConditional(GoldenCase c) {
    NpyArray train = c.input("train");
    NpyArray test = c.input("test");
    int classes = (int) c.param("n_classes");
    for (Divisor divisor : new Divisor[] {Divisor.N, Divisor.N_MINUS_1, Divisor.N_MINUS_CLASSES}) {
      ClassConditionalMahalanobis fitted =
          ClassConditionalMahalanobis.fit(
              train.values(),
              train.rows(),
              train.columns(),
              c.input("labels").ints(),
              classes,
              CovarianceOptions.plain().withRidge(c.param("ridge")).withDivisor(divisor));
      NpyArray all =
          c.expectedArray(divisor == Divisor.N ? "d2_divisor_n" : "d2_divisor_n_minus_1");
      for (int i = 0; i < test.rows(); i++) {
        for (int k = 0; k < classes; k++) {
          c.tolerance().check("d2", all.row(i)[k], fitted.ofClass(k).score(test.row(i)));
        }
        double nearest = Arrays.stream(all.row(i)).min().orElseThrow();
        c.tolerance().check("min", nearest, fitted.score(test.row(i)));
        if (divisor == Divisor.N) {
          c.tolerance().check("min_d2", c.expectedArray("min_d2_divisor_n").values()[i], nearest);
        }
      }
      double[] batch = fitted.scores(test.floats(), test.rows());
      for (int i = 0; i < test.rows(); i++) {
        assertEquals(fitted.score(test.row(i)), batch[i], 2e-3 * batch[i]);
      }
      if (divisor == Divisor.N) {
        double[] logdet = c.expectedArray("logdet_divisor_n").values();
        for (int k = 0; k < classes; k++) {
          c.tolerance().check("logdet", logdet[k], fitted.ofClass(k).logDeterminant());
        }
      }
    }
  }

  @Test
  void batchesAreWithinSinglePrecisionOfTheFormForOne() {
    for (int d : new int[] {1, 2, 17, 64, 130, 530}) {
      for (int classes : new int[] {1, 3, 70}) {
        int n = 3 * classes + d + 10;
        float[] x = clusters(n, d, classes, 5, d);
        int[] labels = labels(n, classes);
        Mahalanobis fitted = Mahalanobis.fit(x, n, d, labels, classes, CovarianceOptions.oas());
        int rows = 67;
        float[] probe = clusters(rows, d, classes, 7, d + 1);
        double[] scores = fitted.scores(probe, rows);
        for (int i = 0; i < rows; i++) {
          double one = fitted.score(Arrays.copyOfRange(probe, i * d, (i + 1) * d));
          assertEquals(one, scores[i], 1e-4 * one + 1e-6, "d " + d + ", classes " + classes);
        }
      }
    }
  }

  @Test
  void farFromTheOriginBatchesLoseNothing() {
    int d = 40;
    float[] x = clusters(300, d, 4, 2, 1);
    float[] moved = x.clone();
    for (int i = 0; i < moved.length; i++) {
      // whole numbers: adding and rounding change the spread by nothing that matters
      moved[i] = Math.round(x[i] * 256) / 256f + 4096;
      x[i] = moved[i] - 4096;
    }
    int[] labels = labels(300, 4);
    Mahalanobis near = Mahalanobis.fit(x, 300, d, labels, 4, RIDGE);
    Mahalanobis far = Mahalanobis.fit(moved, 300, d, labels, 4, RIDGE);
    double[] expected = near.scores(x, 300);
    double[] got = far.scores(moved, 300);
    for (int i = 0; i < 300; i++) {
      assertEquals(expected[i], got[i], 1e-4 * expected[i]);
    }
  }

  @Test
  void whatSinglePrecisionCannotHoldIsComputedInDouble() {
    // two dimensions that differ by a millionth of their spread
    SplittableRandom random = new SplittableRandom(5);
    double[] x = new double[400];
    for (int i = 0; i < 200; i++) {
      x[2 * i] = random.nextDouble() * 8 - 4;
      x[2 * i + 1] = x[2 * i] + 1e-6 * random.nextDouble();
    }
    Mahalanobis bad = Mahalanobis.fit(x, 200, 2, new int[200], 1, CovarianceOptions.plain());
    float[] probe = {1, 1, 2, 2.5f};
    double[] scores = bad.scores(probe, 2);
    assertEquals(bad.score(new float[] {1, 1}), scores[0]);
    assertEquals(bad.score(new float[] {2, 2.5f}), scores[1]);
    // and one so far out that its square is no float
    float[] plain = clusters(60, 3, 1, 1, 2);
    Mahalanobis good = Mahalanobis.fit(plain, 60, 3, new int[60], 1, CovarianceOptions.plain());
    float[] huge = {1, 0, 1, 3e38f, 0, -3e38f};
    double[] far = good.scores(huge, 2);
    assertTrue(far[1] > 1e70 && far[1] < Double.POSITIVE_INFINITY, () -> "score " + far[1]);
    assertEquals(good.score(new float[] {1, 0, 1}), far[0]);
  }

  @Test
  void plusPlusIsMahalanobisOfUnitVectors() {
    int d = 9;
    float[] x = clusters(80, d, 2, 3, 4);
    int[] labels = labels(80, 2);
    double[] unit = new double[x.length];
    for (int i = 0; i < 80; i++) {
      double length = 0;
      for (int k = 0; k < d; k++) {
        length += (double) x[i * d + k] * x[i * d + k];
      }
      for (int k = 0; k < d; k++) {
        unit[i * d + k] = x[i * d + k] / Math.sqrt(length);
      }
    }
    Mahalanobis expected = Mahalanobis.fit(unit, 80, d, labels, 2, RIDGE);
    MahalanobisPlusPlus fitted = MahalanobisPlusPlus.fit(x, 80, d, labels, 2, RIDGE);
    double[] batch = fitted.scores(x, 80);
    for (int i = 0; i < 80; i++) {
      double score = expected.score(Arrays.copyOfRange(unit, i * d, (i + 1) * d));
      assertEquals(score, fitted.score(Arrays.copyOfRange(x, i * d, (i + 1) * d)), 1e-9 * score);
      assertEquals(score, batch[i], 1e-4 * score);
    }
    // scaling an observation changes nothing; the origin has a score too
    float[] once = Arrays.copyOf(x, d);
    float[] twice = once.clone();
    for (int k = 0; k < d; k++) {
      twice[k] *= 1024;
    }
    assertEquals(fitted.score(once), fitted.score(twice), 1e-9);
    assertTrue(Double.isFinite(fitted.score(new float[d])));
    assertEquals(
        fitted.score(new float[d]), fitted.scores(new float[d], 1)[0], 1e-4 * fitted.score(once));
  }

  @Test
  @Tag("plain")
  @Tag("slow")
  void aWideModelAnswers() {
    int d = 4096;
    float[] x = clusters(6, d, 1, 0, 8);
    Mahalanobis fitted = Mahalanobis.fit(x, 6, d, new int[6], 1, CovarianceOptions.oas());
    double[] scores = fitted.scores(x, 6);
    for (int i = 0; i < 6; i++) {
      double one = fitted.score(Arrays.copyOfRange(x, i * d, (i + 1) * d));
      assertEquals(one, scores[i], 1e-4 * one);
      assertTrue(one > 0 && one < 1e9);
    }
  }

  @Test
  void workspacesServeModelsOfAnySize() {
    Workspace workspace = new Workspace();
    double[] scores = new double[100];
    for (int d : new int[] {50, 3, 90, 8}) {
      float[] x = clusters(200, d, 3, 2, d);
      Mahalanobis fitted = Mahalanobis.fit(x, 200, d, labels(200, 3), 3, RIDGE);
      RelativeMahalanobis relative = RelativeMahalanobis.fit(x, 200, d, labels(200, 3), 3, RIDGE);
      float[] probe = Arrays.copyOf(x, 100 * d);
      fitted.scores(probe, 100, scores, workspace);
      assertArrayEquals(fitted.scores(probe, 100), scores);
      relative.scores(probe, 100, scores, workspace);
      assertArrayEquals(relative.scores(probe, 100), scores);
    }
    Mahalanobis fitted = Mahalanobis.fit(clusters(20, 2, 1, 1, 1), 20, 2, new int[20], 1, RIDGE);
    float[] probe = {1, 2, 3, 4};
    assertThrows(
        IllegalArgumentException.class, () -> fitted.scores(probe, 2, new double[1], workspace));
    assertThrows(IllegalArgumentException.class, () -> fitted.scores(probe, 3));
    assertThrows(IllegalArgumentException.class, () -> fitted.scores(probe, 0));
    assertThrows(
        IllegalArgumentException.class, () -> fitted.scores(new float[] {1, Float.NaN}, 1));
  }

  static int[] labels(int n, int classes) {
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
    }
    return labels;
  }

  /** Row i about the centre of class i % classes, dimensions correlated. */
  static float[] clusters(int n, int d, int classes, double apart, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < n; i++) {
      double common = random.nextDouble() - 0.5;
      for (int k = 0; k < d; k++) {
        double noise = random.nextDouble() + random.nextDouble() - 1;
        double centre = apart * Math.sin(1.7 * (i % classes) + 0.9 * k);
        x[i * d + k] = (float) (centre + noise * (1 + k % 5) + common);
      }
    }
    return x;
  }
}
