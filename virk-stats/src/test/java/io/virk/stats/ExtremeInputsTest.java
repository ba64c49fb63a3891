package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.agreement.KrippendorffAlpha;
import io.virk.stats.change.EValues;
import io.virk.stats.divergence.BinnedWasserstein;
import io.virk.stats.divergence.ChiSquareDivergence;
import io.virk.stats.divergence.Hellinger;
import io.virk.stats.divergence.JensenShannon;
import io.virk.stats.divergence.KullbackLeibler;
import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;
import io.virk.stats.divergence.TotalVariation;
import io.virk.stats.kernel.FeatureMap;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import io.virk.stats.kernel.MeanEmbedding;
import io.virk.stats.kernel.MedianBandwidth;
import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdPermutationTest;
import io.virk.stats.kernel.Newma;
import io.virk.stats.kernel.ScanB;
import io.virk.stats.kernel.StructuredFourierFeatures;
import io.virk.stats.twosample.ChiSquareTest;
import io.virk.stats.twosample.ClassifierTwoSample;
import io.virk.stats.twosample.CramerVonMises;
import io.virk.stats.twosample.EnergyDistance;
import io.virk.stats.twosample.KolmogorovSmirnov;
import io.virk.stats.twosample.MannWhitney;
import io.virk.stats.twosample.ReferenceComparison;
import io.virk.stats.twosample.SortedReference;
import io.virk.stats.twosample.Wasserstein;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No NaN comes out of finite numbers, however large, small, few or equal: an answer or an error.
 */
@Tag("slow")
class ExtremeInputsTest {
  private static final double[] SIZES = {
    0,
    Double.MIN_VALUE,
    1e-310,
    1e-200,
    1e-100,
    1,
    1.0000000000000002,
    3,
    1e17,
    1e100,
    1e154,
    1e200,
    1e308,
    Double.MAX_VALUE
  };

  private static final float[] FLOATS = {
    0, Float.MIN_VALUE, 1e-38f, 1e-20f, 1, 1.0000001f, 1e10f, 1e19f, 1e30f, Float.MAX_VALUE
  };

