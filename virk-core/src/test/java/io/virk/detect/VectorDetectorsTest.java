package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.signal.FeatureMean;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.stats.Means;
import io.virk.stats.kernel.MedianBandwidth;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.twosample.ClassifierTwoSample;
import io.virk.stats.twosample.KolmogorovSmirnov;
import io.virk.stats.twosample.MultipleTesting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorDetectorsTest {
  private static final VectorSignal SIGNAL = VectorSignal.EMBEDDING;

  static List<Detector> detectors() {
    return Detector.all().stream().filter(d -> d.appliesTo(SIGNAL)).toList();
  }

  private static float[] normal(int n, int d, double moved, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (moved + random.nextGaussian());
    }
    return x;
  }

  private static Comparison compare(Detector detector, float[] x, float[] y, int d) {
    return detector
        .against(SIGNAL, Tables.embeddings(x, x.length / d, d))
        .compare(Tables.embeddings(y, y.length / d, d));
  }

  @Test
  void mahalanobisShiftIsTheDistanceOfTheMeans() {
    int d = 6;
    float[] x = normal(200, d, 3, 1);
    float[] y = normal(40, d, 3.5, 2);
    double[] mean = Means.of(y, 40, new double[d]);
    Mahalanobis model =
        Mahalanobis.fit(x, 200, d, new int[200], 1, CovarianceOptions.oas().withRidge(1e-6));
    Comparison comparison = compare(new MahalanobisShift(), x, y, d);
    assertEquals(model.score(mean), comparison.statistic(), 1e-4 * comparison.statistic());
    assertTrue(comparison.effectSize() < Math.sqrt(comparison.statistic()));
    assertEquals(Math.sqrt(d) * 0.5, comparison.effectSize(), 0.3);
  }

  @Test
  void randomFeaturesApproximateTheMmd() {
    int d = 6;
    double error = 0;
    for (int seed = 0; seed < 20; seed++) {
      float[] x = normal(300, d, 0, seed);
      float[] y = normal(40, d, seed / 10.0, 100 + seed);
      Comparison exact = compare(new MaximumMeanDiscrepancyDetector(), x, y, d);
      Comparison random = compare(new RandomFeatureMmd(), x, y, d);
      // the error of a kernel is about 1 / sqrt(2 F) = 0.0625, that of a mean of many is smaller
      assertEquals(exact.statistic(), random.statistic(), 0.08, "moved " + seed / 10.0);
      error += Math.abs(exact.effectSize() - random.effectSize()) / 20;
    }
    assertTrue(error < 0.08, "effect sizes differ by " + error);
  }

  /** Of a mean that has moved by as many deviations, however many the numbers of a vector are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 64, 512})
  void theEffectOfADiscrepancyIsADistanceInDeviations(int d) {
    List<Detector> detectors = new ArrayList<>(List.of(new MaximumMeanDiscrepancyDetector()));
    if (d < 100) {
      detectors.add(new RandomFeatureMmd()); // of more numbers 128 frequencies are too coarse
    }
    for (Detector detector : detectors) {
      Detector.Comparer comparer =
          detector.against(SIGNAL, Tables.embeddings(normal(400, d, 0, 1), 400, d));
      for (double moved : new double[] {0.5, 1}) {
        double sum = 0;
        for (int seed = 0; seed < 10; seed++) {
          float[] y = normal(200, d, 0, 100 + seed);
          for (int i = 0; i < 200; i++) {
            y[i * d] += (float) moved;
          }
          double effect = comparer.compare(Tables.embeddings(y, 200, d)).effectSize();
          sum += effect * effect / 10;
        }
        double ratio = Math.sqrt(sum) / moved;
        assertTrue(ratio > 0.75 && ratio < 1.35, detector.name() + " " + moved + ": " + ratio);
      }
    }
  }

  /** Hundreds of numbers that hardly vary are no directions. */
  @Test
  void directionsInWhichNothingVariesDoNotCount() {
    float[] few = normal(300, 4, 0, 1);
    float[] many = new float[300 * 200];
    float[] rest = normal(300, 196, 0, 2);
    for (int i = 0; i < 300; i++) {
      System.arraycopy(few, i * 4, many, i * 200, 4);
      for (int k = 0; k < 196; k++) {
        many[i * 200 + 4 + k] = 0.01f * rest[i * 196 + k];
      }
    }
    double sigma = MedianBandwidth.ofAny(few, 300, 4);
    KernelSpread alone = KernelSpread.of(few, 300, 4, sigma);
    KernelSpread among = KernelSpread.of(many, 300, 200, sigma);
    assertEquals(alone.directions(), among.directions(), 0.03 * alone.directions());
    assertTrue(alone.directions() > 4 && alone.directions() < 12, "" + alone.directions());
    assertTrue(KernelSpread.of(rest, 300, 196, 20).directions() > 150);
    assertEquals(1, KernelSpread.of(new float[300], 300, 1, 1).directions());
  }

  @Test
  void theMeanOfTheFeaturesIsAsGoodAsTheEmbeddings() {
    int d = 5;
    SignalTable reference = Tables.embeddings(normal(200, d, 0, 1), 200, d);
    RandomFourierFeatures features = FeatureMean.features(reference.embeddings(), 7).orElseThrow();
    Detector detector = new RandomFeatureMmd();
    float[] y = normal(24, d, 0.4, 2);
    Comparison rows =
        detector
            .against(SIGNAL, reference.withFeatures(features))
            .compare(Tables.embeddings(y, 24, d));
    FeatureMean ofReference = FeatureMean.of(features, reference.embeddings().values());
    FeatureMean ofWindow = FeatureMean.of(features, y);
    SignalTable summary = Tables.scalars(new double[24]).withFeatureMean(() -> ofWindow);
    assertEquals(
        rows,
        detector.against(SIGNAL, reference.withFeatureMean(() -> ofReference)).compare(summary));
    assertEquals(24, rows.n());
    // of other features it would be another number
    assertTrue(
        detector
                .against(SIGNAL, Tables.embeddings(normal(200, d, 0, 1), 200, d))
                .compare(Tables.embeddings(y, 24, d))
                .statistic()
            != rows.statistic());
  }

  @Test
  void whereThereIsNoBandwidthThereAreNoFeatures() {
    assertTrue(
        FeatureMean.features(Tables.embeddings(normal(7, 3, 0, 1), 7, 3).embeddings(), 1)
            .isEmpty());
    float[] huge = normal(50, 3, 0, 1);
    for (int i = 0; i < huge.length; i++) {
      huge[i] *= 1e12f;
    }
    SignalTable far = Tables.embeddings(huge, 50, 3);
    assertTrue(FeatureMean.features(far.embeddings(), 1).isEmpty());
    assertTrue(Double.isNaN(new RandomFeatureMmd().against(SIGNAL, far).compare(far).statistic()));
  }

  @Test
  void ofOneDimensionTheMahalanobisShiftIsTheMeanShift() {
    float[] x = normal(150, 1, 0, 3);
    float[] y = normal(30, 1, 2, 4);
    double[] wideX = new double[150];
    Arrays.setAll(wideX, i -> x[i]);
    double[] wideY = new double[30];
    Arrays.setAll(wideY, i -> y[i]);
    double delta =
        new MeanShift()
            .against(ScalarSignal.BRIGHTNESS, Tables.scalars(wideX))
            .compare(Tables.scalars(wideY))
            .statistic();
    double squared = compare(new MahalanobisShift(), x, y, 1).statistic();
    assertEquals(delta * Math.sqrt(150 / 149.0), Math.sqrt(squared), 1e-4);
  }

  @Test
  void perDimensionIsTheSmallestOfHolmsPValues() {
    int d = 5;
    float[] x = normal(120, d, 0, 5);
    float[] y = normal(32, d, 0, 6);
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.round(2 * y[i] + (i % d == 3 ? 1 : 0)) / 2f; // ties within the window
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.round(4 * x[i]) / 4f; // and between both
    }
    double[] p = new double[d];
    double largest = 0;
    for (int k = 0; k < d; k++) {
      int dimension = k;
      double[] a = new double[120];
      Arrays.setAll(a, i -> x[i * d + dimension]);
      double[] b = new double[32];
      Arrays.setAll(b, i -> y[i * d + dimension]);
      double distance = KolmogorovSmirnov.statistic(a, b);
      largest = Math.max(largest, distance);
      p[k] = KolmogorovSmirnov.asymptoticP(distance, 120, 32);
    }
    double adjusted = Arrays.stream(MultipleTesting.holm(p)).min().orElseThrow();
    Comparison comparison = compare(new PerDimensionKolmogorovSmirnov(), x, y, d);
    assertTrue(adjusted < 1);
    assertEquals(-Math.log10(adjusted), comparison.statistic(), 1e-9);
    assertEquals(largest, comparison.effectSize(), 1e-12);
  }

  @Tag("slow")
  @Test
  void theClassifierAgreesWithTheOneThatEstimatesEverythingAnew() {
    int d = 8;
    double sum = 0;
    double exact = 0;
    for (int i = 0; i < 20; i++) {
      float[] x = normal(300, d, 0, 10 + i);
      float[] y = normal(60, d, 0.4, 100 + i);
      sum += compare(new ClassifierDetector(), x, y, d).effectSize() / 20;
      exact += (2 * ClassifierTwoSample.test(x, 300, y, 60, d, i).auc() - 1) / 20;
    }
    assertEquals(exact, sum, 0.05);
    assertTrue(sum > 0.4);
  }

  @Test
  void theClassifierCannotTellEqualsAndAlwaysTellsStrangers() {
    float[] x = normal(300, 4, 0, 1);
    assertEquals(0, compare(new ClassifierDetector(), x, normal(64, 4, 0, 2), 4).statistic(), 1);
    Comparison strangers = compare(new ClassifierDetector(), x, normal(64, 4, 50, 2), 4);
    assertEquals(1, strangers.effectSize());
    assertTrue(strangers.statistic() > 8 && Double.isFinite(strangers.statistic()));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void neitherOrderNorUnitMatters(Detector detector) {
    int d = 7;
    float[] x = normal(200, d, 0, 7);
    float[] y = normal(40, d, 1, 8);
    Comparison comparison = compare(detector, x, y, d);
    if (!(detector instanceof ClassifierDetector)) { // whose halves follow the order
      float[] turned = new float[y.length];
      for (int i = 0; i < 40; i++) {
        System.arraycopy(y, (7 * i + 3) % 40 * d, turned, i * d, d);
      }
      assertEquals(comparison.statistic(), compare(detector, x, turned, d).statistic(), 1e-5);
    }
    for (float factor : new float[] {1e-6f, 1024}) {
      float[] scaledX = x.clone();
      float[] scaledY = y.clone();
      for (int i = 0; i < x.length; i++) {
        scaledX[i] *= factor;
      }
      for (int i = 0; i < y.length; i++) {
        scaledY[i] *= factor;
      }
      Comparison scaled = compare(detector, scaledX, scaledY, d);
      assertEquals(comparison.statistic(), scaled.statistic(), 1e-3 * comparison.statistic());
      assertEquals(comparison.effectSize(), scaled.effectSize(), 1e-3);
    }
    assertTrue(comparison.effectSize() > detector.minimumEffect(), detector.name() + comparison);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void constantVectorsAndFewOfThem(Detector detector) {
    for (int d : new int[] {1, 3}) {
      for (float value : new float[] {0, 5}) {
        float[] constant = new float[60 * d];
        Arrays.fill(constant, value);
        float[] moved = new float[20 * d];
        Arrays.fill(moved, value + 1);
        Comparison same = compare(detector, constant, Arrays.copyOf(constant, 20 * d), d);
        Comparison other = compare(detector, constant, moved, d);
        assertEquals(0, same.effectSize(), 1e-9);
        assertTrue(Double.isFinite(other.statistic()));
        assertTrue(other.statistic() > same.statistic());
        assertTrue(other.effectSize() > detector.minimumEffect(), detector.name() + other);
        double[] nulls =
            detector.nullStatistics(
                SIGNAL, Tables.embeddings(constant, 60, d), Tables.resampler(60), 20);
        assertTrue(Arrays.stream(nulls).allMatch(Double::isFinite), detector.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void moreThanHalfOfAllVectorsAreEqual(Detector detector) {
    float[] x = normal(60, 3, 0, 1);
    Arrays.fill(x, 0, 50 * 3, 1);
    Comparison comparison = compare(detector, x, normal(32, 3, 4, 2), 3);
    assertTrue(comparison.effectSize() > detector.minimumEffect(), detector.name() + comparison);
    double[] nulls =
        detector.nullStatistics(SIGNAL, Tables.embeddings(x, 60, 3), Tables.resampler(60), 20);
    assertTrue(Arrays.stream(nulls).allMatch(Double::isFinite), detector.name());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void fewerRowsThanDimensionsAndOneDimension(Detector detector) {
    for (int d : new int[] {1, 200}) {
      float[] x = normal(90, d, 0, 7);
      Comparison near = compare(detector, x, normal(32, d, 0, 8), d);
      Comparison far = compare(detector, x, normal(32, d, 2, 9), d);
      assertTrue(far.statistic() > near.statistic());
      assertTrue(far.effectSize() > detector.minimumEffect(), detector.name() + far);
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void rowsWithoutAnEmbeddingAreLeftOut(Detector detector) {
    int d = 4;
    float[] x = normal(100, d, 0, 7);
    float[] y = normal(32, d, 0.5, 8);
    float[] gaps = new float[2 * y.length];
    Arrays.fill(gaps, Float.NaN);
    for (int i = 0; i < 32; i++) {
      System.arraycopy(y, i * d, gaps, 2 * i * d, d);
    }
    assertEquals(compare(detector, x, y, d), compare(detector, x, gaps, d));
    float[] pool = normal(100, d, 0, 3);
    for (int i = 0; i < 100; i += 3) {
      pool[i * d] = Float.NaN;
    }
    double[] nulls =
        detector.nullStatistics(SIGNAL, Tables.embeddings(pool, 100, d), Tables.resampler(100), 50);
    assertEquals(50, nulls.length);
    assertTrue(Arrays.stream(nulls).filter(Double::isFinite).count() > 40, detector.name());
  }

  @Test
  void theFastNullDistributionOfEachDimensionIsTheSlowOne() {
    float[] x = normal(90, 5, 0, 4);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]); // as after a ReLU: half of all values are tied
      x[i] = i % 25 == 0 ? Float.NaN : i % 7 == 0 ? -x[i] : x[i];
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.isNaN(x[i]) && i % 5 != 0 ? 0 : x[i];
    }
    SignalTable pool = Tables.embeddings(x, 90, 5);
    Detector detector = new PerDimensionKolmogorovSmirnov();
    assertArrayEquals(
        new Tables.Plain(detector).nullStatistics(SIGNAL, pool, Tables.resampler(90), 40),
        detector.nullStatistics(SIGNAL, pool, Tables.resampler(90), 40),
        1e-9);
  }

  /**
   * On rows that the covariance was estimated on, windows look nearer than they will in service.
   */
  @Tag("slow")
  @Test
  void crossFittedNullsAreAsFarOutAsFreshWindows() {
    int d = 60;
    for (Detector detector : List.of(new MahalanobisShift(), new ClassifierDetector())) {
      double fresh = 0;
      double nulls = 0;
      for (int seed = 0; seed < 6; seed++) {
        float[] all = normal(300, d, 0, 1000 + seed);
        Detector.Comparer comparer =
            detector.against(SIGNAL, Tables.embeddings(Arrays.copyOf(all, 200 * d), 200, d));
        double[] windows = new double[300];
        for (int w = 0; w < windows.length; w++) {
          float[] y = normal(32, d, 0, 50_000 + 1000 * seed + w);
          windows[w] = comparer.compare(Tables.embeddings(y, 32, d)).statistic();
        }
        double[] draws =
            detector.nullStatistics(
                SIGNAL, Tables.embeddings(all, 300, d), Tables.resampler(300), 300);
        fresh += upper(windows) / 6;
        nulls += upper(draws) / 6;
      }
      assertTrue(nulls > 0.95 * fresh, detector.name() + ": " + nulls + " against " + fresh);
      assertTrue(nulls < 1.6 * fresh, detector.name() + ": " + nulls + " against " + fresh);
    }
  }

  private static double upper(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (0.95 * sorted.length)];
  }

  @Test
  void discrepancyOfLongVectorsIsComputedToo() {
    Detector detector = new MaximumMeanDiscrepancyDetector();
    float[] x = normal(60, 3, 0, 1);
    float[] y = normal(32, 3, 1, 2);
    double usual = compare(detector, x, y, 3).statistic();
    for (int i = 0; i < x.length; i++) {
      x[i] *= 1e20f;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] *= 1e20f;
    }
    assertEquals(usual, compare(detector, x, y, 3).statistic(), 1e-5);
  }
}
