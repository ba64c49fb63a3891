package io.virk.cause.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoissonTableTest {
  /** By the recurrence of the probabilities from the mode's. */
  @Test
  void poissonProbabilitiesAreMet() {
    double[] means = {.01, .8, 3, 30, 500};
    for (double mean : means) {
      PoissonTable table = new PoissonTable(mean);
      SplittableRandom random = new SplittableRandom(3);
      int draws = 200_000;
      int mode = (int) mean;
      int[] counts = new int[3];
      for (int i = 0; i < draws; i++) {
        int off = table.draw(random) - mode;
        if (off >= 0 && off < 3) {
          counts[off]++;
        }
      }
      double log = -mean;
      for (int k = 1; k <= mode; k++) {
        log += Math.log(mean / k);
      }
      double probability = Math.exp(log);
      for (int off = 0; off < 3; off++) {
        double error = Math.sqrt(probability * (1 - probability) / draws);
        assertEquals(probability, (double) counts[off] / draws, 4 * error + 1e-9);
        probability *= mean / (mode + off + 1);
      }
    }
    assertEquals(0, new PoissonTable(0).draw(new SplittableRandom(1)));
  }
}