  private static double[] sample(SplittableRandom random, int n) {
    // few sizes at a time, so that there are ties and constant samples
    int choice = random.nextInt(1, 4);
    double[] sizes = random.ints(choice, 0, SIZES.length).mapToDouble(i -> SIZES[i]).toArray();
    boolean signed = random.nextBoolean();
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double size = sizes[random.nextInt(choice)];
      x[i] = signed && random.nextBoolean() ? -size : size;
    }
    return x;
  }

  private static double[] masses(SplittableRandom random, int n) {
    double[] masses = sample(random, n);
    for (int i = 0; i < n; i++) {
      masses[i] = Math.abs(masses[i]);
    }
    return masses;
  }

  private static float[] floats(SplittableRandom random, int n) {
    int choice = random.nextInt(1, 4);
    int[] sizes = random.ints(choice, 0, FLOATS.length).toArray();
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      float size = FLOATS[sizes[random.nextInt(choice)]];
      x[i] = random.nextBoolean() ? -size : size;
    }
    return x;
  }

  private static void assertAnswer(String what, Supplier<double[]> call, Object... of) {
    double[] answer;
    try {
      answer = call.get();
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().contains("(expected: "), what + ": " + e.getMessage());
      return;
    }
    for (double value : answer) {
      assertFalse(
          Double.isNaN(value),
          () -> what + ": " + Arrays.toString(answer) + Arrays.deepToString(of));
    }
  }

  private static double[] of(double... values) {
    return values;
  }

  @Test
  void samplesOfAScalar() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 3000; round++) {
      double[] x = sample(random, random.nextInt(1, 9));
      double[] y = sample(random, random.nextInt(1, 9));
      assertAnswer(
          "KS",
          () -> {
            KolmogorovSmirnov.Result r = KolmogorovSmirnov.test(x, y);
            double p = x.length * y.length > 1 ? r.effectiveSizeP() : 1;
            return of(r.statistic(), r.exactP(), r.asymptoticP(), p);
          },
          x,
          y);
      assertAnswer(
          "CvM",
          () -> {
            CramerVonMises.Result r = CramerVonMises.test(x, y);
            return of(r.statistic(), r.exactP(), r.asymptoticP());
          },
          x,
          y);
      assertAnswer(
          "AUC",
          () -> {
            MannWhitney.Result r = MannWhitney.test(x, y);
            return of(r.auc(), r.exactP(), r.asymptoticP(), r.asymptoticPGreater());
          },
          x,
          y);
      assertAnswer("W1", () -> of(Wasserstein.of(x, y), Wasserstein.normed(x, y)), x, y);
      double[] weights = masses(random, x.length);
      assertAnswer(
          "weighted W1", () -> of(Wasserstein.weighted(x, weights, x, weights)), x, weights);
      assertAnswer("energy", () -> of(EnergyDistance.of(x, y)), x, y);
      assertAnswer("bins", () -> Bins.quantiles(x, 5).centres(-1, 2), x);
      assertAnswer("bins", () -> Bins.quantiles(x, 4).innerEdges(), x);
      for (KrippendorffAlpha.Scale scale : KrippendorffAlpha.Scale.values()) {
        double[] ratings = sample(random, 8);
        if (Arrays.stream(ratings).map(v -> v + 0.0).distinct().count() > 1) {
          assertAnswer(
              "alpha", () -> of(KrippendorffAlpha.of(ratings, 2, 4, scale)), ratings, scale);
        }
      }
      double z = x[0];
      assertAnswer("e", () -> of(EValues.gaussian(z, y[0], Math.abs(y[0]), x[x.length - 1])), x, y);
    }
  }

  @Test
  void binnedDistributions() {
    SplittableRandom random = new SplittableRandom(2);
    Smoothing[] all = {
      Smoothing.none(),
      Smoothing.additive(0.5),
      Smoothing.additive(1e-300),
      Smoothing.additive(1e300),
      Smoothing.floor(1e-4),
      Smoothing.floorRenormalised(1e-300)
    };
    for (int round = 0; round < 2000; round++) {
      int n = random.nextInt(1, 6);
      double[] p = masses(random, n);
      double[] q = masses(random, n);
      double[] positions = sample(random, n);
      Arrays.sort(positions);
      for (Smoothing smoothing : all) {
        assertAnswer(
            "divergences with " + smoothing,
            () ->
                of(
                    KullbackLeibler.of(p, q, smoothing),
                    JensenShannon.divergence(p, q, smoothing),
                    PopulationStabilityIndex.of(p, q, smoothing),
                    Hellinger.distance(p, q, smoothing),
                    Hellinger.bhattacharyya(p, q, smoothing),
                    TotalVariation.of(p, q, smoothing),
                    ChiSquareDivergence.pearson(p, q, smoothing),
                    ChiSquareDivergence.symmetric(p, q, smoothing),
                    BinnedWasserstein.of(p, q, 1e300, smoothing)),
            p,
            q);
        assertAnswer(
            "W1 of bins with " + smoothing,
            () -> of(BinnedWasserstein.of(p, q, positions, smoothing)),
            p,
            q,
            positions);
      }
      assertAnswer(
          "chi-square",
          () -> {
            ChiSquareTest.Result r = ChiSquareTest.twoSample(p, q);
            return of(r.statistic(), r.pValue(), r.cramersV());
          },
          p,
          q);
      assertAnswer(
          "goodness of fit",
          () -> {
            ChiSquareTest.Result r = ChiSquareTest.goodnessOfFit(p, q);
            return of(r.statistic(), r.pValue(), r.cramersV());
          },
          p,
          q);
    }
  }

  @Test
  void samplesOfVectors() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 1000; round++) {
      int d = random.nextInt(1, 4);
      int n = random.nextInt(2, 5);
      int m = random.nextInt(2, 5);
      float[] x = floats(random, n * d);
      float[] y = floats(random, m * d);
      double sigma = FLOATS[random.nextInt(1, FLOATS.length)];
      long seed = round;
      assertAnswer("energy", () -> of(EnergyDistance.ofVectors(x, n, y, m, d)), x, y);
      assertAnswer(
          "classifier",
          () -> {
            ClassifierTwoSample.Result r = ClassifierTwoSample.test(x, n, y, m, d, seed);
            return of(r.auc(), r.pValue());
          },
          x,
          y);
      assertAnswer("median", () -> of(MedianBandwidth.ofDistances(x, n, d)), x);
      assertAnswer("median", () -> of(MedianBandwidth.ofHalfSquaredDistances(x, n, d)), x);
      assertAnswer(
          "MMD",
          () ->
              of(
                  MaximumMeanDiscrepancy.biased(x, n, y, m, d, sigma),
                  MaximumMeanDiscrepancy.unbiased(x, n, y, m, d, sigma)),
          x,
          y,
          sigma);
      assertAnswer(
          "permutations",
          () -> {
            MmdPermutationTest.Result r =
                MmdPermutationTest.test(x, n, y, m, d, sigma, 5, new SplittableRandom(seed));
            return of(r.biased(), r.unbiased(), r.pBiased());
          },
          x,
          y,
          sigma);
      ReferenceComparison comparison = new ReferenceComparison(SortedReference.of(x));
      assertAnswer(
          "comparison",
          () -> {
            comparison.compare(y);
            return of(
                comparison.kolmogorovSmirnov(),
                comparison.wasserstein(),
                comparison.normedWasserstein(),
                comparison.asymptoticP());
          },
          x,
          y);
    }
  }

  @Test
  void accumulatorsOfVectors() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 500; round++) {
      int d = random.nextInt(1, 5);
      int n = random.nextInt(1, 70);
      float[] x = floats(random, n * d);
      Covariance covariance = new Covariance(d);
      covariance.accept(x, n);
      assertAnswer("mean", covariance::mean, x);
      assertAnswer("covariance", covariance::population, x);
      assertAnswer("intensity", () -> of(covariance.ledoitWolf(), covariance.oas()), x);
      assertAnswer("shrunk", () -> covariance.shrunk(covariance.oas()), x);
      Moments moments = new Moments();
      moments.accept(x);
      assertAnswer("moments", () -> of(moments.mean(), moments.populationVariance()), x);
    }
  }

  @Test
  void streamsOfOneNumberAndOfManyThousand() {
    for (int d : new int[] {1, 4096}) {
      SplittableRandom random = new SplittableRandom(d);
      float[] x = new float[16 * d];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      double sigma = Math.sqrt(2.0 * d);
      MmdBaseline baseline = MmdBaseline.of(Arrays.copyOf(x, 8 * d), 8, d, sigma);
      ScanB scan = new ScanB(baseline, 2);
      FeatureMap map = StructuredFourierFeatures.of(64, d, sigma, random);
      Newma newma = new Newma(map, new Newma.Factors(0.1, 0.4), 1.6, 0.1);
      Newma plain = new Newma(Newma.identity(d), new Newma.Factors(0.1, 0.4), 1.6, 0.1);
      MeanEmbedding embedding = new MeanEmbedding(map);
      for (int i = 8; i < 16; i++) {
        float[] row = Arrays.copyOfRange(x, i * d, (i + 1) * d);
        scan.accept(row);
        newma.accept(row);
        plain.accept(row);
        embedding.accept(row);
      }
      // nothing has changed: within some deviations of 0
      assertTrue(Math.abs(scan.statistic()) < 10, "Scan-B: " + scan.statistic());
      assertTrue(newma.statistic() > 0 && newma.statistic() < 2, "NEWMA: " + newma.statistic());
      assertTrue(plain.statistic() > 0 && plain.statistic() < 2 * sigma, "" + plain.statistic());
      assertTrue(embedding.mmd(embedding) == 0);
      ScanB read = ScanB.fromBytes(scan.toBytes(), baseline, 2);
      assertTrue(read.statistic() == scan.statistic());
    }
  }
}
