package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class VirtualLogitTest {
  @TestFactory
  Stream<DynamicTest> golden() {
    return Golden.tests("vim", "vim", VirtualLogitTest::golden);
  }

  private static void golden(GoldenCase c) {
    NpyArray train = c.input("train");
    NpyArray test = c.input("test");
    int principal = (int) c.param("principal_dim");
    if (c.mustReject()) {
      Golden.assertRejected(
          c,
          () ->
              VirtualLogit.fit(
                      train.values(),
                      train.rows(),
                      train.columns(),
                      c.input("W").values(),
                      c.input("b").values(),
                      principal)
                  .score(test.row(0)));
      return;
    }
    VirtualLogit fitted =
        VirtualLogit.fit(
            train.values(),
            train.rows(),
            train.columns(),
            c.input("W").values(),
            c.input("b").values(),
            principal);
    c.tolerance().check("origin", c.expectedArray("origin").values(), fitted.origin());
    c.tolerance().check("alpha", c.expected("alpha"), fitted.alpha());
    double[] scores = c.expectedArray("score").values();
    double[] residuals = c.expectedArray("residual_norm").values();
    double[] probabilities = c.expectedArray("virtual_logit_probability").values();
    for (int i = 0; i < test.rows(); i++) {
      c.tolerance().check("score", scores[i], fitted.score(test.row(i)));
      c.tolerance().check("residual", residuals[i], fitted.residualLength(test.row(i)));
      c.tolerance().check("p", probabilities[i], fitted.virtualProbability(test.row(i)));
    }
    double[] batch = fitted.scores(test.floats(), test.rows());
    c.singlePrecisionTolerance().check("batch", scores, batch);
    VirtualLogit narrow =
        VirtualLogit.fit(
            train.floats(),
            train.rows(),
            train.columns(),
            c.input("W").floats(),
            c.input("b").floats(),
            principal);
    c.singlePrecisionTolerance().check("narrow", scores[0], narrow.score(test.row(0)));
  }

  @Test
  void fewerVectorsThanDimensionsGiveTheSameSubspaceAsTheCovariance() {
    // the same features, with and without a pair of dimensions that hold nothing but the origin
    int n = 12;
    int d = 10;
    int wide = 20;
    float[] x = MahalanobisFamilyTest.clusters(n, d, 3, 2, 5);
    float[] padded = new float[n * wide];
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, i * d, padded, i * wide, d);
    }
    float[] weights = MahalanobisFamilyTest.clusters(3, d, 3, 1, 6);
    float[] paddedWeights = new float[3 * wide];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(weights, c * d, paddedWeights, c * wide, d);
    }
    float[] bias = {0.1f, -0.2f, 0.3f};
    VirtualLogit narrow = VirtualLogit.fit(x, n, d, weights, bias, 4);
    VirtualLogit gram = VirtualLogit.fit(padded, n, wide, paddedWeights, bias, 4);
    assertEquals(narrow.alpha(), gram.alpha(), 1e-9);
    for (int i = 0; i < n; i++) {
      double score = narrow.score(Arrays.copyOfRange(x, i * d, (i + 1) * d));
      assertEquals(score, gram.score(Arrays.copyOfRange(padded, i * wide, (i + 1) * wide)), 1e-8);
    }
  }

  @Test
  void wideFeaturesAnswerInBatches() {
    int n = 40;
    int d = 4096;
    float[] x = MahalanobisFamilyTest.clusters(n, d, 3, 1, 9);
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = new float[5 * d];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5) / 64;
    }
    VirtualLogit fitted = VirtualLogit.fit(x, n, d, weights, new float[5], 20);
    float[] probe = MahalanobisFamilyTest.clusters(70, d, 3, 1, 10);
    double[] scores = fitted.scores(probe, 70);
    for (int i = 0; i < 70; i++) {
      double one = fitted.score(Arrays.copyOfRange(probe, i * d, (i + 1) * d));
      assertEquals(one, scores[i], 1e-4 * (1 + Math.abs(one)));
    }
    assertEquals(d, fitted.dimension());
    assertEquals(20, fitted.principal());
    assertEquals(5, fitted.classes());
  }

  @Test
  void whatHasNoResidualIsRejected() {
    float[] weights = {1, 0, 0, 0, 1, 0};
    float[] bias = {0, 0};
    float[] line = {1, 2, 3, 2, 4, 6, 3, 6, 9};
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> VirtualLogit.fit(line, 3, 3, weights, bias, 1))
            .getMessage();
    assertTrue(message.contains("residual"), message);
    assertThrows(
        IllegalArgumentException.class, () -> VirtualLogit.fit(line, 3, 3, weights, bias, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> VirtualLogit.fit(new float[] {1, 2, 3}, 1, 3, weights, bias, 2));
    // one vector: it spans the principal subspace itself
    assertThrows(
        IllegalArgumentException.class,
        () -> VirtualLogit.fit(new float[] {1, 2, 3}, 1, 3, weights, bias, 1));
    float[] x = {1, 2, 3, 2, 1, 6, 3, 6, 0, 1, 1, 1};
    VirtualLogit fitted = VirtualLogit.fit(x, 4, 3, weights, bias, 1);
    assertThrows(
        IllegalArgumentException.class, () -> fitted.scores(new float[] {3e38f, 3e38f, 3e38f}, 1));
  }
}
