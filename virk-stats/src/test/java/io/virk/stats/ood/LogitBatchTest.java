package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import io.virk.golden.Tolerance;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LogitBatchTest {
  @TestFactory
  Stream<DynamicTest> golden() {
    return Golden.tests("logits", "logit_scores", LogitBatchTest::golden);
  }

  private static void golden(GoldenCase c) {
    NpyArray logits = c.input("logits");
    double temperature = c.param("temperature");
    int n = logits.rows();
    int classes = logits.columns();
    float[] floats = logits.floats();
    if (c.policy().equals("error_or_value")) { // a masked class: what a batch is not made for
      assertThrows(
          IllegalArgumentException.class,
          () -> new LogitBatch(n, temperature).score(floats, n, classes));
      double p = c.expectedArray("msp").values()[0];
      double entropy = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
      assertEquals(entropy, Entropy.of(logits.row(0), 1), 1e-12);
      return;
    }
    if (c.mustReject()) {
      Golden.assertRejected(c, () -> new LogitBatch(n, temperature).score(floats, n, classes));
      Golden.assertRejected(c, () -> Entropy.of(logits.row(0), temperature));
      Golden.assertRejected(c, () -> Margin.of(logits.row(0), temperature));
      return;
    }
    double[] entropy = c.expectedArray("entropy_T1_nats").values();
    double[] normalized = c.expectedArray("entropy_T1_normalised").values();
    double[] margin = c.expectedArray("margin_prob").values();
    for (int i = 0; i < n; i++) {
      c.tolerance().check("entropy", entropy[i], Entropy.of(logits.row(i), 1));
      c.tolerance().check("normalised", normalized[i], Entropy.normalized(logits.row(i), 1));
      c.tolerance().check("margin", -margin[i], Margin.of(logits.row(i), temperature));
    }
    // what a float cannot hold is outside the batch form
    if (!logits.isSinglePrecision() && !roundTrips(logits, floats)) {
      return;
    }
    Tolerance tolerance = c.singlePrecisionTolerance();
    LogitBatch batch = new LogitBatch(n, temperature);
    batch.score(floats, n, classes);
    LogitBatch unit = new LogitBatch(n, 1, GeneralizedEntropy.standard());
    unit.score(floats, n, classes);
    assertEquals(n, batch.size());
    for (int i = 0; i < n; i++) {
      tolerance.check("energy", c.expectedArray("energy").values()[i], batch.energy(i));
      tolerance.check("msp", -c.expectedArray("msp").values()[i], batch.maxSoftmax(i));
      assertEquals(-(float) c.expectedArray("max_logit").values()[i], batch.maxLogit(i));
      tolerance.check("margin", -margin[i], batch.margin(i));
      tolerance.check("entropy", entropy[i], unit.entropy(i));
    }
  }

  /** Whether rounding to float leaves the case what it is about. */
  private static boolean roundTrips(NpyArray logits, float[] floats) {
    for (int i = 0; i < floats.length; i++) {
      double error = Math.abs(floats[i] - logits.values()[i]);
      if (!(error <= 1e-7)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void batchAgreesWithTheFormsForOneObservation() {
    SplittableRandom random = new SplittableRandom(7);
    GeneralizedEntropy gen = new GeneralizedEntropy(0.3, 20);
    for (int classes : new int[] {1, 2, 3, 17, 100, 1000, 5000}) {
      int n = 6;
      float[] logits = new float[n * classes];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (random.nextDouble() * 12 - 3) * (1 + i / classes);
      }
      LogitBatch batch = new LogitBatch(10, 2.5, gen);
      batch.score(logits, n, classes);
      Tolerance tolerance = new Tolerance(2e-5, 2e-6);
      for (int i = 0; i < n; i++) {
        float[] row = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
        tolerance.check("energy", Energy.of(row, 2.5), batch.energy(i));
        tolerance.check("msp", MaxSoftmax.of(row, 2.5), batch.maxSoftmax(i));
        tolerance.check("max", MaxLogit.of(row), batch.maxLogit(i));
        tolerance.check("entropy", Entropy.of(row, 2.5), batch.entropy(i));
        tolerance.check("margin", Margin.of(row, 2.5), batch.margin(i));
        tolerance.check("gen", gen.score(row, 2.5), batch.generalizedEntropy(i));
      }
    }
  }

  @Test
  void generalizedEntropyIsTheFormulaOfThePaper() {
    double[] logits = {Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05)};
    double expected =
        Math.pow(0.5 * 0.5, 0.1) + Math.pow(0.3 * 0.7, 0.1) + Math.pow(0.15 * 0.85, 0.1);
    assertEquals(expected, new GeneralizedEntropy(0.1, 3).score(logits, 1), 1e-12);
    double all = expected + Math.pow(0.05 * 0.95, 0.1);
    assertEquals(all, GeneralizedEntropy.standard().score(logits, 1), 1e-12);
    // 1 - p is not lost where p rounds to 1
    double[] sure = {0, -60};
    double tiny = Math.exp(-60);
    assertEquals(2 * Math.pow(tiny, 0.1), GeneralizedEntropy.standard().score(sure, 1), 1e-12);
    assertEquals(0, GeneralizedEntropy.standard().score(new double[] {4}, 1));
    assertThrows(IllegalArgumentException.class, () -> new GeneralizedEntropy(0, 5));
    assertThrows(IllegalArgumentException.class, () -> new GeneralizedEntropy(Double.NaN, 5));
    assertThrows(IllegalArgumentException.class, () -> new GeneralizedEntropy(0.1, 0));
  }

  @Test
  void aRejectedCallLeavesNothingBehind() {
    LogitBatch batch = new LogitBatch(2, 1);
    batch.score(new float[] {1, 2, 3, 4}, 2, 2);
    float[] bad = {1, 2, 3, Float.NEGATIVE_INFINITY};
    String message =
        assertThrows(IllegalArgumentException.class, () -> batch.score(bad, 2, 2)).getMessage();
    assertTrue(message.contains("logits[3]"), message);
    assertEquals(0, batch.size());
    assertThrows(IndexOutOfBoundsException.class, () -> batch.energy(0));
    assertThrows(IllegalArgumentException.class, () -> batch.score(new float[6], 3, 2));
    assertThrows(IllegalArgumentException.class, () -> batch.score(new float[5], 2, 2));
    assertThrows(IllegalArgumentException.class, () -> new LogitBatch(0, 1));
    batch.score(new float[] {1, 2}, 1, 2);
    assertThrows(IllegalStateException.class, () -> batch.generalizedEntropy(0));
  }
}
