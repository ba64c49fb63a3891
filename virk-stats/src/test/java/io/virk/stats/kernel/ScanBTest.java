package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.Moments;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ScanBTest {
  private static final int D = 4;

  @Test
  void withoutChangeTheStatisticHasMeanZeroAndVarianceOne() {
    SplittableRandom random = new SplittableRandom(1);
    for (double[] sigmas : new double[][] {{3}, {1, 5}}) {
      Moments means = new Moments();
      Moments squares = new Moments();
      for (int round = 0; round < 12; round++) {
        int n = 400;
        MmdBaseline baseline = MmdBaseline.of(gaussian(n, 0, random), n, D, sigmas);
        ScanB scan = new ScanB(baseline, 20);
        // every 20th statistic is of a block of its own
        double[] statistics = new double[3000];
        scan.acceptAll(gaussian(3000, 0, random), 3000, statistics);
        for (int t = 19; t < 3000; t += 20) {
          means.accept(statistics[t]);
          squares.accept(statistics[t] * statistics[t]);
        }
      }
      assertEquals(0, means.mean(), 0.15);
      assertEquals(1, squares.mean(), 0.2);
    }
  }

  @Test
  void aShiftIsFoundWithinABlock() {
    SplittableRandom random = new SplittableRandom(2);
    MmdBaseline baseline = MmdBaseline.of(gaussian(300, 0, random), 300, D, 3);
    ScanB scan = new ScanB(baseline, 25);
    double threshold = scan.approximateThreshold(5000);
    double[] before = new double[200];
    scan.acceptAll(gaussian(200, 0, random), 200, before);
    assertTrue(Double.isNaN(before[23]) && !Double.isNaN(before[24]));
    assertTrue(scan.statistic() < threshold);
    float[] shifted = gaussian(25, 1, random);
    int delay = 0;
    while (!(scan.statistic() > threshold) && delay < 25) {
      float[] y = Arrays.copyOfRange(shifted, delay * D, (delay + 1) * D);
      scan.accept(y);
      delay++;
    }
    assertTrue(delay < 25, "found after " + delay);
    assertEquals(200 + delay, scan.count());
    scan.reset();
    assertTrue(Double.isNaN(scan.statistic()));
  }

  /**
   * The approximation takes the statistic as normal: of the right order, and on the long side. The
   * share of streams with an alarm in the first 500 observations, with its interval of 99.9 %
   * (Wilson's), gives one for the run length, if alarms come at a constant rate.
   */
  @Test
  void theRunLengthIsOfTheRightOrderAndNeverLonger() {
    SplittableRandom random = new SplittableRandom(3);
    int b = 20;
    int nominal = 500;
    int rounds = 80;
    int length = nominal + b - 1;
    int alarms = 0;
    for (int round = 0; round < rounds; round++) {
      MmdBaseline baseline = MmdBaseline.of(gaussian(1000, 0, random), 1000, D, 3);
      ScanB scan = new ScanB(baseline, b);
      double threshold = scan.approximateThreshold(nominal);
      double[] statistics = new double[length];
      scan.acceptAll(gaussian(length, 0, random), length, statistics);
      alarms += Arrays.stream(statistics).anyMatch(s -> s > threshold) ? 1 : 0;
    }
    double share = (double) alarms / rounds;
    double z2 = 3.29 * 3.29 / rounds;
    double centre = (share + z2 / 2) / (1 + z2);
    double half = Math.sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2);
    double shortest = -nominal / Math.log1p(-(centre + half));
    double longest = -nominal / Math.log1p(-(centre - half));
    assertTrue(longest < nominal && shortest > nominal / 8.0, shortest + " to " + longest);
  }

  @Test
  void thresholdsAndRunLengthsAreInverse() {
    SplittableRandom random = new SplittableRandom(4);
    MmdBaseline baseline = MmdBaseline.of(gaussian(50, 0, random), 50, D, 3);
    ScanB scan = new ScanB(baseline, 50);
    for (double runLength : new double[] {1000, 1e6, 1e12}) {
      double threshold = scan.approximateThreshold(runLength);
      assertEquals(runLength, scan.approximateRunLength(threshold), 1e-6 * runLength);
    }
    // rate = threshold slope density(threshold) overshoot, by hand for B = 50 and threshold 3:
    // slope 99 / 2450, overshoot argument x = 3 sqrt(2 slope) = 0.85283, whose function is about
    // exp(-0.583 x) = 0.6082
    double slope = 99.0 / 2450;
    double byHand = Math.sqrt(2 * Math.PI) * Math.exp(4.5) / (3 * slope * 0.6082);
    assertEquals(byHand, scan.approximateRunLength(3), 0.02 * byHand);
    assertThrows(IllegalArgumentException.class, () -> scan.approximateThreshold(1));
    assertThrows(IllegalArgumentException.class, () -> scan.approximateRunLength(Double.NaN));
  }

  @Test
  void baselinesWithoutSpreadAreRejected() {
    float[] equal = new float[10 * D];
    assertThrows(
        IllegalArgumentException.class, () -> new ScanB(MmdBaseline.of(equal, 10, D, 1), 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScanB(MmdBaseline.of(new float[2 * D], 2, D, 1), 5));
  }

  private static float[] gaussian(int n, double mean, SplittableRandom random) {
    float[] x = new float[n * D];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() + mean);
    }
    return x;
  }
}
