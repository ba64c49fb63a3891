package io.virk.stats.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class MartingalesTest {
  @Test
  void pValuesCountTheCalibrationSample() {
    ConformalPValues p = new ConformalPValues(new double[] {3, 1, 2, 2, -0.0});
    assertEquals(5, p.size());
    assertEquals(1 / 6.0, p.of(3.5));
    assertEquals(2 / 6.0, p.of(3));
    assertEquals(4 / 6.0, p.of(2));
    assertEquals(1, p.of(-7));
    assertEquals(1, p.of(0.0));
    assertEquals((1 + 0.25 * 3) / 6, p.of(2, 0.25));
    assertEquals(0.5 / 6, p.of(9, 0.5));
    assertEquals((4 + 2 * 1.0) / 6, p.of(0.0, 1));
    assertThrows(IllegalArgumentException.class, () -> p.of(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> p.of(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ConformalPValues(new double[0]));
    assertThrows(
        IllegalArgumentException.class, () -> new ConformalPValues(new double[] {Double.NaN}));
  }

  @Test
  void growingPValuesAreThoseOfAllScoresBefore() {
    double[] edges = {0, 0.5, 1, 1.5, 2};
    GrowingConformalPValues p = new GrowingConformalPValues(edges);
    Random random = new Random(2);
    double[] seen = new double[300];
    for (int i = 0; i < seen.length; i++) {
      double score = random.nextGaussian();
      double u = 1 - random.nextDouble();
      int larger = 0;
      int equal = 1;
      for (int j = 0; j < i; j++) {
        int compared = Integer.compare(bin(edges, seen[j]), bin(edges, score));
        larger += compared > 0 ? 1 : 0;
        equal += compared == 0 ? 1 : 0;
      }
      seen[i] = score;
      if (i < 20) {
        p.add(score);
      } else {
        assertEquals((larger + u * equal) / (i + 1), p.next(score, u), 1e-15);
      }
    }
    assertEquals(300, p.count());
    assertThrows(IllegalArgumentException.class, () -> p.next(Double.NaN, 0.5));
    assertThrows(IllegalArgumentException.class, () -> p.next(1, 1.5));
    assertEquals(300, p.count());
    assertThrows(
        IllegalArgumentException.class, () -> new GrowingConformalPValues(new double[] {1, 1}));
  }

  private static int bin(double[] edges, double score) {
    return (int) Arrays.stream(edges).filter(edge -> edge <= score).count();
  }

  @Test
  void growingPValuesAreUniform() {
    Random random = new Random(6);
    double[] edges = new double[64];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = -3 + i * 6.0 / 64;
    }
    GrowingConformalPValues p = new GrowingConformalPValues(edges);
    int n = 40_000;
    int[] tenths = new int[10];
    for (int i = 0; i < n; i++) {
      double value = p.next(random.nextGaussian(), 1 - random.nextDouble());
      tenths[(int) Math.ceil(value * 10) - 1]++;
    }
    for (int count : tenths) {
      // five standard deviations
      assertEquals(n / 10.0, count, 5 * Math.sqrt(n * 0.09));
    }
  }

  @Test
  void theJumperIsTheAlgorithmOfThePaper() {
    SimpleJumper jumper = new SimpleJumper(0.01);
    double[] capital = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    Random random = new Random(8);
    for (int t = 0; t < 200; t++) {
      double p = random.nextDouble() * random.nextDouble();
      double sum = capital[0] + capital[1] + capital[2];
      for (int i = 0; i < 3; i++) {
        capital[i] = (0.99 * capital[i] + 0.01 / 3 * sum) * (1 + (i - 1) * (p - 0.5));
      }
      jumper.update(p);
      double expected = capital[0] + capital[1] + capital[2];
      assertEquals(expected, jumper.value(), 1e-10 * expected);
    }
    double before = jumper.logValue();
    assertThrows(IllegalArgumentException.class, () -> jumper.update(-0.1));
    assertThrows(IllegalArgumentException.class, () -> jumper.update(Double.NaN));
    assertEquals(before, jumper.logValue());
    jumper.reset();
    assertEquals(1, jumper.value(), 1e-15);
    assertFalse(jumper.rejects(0.5));
  }

  @Test
  void theMixtureIsTheMeanOfPowerMartingales() {
    PowerMixture mixture = new PowerMixture(4);
    double[] products = {1, 1, 1, 1};
    for (double p : new double[] {0.3, 0.001, 1, 0.7, 0.02}) {
      for (int i = 0; i < 4; i++) {
        double e = (i + 0.5) / 4;
        products[i] *= e * Math.pow(p, e - 1);
      }
      mixture.update(p);
      double mean = Arrays.stream(products).average().orElseThrow();
      assertEquals(mean, mixture.value(), 1e-12 * mean);
    }
    assertThrows(IllegalArgumentException.class, () -> mixture.update(0));
  }

  @Test
  void capitalNeitherOverflowsNorDiesOut() {
    SimpleJumper jumper = new SimpleJumper(0.01);
    PowerMixture mixture = new PowerMixture(8);
    for (int i = 0; i < 20_000; i++) {
      jumper.update(1e-9);
      mixture.update(1e-9);
    }
    assertTrue(jumper.logValue() > 5000 && jumper.logValue() < 1e6);
    assertTrue(jumper.rejects(1e-300));
    assertEquals(jumper.logValue(), jumper.largestLogValue());
    assertTrue(mixture.logValue() > 1e5 && Double.isFinite(mixture.logValue()));
    for (int i = 0; i < 100_000; i++) {
      jumper.update(0.5);
      mixture.update(0.99);
    }
    assertTrue(Double.isFinite(jumper.logValue()) && Double.isFinite(mixture.logValue()));
    assertTrue(jumper.largestLogValue() > 5000);
  }

  @Test
  void villesBoundHolds() {
    Random random = new Random(17);
    int runs = 2000;
    int jumpers = 0;
    int mixtures = 0;
    for (int run = 0; run < runs; run++) {
      SimpleJumper jumper = new SimpleJumper(0.01);
      PowerMixture mixture = new PowerMixture(8);
      for (int i = 0; i < 500; i++) {
        double p = 1 - random.nextDouble();
        jumper.update(p);
        mixture.update(p);
      }
      jumpers += jumper.rejects(0.05) ? 1 : 0;
      mixtures += mixture.rejects(0.05) ? 1 : 0;
    }
    // 0.05 and four standard deviations of its estimate
    double bound = runs * (0.05 + 4 * Math.sqrt(0.05 * 0.95 / runs));
    assertTrue(jumpers <= bound && mixtures <= bound, jumpers + " and " + mixtures);
    assertTrue(jumpers > 0 && mixtures > 0, "a bound never touched tests nothing");
  }

  @Test
  void aChangeOfTheScoresIsFoundThroughPValues() {
    Random random = new Random(23);
    double[] edges = new double[40];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = -2 + i * 0.1;
    }
    GrowingConformalPValues p = new GrowingConformalPValues(edges);
    for (int i = 0; i < 500; i++) {
      p.add(random.nextGaussian());
    }
    SimpleJumper jumper = new SimpleJumper(0.01);
    for (int i = 0; i < 500; i++) {
      jumper.update(p.next(random.nextGaussian(), 1 - random.nextDouble()));
    }
    assertFalse(jumper.rejects(0.01));
    for (int i = 0; i < 150; i++) {
      jumper.update(p.next(2 + random.nextGaussian(), 1 - random.nextDouble()));
    }
    assertTrue(jumper.rejects(0.001));
  }

  @Test
  void eDetectorsAreTheirRecursions() {
    EDetector best = new EDetector(EDetector.Form.CUSUM, 0.05);
    EDetector sum = new EDetector(EDetector.Form.SHIRYAEV_ROBERTS, 0.05);
    double[] values = {0.5, 3, 2, 0, 1.5, 4};
    double[] cusums = {0.5, 3, 6, 0, 1.5, 6};
    double[] sums = {0.5, 4.5, 11, 0, 1.5, 10};
    for (int i = 0; i < values.length; i++) {
      assertFalse(best.update(values[i]) || sum.update(values[i]));
      assertEquals(cusums[i], best.evidence());
      assertEquals(sums[i], sum.evidence());
    }
    assertThrows(IllegalArgumentException.class, () -> sum.update(-1));
    assertThrows(IllegalArgumentException.class, () -> sum.update(Double.NaN));
    assertEquals(10, sum.evidence());
    assertTrue(sum.update(2));
    assertFalse(best.update(2));
    assertTrue(best.update(Double.MAX_VALUE));
    assertEquals(0, sum.evidence() + best.evidence());
  }

  @Test
  void eValuesHaveMeanOneWithoutChange() {
    Random random = new Random(31);
    int n = 400_000;
    double gaussian = 0;
    double bounded = 0;
    double power = 0;
    for (int i = 0; i < n; i++) {
      gaussian += EValues.gaussian(5 + 2 * random.nextGaussian(), 5, 2, 0.5);
      bounded += EValues.bounded(random.nextInt(10) < 3 ? 1 : 0, 0.3, 2);
      power += EValues.ofPValue(1 - random.nextDouble(), 0.7);
    }
    assertEquals(1, gaussian / n, 0.01);
    assertEquals(1, bounded / n, 0.01);
    assertEquals(1, power / n, 0.01);
    assertEquals(Double.MAX_VALUE, EValues.gaussian(1e200, 0, 1e-200, 1));
    assertEquals(0, EValues.gaussian(-1e200, 0, 1e-200, 1));
    assertEquals(1, EValues.gaussian(1e300, 0, 1e-300, 0));
    assertThrows(IllegalArgumentException.class, () -> EValues.bounded(1.2, 0.3, 1));
    assertThrows(IllegalArgumentException.class, () -> EValues.bounded(1, 0.3, 4));
    assertThrows(IllegalArgumentException.class, () -> EValues.ofPValue(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> EValues.gaussian(1, 0, 0, 1));
  }

  @Test
  void theMeanRunLengthIsAtLeastOneOverAlpha() {
    double alpha = 0.02;
    Random random = new Random(41);
    for (EDetector.Form form : EDetector.Form.values()) {
      EDetector plain = new EDetector(form, alpha);
      double length =
          runLength(() -> plain.update(EValues.gaussian(random.nextGaussian(), 0, 1, 0.5)) ? 1 : 0);
      assertTrue(length >= 1 / alpha, form + ": " + length);
      EDetector coin = new EDetector(form, alpha);
      length =
          runLength(
              () -> coin.update(EValues.bounded(random.nextBoolean() ? 1 : 0, 0.5, 1)) ? 1 : 0);
      assertTrue(length >= 1 / alpha, form + ": " + length);
      GaussianEDetector mixture = new GaussianEDetector(0, 1, alpha, 0.5, 4, form, Sides.BOTH);
      length = runLength(() -> mixture.update(random.nextGaussian()).isChange() ? 1 : 0);
      assertTrue(length >= 1 / alpha, form + ": " + length);
    }
  }

  /** Mean observations to an alarm, over 2,000 alarms. */
  private static double runLength(DoubleSupplier alarm) {
    long steps = 0;
    for (int alarms = 0; alarms < 2000; steps++) {
      alarms += (int) alarm.getAsDouble();
    }
    return steps / 2000.0;
  }

  @Test
  void theGaussianMixtureIsTheMeanOfItsParts() {
    GaussianEDetector mixture =
        new GaussianEDetector(1, 2, 1e-9, 0.5, 3, EDetector.Form.SHIRYAEV_ROBERTS, Sides.BOTH);
    double[] evidence = new double[6];
    Random random = new Random(3);
    for (int t = 0; t < 50; t++) {
      double x = 1 + 2 * random.nextGaussian();
      mixture.update(x);
      double sum = 0;
      for (int i = 0; i < 6; i++) {
        double lambda = (i % 3 + 1) * (i < 3 ? 0.5 : -0.5);
        evidence[i] = (evidence[i] + 1) * EValues.gaussian(x, 1, 2, lambda);
        sum += evidence[i];
      }
      assertEquals(sum / 6, mixture.evidence(), 1e-9 * sum);
    }
  }

  /** Where lambda z and lambda^2 / 2 both overflow it is their difference that counts. */
  @Test
  void hugeBetsAreStillEValues() {
    assertEquals(0, EValues.gaussian(1e200, 0, 1, 1e201));
    assertEquals(Double.MAX_VALUE, EValues.gaussian(1e201, 0, 1, 1e200));
    assertEquals(0, EValues.gaussian(-1e200, 0, 1, -1e201));
    assertEquals(Double.MAX_VALUE, EValues.gaussian(1e308, -1e308, 1e-300, 2));
    assertEquals(0, EValues.gaussian(1e308, -1e308, 1e-300, -2));
    assertEquals(Math.exp(0.5 * 2 - 0.125), EValues.gaussian(2, 0, 1, 0.5), 1e-15);
  }
}
