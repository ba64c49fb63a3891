package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import io.virk.stats.ood.CovarianceOptions.Divisor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MahalanobisTest {
  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> goldenTied() {
    return Golden.tests("mahalanobis", "mahalanobis_tied", MahalanobisTest::tied);
  }

  private static void tied(GoldenCase c) {
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
            Mahalanobis fitted = Mahalanobis.fit(train.values(), n, d, labels, classes, options);
            fitted.score(test.row(0));
          });
      return;
    }
    for (Divisor divisor : Divisor.values()) {
      CovarianceOptions options = CovarianceOptions.plain().withDivisor(divisor).withRidge(ridge);
      Mahalanobis fitted = Mahalanobis.fit(train.values(), n, d, labels, classes, options);
      String key =
          switch (divisor) {
            case N -> "N";
            case N_MINUS_1 -> "N_minus_1";
            case N_MINUS_CLASSES -> "N_minus_C";
          };
      NpyArray all = c.expectedArray("d2_" + key);
      double[] nearest = c.expectedArray("min_d2_" + key).values();
      for (int i = 0; i < test.rows(); i++) {
        c.tolerance().check("d2_" + key, all.row(i), fitted.squaredDistances(test.row(i)));
        c.tolerance().check("min_d2_" + key, nearest[i], fitted.score(test.row(i)));
      }
      if (train.isSinglePrecision()) {
        Mahalanobis narrow = Mahalanobis.fit(train.floats(), n, d, labels, classes, options);
        float[] row = new NpyArray("<f4", new int[] {d}, test.row(0)).floats();
        c.tolerance().check("min_d2_" + key, nearest[0], narrow.score(row));
      }
      // the cases that single precision can hold
      if (!c.hasTag("cancellation")) {
        double[] batch = fitted.scores(test.floats(), test.rows());
        c.singlePrecisionTolerance().check("batch", nearest, batch);
      }
      if (divisor == Divisor.N) {
        c.tolerance().check("class_means", c.expectedArray("class_means").values(), fitted.means());
        c.tolerance().check("logdet_cov_N", c.expected("logdet_cov_N"), fitted.logDeterminant());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> goldenGivenCovariance() {
    return Golden.tests(
        "mahalanobis",
        "mahalanobis_given_cov",
        c -> {
          NpyArray x = c.input("x");
          Mahalanobis given =
              Mahalanobis.of(c.input("mean").values(), 1, x.columns(), c.input("cov").values());
          for (int i = 0; i < x.rows(); i++) {
            c.tolerance().check("d2", c.expectedArray("d2").values()[i], given.score(x.row(i)));
          }
        });
  }

  @Test
  void savedAndLoadedGivesTheSameScores() {
    float[] x = gaussian(30, 4, 1);
    Mahalanobis fitted = Mahalanobis.fit(x, 30, 4, new int[30], 1, CovarianceOptions.oas());
    Mahalanobis loaded =
        Mahalanobis.of(fitted.means(), fitted.classes(), fitted.dimension(), fitted.covariance());
    float[] probe = {1, -2, 3, 0.5f};
    assertEquals(fitted.score(probe), loaded.score(probe));
    assertArrayEquals(fitted.covariance(), loaded.covariance());
  }

  @Test
  void shrinkageIsEquation23OfChen() {
    int n = 12;
    int d = 20;
    float[] x = gaussian(n, d, 2);
    double[] plain =
        Mahalanobis.fit(x, n, d, new int[n], 1, CovarianceOptions.plain().withRidge(1))
            .covariance();
    double trace = 0;
    double traceOfSquare = 0;
    for (int i = 0; i < d; i++) {
      plain[i * d + i] -= 1;
      trace += plain[i * d + i];
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        traceOfSquare += plain[i * d + j] * plain[j * d + i];
      }
    }
    double rho =
        ((1 - 2.0 / d) * traceOfSquare + trace * trace)
            / ((n + 1 - 2.0 / d) * (traceOfSquare - trace * trace / d));
    assertTrue(rho > 0 && rho < 1, () -> "rho " + rho);
    Mahalanobis shrunk = Mahalanobis.fit(x, n, d, new int[n], 1, CovarianceOptions.oas());
    double[] got = shrunk.covariance();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double expected = (1 - rho) * plain[i * d + j] + (i == j ? rho * trace / d : 0);
        assertEquals(expected, got[i * d + j], 1e-12);
      }
    }
    assertTrue(shrunk.score(new float[d]) < shrunk.score(gaussian(1, d, 3)) * 100);
    // white data are shrunk to a multiple of the identity all the way
    double[] corners = {1, 0, -1, 0, 0, 1, 0, -1};
    double[] white =
        Mahalanobis.fit(corners, 4, 2, new int[4], 1, CovarianceOptions.oas()).covariance();
    assertArrayEquals(new double[] {0.5, 0, 0, 0.5}, white, 1e-15);
  }

  @Test
  void fewerVectorsThanDimensionsNeedShrinkageOrRidge() {
    float[] x = gaussian(8, 30, 4);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Mahalanobis.fit(x, 8, 30, new int[8], 1, CovarianceOptions.plain()))
            .getMessage();
    assertTrue(message.contains("singular") && message.contains("shrinkage"), message);
    Mahalanobis fitted = Mahalanobis.fit(x, 8, 30, new int[8], 1, CovarianceOptions.oas());
    assertTrue(fitted.score(new float[30]) > 0);
  }

  @Test
  void constantDataAndOneVectorAreRejected() {
    float[] constant = {2, 2, 2, 2};
    assertThrows(
        IllegalArgumentException.class,
        () -> Mahalanobis.fit(constant, 4, 1, new int[4], 1, CovarianceOptions.plain()));
    assertThrows(
        IllegalArgumentException.class,
        () -> Mahalanobis.fit(constant, 2, 2, new int[2], 1, CovarianceOptions.oas()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Mahalanobis.fit(
                new float[] {1},
                1,
                1,
                new int[1],
                1,
                CovarianceOptions.plain().withDivisor(Divisor.N_MINUS_1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Mahalanobis.fit(gaussian(9, 2, 5), 9, 2, new int[9], 2, CovarianceOptions.plain()));
    assertThrows(
        IllegalArgumentException.class,
        () -> Mahalanobis.of(new double[2], 1, 2, new double[] {1, 0.5, 0.4, 1}));
  }

  private static float[] gaussian(int n, int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          (float) (random.nextDouble() + random.nextDouble() - random.nextDouble()) * (1 + i % d);
    }
    return x;
  }
}
