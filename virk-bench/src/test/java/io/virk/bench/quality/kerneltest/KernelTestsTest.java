package io.virk.bench.quality.kerneltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each by its direct formula, on small cases. */
class KernelTestsTest {
  private static final int N = 9;
  private static final int M = 5;
  private static final int D = 3;

  private static float[] rows(int n, double shift, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[n * D];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (random.nextGaussian() + shift);
    }
    return rows;
  }

  /** The kernel of the papers, of two rows of one array. */
  private static double kernel(float[] z, int i, int j, double s, boolean laplace) {
    double sum = 0;
    for (int k = 0; k < D; k++) {
      double difference = (double) z[i * D + k] - z[j * D + k];
      sum += laplace ? Math.abs(difference) : difference * difference;
    }
    return laplace ? Math.exp(-Math.sqrt(2) * sum / s) : Math.exp(-sum / (2 * s * s));
  }

  @Test
  void discrepanciesAndScalesAreThoseOfAllPairs() {
    float[] x = rows(N, 0, 1);
    float[] y = rows(M, 0.7, 2);
    float[] z = new float[(N + M) * D];
    System.arraycopy(x, 0, z, 0, x.length);
    System.arraycopy(y, 0, z, x.length, y.length);
    KernelBank bank = new KernelBank(x, N, D);
    KernelBank.Discrepancies found = bank.of(y, M);
    for (int k = 0; k < KernelBank.KERNELS; k++) {
      double s = bank.bandwidths()[k];
      boolean laplace = k >= KernelBank.BANDWIDTHS;
      double xx = 0;
      double yy = 0;
      double xy = 0;
      double squares = 0;
      for (int i = 0; i < N + M; i++) {
        for (int j = 0; j < N + M; j++) {
          if (i != j) {
            double value = kernel(z, i, j, s, laplace);
            squares += value * value / ((N + M) * (N + M - 1.0));
            if (i < N && j < N) {
              xx += value / (N * (N - 1.0));
            } else if (i >= N && j >= N) {
              yy += value / (M * (M - 1.0));
            } else {
              xy += value / (2.0 * N * M);
            }
          }
        }
      }
      assertEquals(xx + yy - 2 * xy, found.unbiased()[k], 1e-6, "kernel " + k);
      assertEquals(squares, found.meanSquare()[k], 1e-6, "kernel " + k);
      if (!laplace) {
        assertEquals(MaximumMeanDiscrepancy.unbiased(x, N, y, M, D, s), found.unbiased()[k], 1e-5);
      }
    }
  }

  @Test
  void bandwidthsRunFromHalfOfALowQuantileToTwiceAHighOne() {
    float[] x = rows(N, 0, 1);
    double[] distances =
        IntStream.range(0, N * N)
            .filter(p -> p / N < p % N)
            .mapToDouble(
                p ->
                    Math.sqrt(
                        IntStream.range(0, D)
                            .mapToDouble(k -> Math.pow(x[p / N * D + k] - x[p % N * D + k], 2))
                            .sum()))
            .sorted()
            .toArray();
    double[] bandwidths = new KernelBank(x, N, D).bandwidths();
    assertEquals(distances[(int) (0.05 * (distances.length - 1))] / 2, bandwidths[0], 1e-6);
    assertEquals(2 * distances[(int) (0.95 * (distances.length - 1))], bandwidths[9], 1e-6);
    assertEquals((bandwidths[0] + bandwidths[9]) / 2, (bandwidths[4] + bandwidths[5]) / 2, 1e-9);
  }

  @Test
  void fuseIsTheSoftMaximumOfItsPaper() {
    double[] unbiased = {0.01, 0.2, -0.1};
    double[] squares = {0.04, 0.25, 0.5};
    double l = Math.sqrt(32 * 31);
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += Math.exp(l * unbiased[k] / Math.sqrt(squares[k])) / 3;
    }
    double fuse = MmdFuse.statistic(new KernelBank.Discrepancies(unbiased, squares), 32);
    assertEquals(Math.log(sum) / l, fuse, 1e-12);
    assertTrue(fuse < 0.2 / Math.sqrt(0.25)); // below the largest
    double[] huge = {90, 80, 1};
    assertTrue(
        Double.isFinite(MmdFuse.statistic(new KernelBank.Discrepancies(huge, squares), 500)));
  }

  @Test
  void aggregatedThresholdsAreTheLowestThatKeepTheLevel() {
    SplittableRandom random = new SplittableRandom(4);
    double[][] quantiles = new double[400][];
    double[][] levels = new double[400][];
    for (int i = 0; i < 400; i++) {
      double common = random.nextGaussian();
      quantiles[i] = new double[] {common, random.nextGaussian(), 100 * common};
      common = random.nextGaussian();
      levels[i] = new double[] {common, random.nextGaussian(), 100 * common};
    }
    MmdAggregated test = MmdAggregated.fit(quantiles, levels, 0.1);
    long rejected = Arrays.stream(levels).filter(test::rejects).count();
    assertTrue(rejected <= 40 && rejected > 30, "rejected: " + rejected);
    // all at the same level, so the third rejects what the first does
    double[] thresholds = test.thresholds();
    long first = Arrays.stream(quantiles).filter(q -> q[0] > thresholds[0]).count();
    long second = Arrays.stream(quantiles).filter(q -> q[1] > thresholds[1]).count();
    assertEquals(first, second);
    assertEquals(100 * thresholds[0], thresholds[2], 1e-9);
    // of three, two of which are one, each gets between a third and a half of what is asked for
    assertTrue(first >= 400 * 0.1 / 3 && first <= 400 * 0.1 * 0.75, "of the first: " + first);
    assertFalse(test.rejects(thresholds)); // beyond, not at
  }

  @Test
  void bettingIsTheDirectFormula() {
    int n = 12;
    float[] x = rows(n, 0, 7);
    float[] y = rows(n, 1.5, 8);
    double sigma = 1.3;
    double[] wealth = KernelBetting.logWealth(x, y, n, D, sigma);
    double log = 0;
    double bet = 0;
    double curvature = 1;
    for (int t = 0; t < n; t++) {
      int before = t;
      float[] z = new float[2 * n * D];
      System.arraycopy(x, 0, z, 0, n * D);
      System.arraycopy(y, 0, z, n * D, n * D);
      double norm = 0;
      for (int i = 0; i < before; i++) {
        for (int j = 0; j < before; j++) {
          norm +=
              kernel(z, i, j, sigma, false)
                  + kernel(z, n + i, n + j, sigma, false)
                  - kernel(z, i, n + j, sigma, false)
                  - kernel(z, n + i, j, sigma, false);
        }
      }
      double pays = 0;
      for (int i = 0; i < before && norm > 0; i++) {
        double witnessX = kernel(z, i, t, sigma, false) - kernel(z, n + i, t, sigma, false);
        double witnessY = kernel(z, i, n + t, sigma, false) - kernel(z, n + i, n + t, sigma, false);
        pays += (witnessX - witnessY) / (2 * Math.sqrt(norm));
      }
      assertTrue(Math.abs(pays) <= 1, "pays " + pays);
      log += Math.log(1 + bet * pays);
      assertEquals(log, wealth[t], 1e-5, "pair " + t);
      double gradient = -pays / (1 + bet * pays);
      curvature += gradient * gradient;
      bet = Math.max(0, Math.min(0.5, bet - 2 / (2 - Math.log(3)) * gradient / curvature));
    }
    assertTrue(log > 0.5, "log of the wealth: " + log);
  }

  @Test
  void wealthIsAMartingaleWhereEitherRowOfAPairCouldBeTheLiveOne() {
    int n = 6;
    float[] x = rows(n, 0, 9);
    float[] y = rows(n, 0.5, 10);
    double mean = 0;
    for (int swaps = 0; swaps < 1 << n; swaps++) {
      float[] a = x.clone();
      float[] b = y.clone();
      for (int t = 0; t < n; t++) {
        if ((swaps >> t & 1) == 1) {
          System.arraycopy(y, t * D, a, t * D, D);
          System.arraycopy(x, t * D, b, t * D, D);
        }
      }
      mean += Math.exp(KernelBetting.logWealth(a, b, n, D, 1)[n - 1]) / (1 << n);
    }
    assertEquals(1, mean, 1e-6);
  }
}
