package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LogitScoresGoldenTest {
  @TestFactory
  Stream<DynamicTest> scores() {
    return Golden.tests("logits", "logit_scores", LogitScoresGoldenTest::scores);
  }

  private static void scores(GoldenCase c) {
    NpyArray logits = c.input("logits");
    double temperature = c.param("temperature");
    if (c.mustReject()) {
      double[] row = logits.row(0);
      Golden.assertRejected(c, () -> Energy.of(row, temperature));
      Golden.assertRejected(c, () -> MaxSoftmax.of(row, temperature));
      Golden.assertRejected(c, () -> Energy.of(floats(row), temperature));
      Golden.assertRejected(c, () -> MaxSoftmax.of(floats(row), temperature));
      if (!c.id().contains("temperature")) {
        Golden.assertRejected(c, () -> MaxLogit.of(row));
        Golden.assertRejected(c, () -> MaxLogit.argmax(floats(row)));
      }
      return;
    }
    if (c.policy().equals("error_or_value")) { // a masked class
      double[] row = logits.row(0);
      double energy = c.expectedArray("energy").values()[0];
      double msp = c.expectedArray("msp").values()[0];
      c.tolerance().check("energy", energy, Energy.of(row, temperature));
      c.tolerance().check("msp", msp, MaxSoftmax.probability(row, temperature));
      assertEquals(energy, Energy.of(floats(row), temperature), 1e-6);
      assertEquals(-msp, MaxSoftmax.of(floats(row), temperature), 1e-6);
      return;
    }
    for (int i = 0; i < logits.rows(); i++) {
      double[] row = logits.row(i);
      double energy = c.expectedArray("energy").values()[i];
      double msp = c.expectedArray("msp").values()[i];
      c.tolerance().check("energy", energy, Energy.of(row, temperature));
      c.tolerance().check("msp", msp, MaxSoftmax.probability(row, temperature));
      assertEquals(c.expectedArray("max_logit").values()[i], -MaxLogit.of(row));
      assertEquals(c.expectedArray("argmax").ints()[i], MaxLogit.argmax(row));
      if (logits.isSinglePrecision()) {
        c.tolerance().check("energy", energy, Energy.of(floats(row), temperature));
        c.tolerance().check("msp", -msp, MaxSoftmax.of(floats(row), temperature));
        assertEquals(c.expectedArray("max_logit").values()[i], -MaxLogit.of(floats(row)));
        assertEquals(c.expectedArray("argmax").ints()[i], MaxLogit.argmax(floats(row)));
      }
    }
  }

  private static float[] floats(double[] values) {
    return new NpyArray("<f8", new int[] {values.length}, Arrays.copyOf(values, values.length))
        .floats();
  }
}
