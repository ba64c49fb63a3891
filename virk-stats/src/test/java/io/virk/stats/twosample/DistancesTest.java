package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistancesTest {
  @Test
  void energyDistanceOfVectorsIsThatOfAScalarInOneDimension() {
    SplittableRandom random = new SplittableRandom(101);
    float[] x = new float[30];
    float[] y = new float[40];
    double[] wideX = new double[30];
    double[] wideY = new double[40];
    for (int i = 0; i < 40; i++) {
      y[i] = (float) random.nextDouble(1, 3);
      wideY[i] = y[i];
      if (i < 30) {
        x[i] = (float) random.nextDouble();
        wideX[i] = x[i];
      }
    }
    assertEquals(EnergyDistance.of(wideX, wideY), EnergyDistance.ofVectors(x, 30, y, 40, 1), 1e-12);
    assertEquals(0, EnergyDistance.ofVectors(x, 10, x, 10, 3), 1e-7);
    // (0, 0, 0) and (1, 2, 2): 2 x 3 - 0 - 0
    assertEquals(
        Math.sqrt(6),
        EnergyDistance.ofVectors(new float[3], 1, new float[] {1, 2, 2}, 1, 3),
        1e-12);
    assertThrows(IllegalArgumentException.class, () -> EnergyDistance.ofVectors(x, 30, y, 20, 1));
  }

  @Test
  void extremesGiveNoNan() {
    double[] low = {-Double.MAX_VALUE, -Double.MAX_VALUE};
    double[] high = {Double.MAX_VALUE, -Double.MAX_VALUE};
    assertEquals(Double.MAX_VALUE, Wasserstein.of(low, high), 1e-9 * Double.MAX_VALUE);
    assertEquals(0, Wasserstein.of(high, high));
    assertTrue(EnergyDistance.of(low, high) > 1e153);
    double[] far = {1e308, -1e308};
    assertEquals(1, Wasserstein.normed(far, new double[] {-1e308, -1e308}), 1e-12);
    assertEquals(0, Wasserstein.normed(new double[] {0.1, 0.1, 0.1}, new double[] {0.1}));
    assertEquals(
        Double.POSITIVE_INFINITY, Wasserstein.normed(new double[] {0.1, 0.1}, new double[] {2}));
    double[] tiny = {1e-300, 0};
    assertEquals(1, Wasserstein.normed(tiny, new double[] {0, 0}), 1e-12);
  }

  @Test
  void aShiftIsItsDistance() {
    double[] x = new SplittableRandom(102).doubles(50).toArray();
    double[] y = new double[50];
    for (int i = 0; i < 50; i++) {
      y[i] = x[i] - 3;
    }
    assertEquals(3, Wasserstein.of(x, y), 1e-14);
    double before = x[0];
    Wasserstein.normed(x, y);
    EnergyDistance.of(x, y);
    assertEquals(before, x[0]);
  }

  @Test
  void badWeightsAreRejected() {
    double[] x = {1, 2};
    double[] zero = {0, 0};
    assertThrows(IllegalArgumentException.class, () -> Wasserstein.weighted(x, zero, x, x));
    assertThrows(
        IllegalArgumentException.class, () -> Wasserstein.weighted(x, new double[] {1, -1}, x, x));
    assertThrows(
        IllegalArgumentException.class, () -> Wasserstein.weighted(x, new double[] {1}, x, x));
    assertThrows(
        IllegalArgumentException.class,
        () -> Wasserstein.weighted(new double[] {1, Double.NaN}, x, x, x));
  }

  @Test
  void chiSquareByHand() {
    ChiSquareTest.Result fit =
        ChiSquareTest.goodnessOfFit(new double[] {8, 2, 0}, new double[] {0.5, 0.5, 0});
    assertEquals(3.6, fit.statistic(), 1e-14);
    assertEquals(1, fit.degrees());
    assertEquals(0.6, fit.cramersV(), 1e-14);
    assertTrue(Double.isNaN(fit.yatesStatistic()) && Double.isNaN(fit.yatesPValue()));
    assertArrayEquals(
        new double[] {Math.exp(-1), 1, 0},
        new double[] {
          ChiSquareTest.upperTail(2, 2),
          ChiSquareTest.upperTail(7, 0),
          ChiSquareTest.upperTail(1e9, 3)
        },
        1e-13);
    assertEquals(
        1, ChiSquareTest.twoSample(new double[] {3, 0}, new double[] {0, 4}).cramersV(), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> ChiSquareTest.upperTail(-1, 3));
    double[] uneven = {1e300, 1e-300};
    assertEquals(0, ChiSquareTest.twoSample(uneven, uneven).statistic());
    assertEquals(1, ChiSquareTest.twoSample(uneven, uneven).pValue());
    assertTrue(
        ChiSquareTest.twoSample(uneven, new double[] {1e300, 0}).pValue() >= 0, "no NaN either");
  }
}
