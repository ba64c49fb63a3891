package io.virk.cause.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CauseDirectionsTest {
  /** Deviations of an embedding's numbers, which do not hang together. */
  private static final double[] DEVIATIONS = {1, 2, 4, 8, 16, 32};

  private static double[] precision(double[] vector) {
    double[] times = new double[vector.length];
    for (int k = 0; k < times.length; k++) {
      times[k] = vector[k] / (DEVIATIONS[k] * DEVIATIONS[k]);
    }
    return times;
  }

  @Test
  void alongEachTheBaselineScattersByOneAndNoneWithAnother() {
    SplittableRandom random = new SplittableRandom(3);
    List<double[]> shifts = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      double[] shift = new double[6];
      for (int k = 0; k < 6; k++) {
        shift[k] = DEVIATIONS[k] * random.nextGaussian();
      }
      shifts.add(shift);
    }
    CauseDirections of = CauseDirections.of(shifts, CauseDirectionsTest::precision).orElseThrow();
    assertEquals(6, of.columns().size(), "no more than the embedding has");
    float[][] directions = of.directions();
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        double covariance = 0;
        for (int k = 0; k < 6; k++) {
          covariance += directions[a][k] * directions[b][k] * DEVIATIONS[k] * DEVIATIONS[k];
        }
        assertEquals(a == b ? 1 : 0, covariance, 1e-4);
      }
    }
    for (double[] shift : shifts) { // so none of a shift is lost
      double length = 0;
      float[] vector = new float[6];
      for (int k = 0; k < 6; k++) {
        length += Math.pow(shift[k] / DEVIATIONS[k], 2);
        vector[k] = (float) shift[k];
      }
      double along = 0;
      for (double v : of.along(vector)) {
        along += v * v;
      }
      assertEquals(length, along, 1e-4 * length);
    }
  }

  @Test
  void shiftsOfOneKindHaveOneDirection() {
    List<double[]> shifts = List.of(new double[] {0, 2, 0}, new double[] {0, -5, 0});
    CauseDirections of = CauseDirections.of(shifts, double[]::clone).orElseThrow();
    assertEquals(1, of.columns().size());
    assertEquals(2, Math.abs(of.along(new float[] {7, 2, 7})[0]), 1e-6);
  }

  @Test
  void whereNothingMovesThereIsNone() {
    assertEquals(Optional.empty(), CauseDirections.of(List.of(), double[]::clone));
    assertEquals(Optional.empty(), CauseDirections.of(List.of(new double[3]), double[]::clone));
  }

  @Test
  void columnsOfOtherDirectionsHaveOtherNames() {
    CauseDirections a = new CauseDirections(new float[][] {{1, 0}});
    CauseDirections b = new CauseDirections(new float[][] {{1, 1e-6f}});
    assertTrue(a.columns().stream().noneMatch(b.columns()::contains));
    assertTrue(a.columns().stream().allMatch(CauseDirections::isOfEmbedding));
  }
}
