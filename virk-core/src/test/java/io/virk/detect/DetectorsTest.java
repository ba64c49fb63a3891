package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.detect.calibrated.NullDistribution;
import io.virk.detect.calibrated.Refusal;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import io.virk.stats.kernel.MedianBandwidth;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {
  private static final int COLUMNS = Schemas.STANDARD.scalars().size();
  private static final int BRIGHTNESS = Schemas.STANDARD.indexOf(ScalarSignal.BRIGHTNESS);

  private static SignalTable scalars(double... values) {
    double[] all = new double[values.length * COLUMNS];
    Arrays.fill(all, Double.NaN);
    for (int i = 0; i < values.length; i++) {
      all[i * COLUMNS + BRIGHTNESS] = values[i];
    }
    int[] classes = new int[values.length];
    Arrays.fill(classes, Observation.NO_CLASS);
    return Schemas.table(all, classes, new float[0], values.length, 0);
  }

  private static SignalTable classes(int... classes) {
    double[] all = new double[classes.length * COLUMNS];
    Arrays.fill(all, Double.NaN);
    return Schemas.table(all, classes, new float[0], classes.length, 0);
  }

  private static SignalTable embeddings(int n, int d, double mean, long seed, int missingEvery) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < n; i++) {
      boolean missing = missingEvery > 0 && i % missingEvery == 0;
      for (int j = 0; j < d; j++) {
        x[i * d + j] = missing ? Float.NaN : (float) (mean + random.nextGaussian());
      }
    }
    double[] all = new double[n * COLUMNS];
    Arrays.fill(all, Double.NaN);
    int[] none = new int[n];
    Arrays.fill(none, Observation.NO_CLASS);
    return Schemas.table(all, none, x, n, d);
  }

  private static double[] line(int n, double from, double step) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> from + step * i);
    return values;
  }

  @Test
  void meanShiftIsTheDistanceInDeviations() {
    double[] reference = new double[100];
    Arrays.setAll(reference, i -> i % 2 == 0 ? 90 : 110);
    double deviation = 10 * Math.sqrt(100 / 99.0);
    Comparison comparison =
        new MeanShift()
            .against(ScalarSignal.BRIGHTNESS, scalars(reference))
            .compare(scalars(line(10, 80, 0)));
    assertEquals(20 / deviation, comparison.statistic(), 1e-9);
    assertEquals(20 / deviation, comparison.effectSize(), 1e-9);
    assertEquals(-20, comparison.change(), 1e-9);
    assertEquals(10, comparison.n());
  }

  @Test
  void aConstantReferenceMakesAnyChangeLarge() {
    Detector.Comparer comparer =
        new MeanShift().against(ScalarSignal.BRIGHTNESS, scalars(line(20, 50, 0)));
    assertEquals(0, comparer.compare(scalars(line(10, 50, 0))).statistic());
    assertTrue(comparer.compare(scalars(line(10, 50.01, 0))).statistic() > 100);
  }

  @Test
  void kolmogorovSmirnovSeesAChangeOfSpread() {
    SignalTable reference = scalars(line(100, 0, 1));
    Detector.Comparer comparer =
        new KolmogorovSmirnovDetector().against(ScalarSignal.BRIGHTNESS, reference);
    assertEquals(0, comparer.compare(reference).statistic(), 1e-12);
    Comparison narrow = comparer.compare(scalars(line(10, 49.5, 0)));
    assertEquals(0.5, narrow.statistic(), 1e-12);
    assertEquals(0, narrow.change(), 1e-9);
    assertEquals(1, comparer.compare(scalars(line(10, 1000, 1))).statistic(), 1e-12);
  }

  @Test
  void populationStabilityByHand() {
    int[] expected = new int[20];
    Arrays.setAll(expected, i -> i % 2);
    int[] observed = new int[20];
    Comparison same =
        new PopulationStability()
            .against(CategoricalSignal.PREDICTED_CLASS, classes(expected))
            .compare(classes(expected));
    assertEquals(0, same.statistic(), 1e-12);
    Comparison comparison =
        new PopulationStability()
            .against(CategoricalSignal.PREDICTED_CLASS, classes(expected))
            .compare(classes(observed));
    // half a count added to each of two classes and "other": 10.5, 10.5, .5 against 20.5, .5, .5
    double index =
        (20.5 - 10.5) / 21.5 * Math.log(20.5 / 10.5) + (0.5 - 10.5) / 21.5 * Math.log(0.5 / 10.5);
    assertEquals(index, comparison.statistic(), 1e-12);
    assertTrue(Double.isNaN(comparison.change()));
  }

  @Test
  void classesThatTheReferenceNeverSawAreOneClass() {
    int[] expected = new int[40];
    Arrays.setAll(expected, i -> i % 2 == 0 ? 3 : 900);
    Detector.Comparer comparer =
        new PopulationStability().against(CategoricalSignal.PREDICTED_CLASS, classes(expected));
    int[] between = new int[16];
    Arrays.fill(between, 7);
    int[] beyond = new int[16];
    Arrays.fill(beyond, Integer.MAX_VALUE);
    int[] mixed = new int[16];
    Arrays.setAll(mixed, i -> 10 + 100 * i);
    double distance = comparer.compare(classes(between)).statistic();
    assertEquals(distance, comparer.compare(classes(beyond)).statistic());
    assertEquals(distance, comparer.compare(classes(mixed)).statistic());
  }

  @Test
  void hugeClassNumbersCostNothing() {
    int[] expected = new int[40];
    Arrays.setAll(expected, i -> Integer.MAX_VALUE - i % 2);
    Comparison comparison =
        new PopulationStability()
            .against(CategoricalSignal.PREDICTED_CLASS, classes(expected))
            .compare(classes(expected));
    assertEquals(0, comparison.statistic(), 1e-12);
  }

  @Test
  void tooFewValuesAreInsufficient() {
    Signal[] signals = {
      ScalarSignal.BRIGHTNESS, CategoricalSignal.PREDICTED_CLASS, VectorSignal.EMBEDDING
    };
    SignalTable few = embeddings(3, 2, 0, 1, 0);
    SignalTable many = embeddings(50, 2, 0, 1, 0);
    for (Detector detector : Detector.standard()) {
      for (Signal signal : signals) {
        if (detector.appliesTo(signal)) {
          assertTrue(Double.isNaN(detector.against(signal, many).compare(few).statistic()));
          assertTrue(Double.isNaN(detector.against(signal, few).compare(many).statistic()));
        }
      }
    }
  }

  @Test
  void everyDetectorUnderstandsOneKindOfSignal() {
    Set<String> names = new HashSet<>();
    for (Detector detector : Detector.standard()) {
      assertTrue(names.add(detector.name()));
      assertEquals(
          1,
          List.of(
                  ScalarSignal.BRIGHTNESS,
                  CategoricalSignal.PREDICTED_CLASS,
                  VectorSignal.EMBEDDING,
                  VectorSignal.APPEARANCE)
              .stream()
              .filter(detector::appliesTo)
              .count());
    }
  }

  @Test
  void discrepancyIsNearZeroWithoutAndAsLargeAsItCanBeWithNothingInCommon() {
    MaximumMeanDiscrepancyDetector detector = new MaximumMeanDiscrepancyDetector();
    Detector.Comparer comparer =
        detector.against(VectorSignal.EMBEDDING, embeddings(200, 8, 0, 1, 0));
    assertTrue(comparer.compare(embeddings(50, 8, 0, 2, 0)).effectSize() < 0.5);
    assertTrue(comparer.compare(embeddings(50, 8, 0.5, 2, 0)).effectSize() > 0.5);
    double most = comparer.compare(embeddings(50, 8, 1e4, 2, 0)).effectSize();
    assertEquals(most, comparer.compare(embeddings(50, 8, 1e5, 2, 0)).effectSize(), 0.01 * most);
    assertTrue(most > 5 && most < 10, "" + most);
    assertTrue(Double.isFinite(comparer.compare(embeddings(50, 8, 1e30, 2, 0)).statistic()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 2})
  void theFastNullDistributionIsTheSlowOne(int missingEvery) {
    MaximumMeanDiscrepancyDetector detector = new MaximumMeanDiscrepancyDetector();
    SignalTable pool = embeddings(120, 4, 0, 3, missingEvery);
    int draws = 40;
    double[] fast = detector.nullStatistics(VectorSignal.EMBEDDING, pool, RESAMPLER, draws);
    // the slow one takes a bandwidth a draw, the fast one that of the pool for all
    double[] slow =
        new Tables.Plain(detector).nullStatistics(VectorSignal.EMBEDDING, pool, RESAMPLER, draws);
    assertEquals(draws, fast.length);
    double total = Arrays.stream(slow).sum();
    assertEquals(total, Arrays.stream(fast).sum(), 0.05 * total);
    double sigma =
        MedianBandwidth.ofDistances(pool.embeddings().values(), pool.embeddings().count(), 4);
    for (int b = 0; b < draws; b++) {
      SignalTable window = pool.take(RESAMPLER.window(b));
      SignalTable reference = pool.take(RESAMPLER.reference(b));
      double exact =
          MaximumMeanDiscrepancy.biased(
              reference.embeddings().values(),
              reference.embeddings().count(),
              window.embeddings().values(),
              window.embeddings().count(),
              4,
              sigma);
      assertEquals(exact, fast[b], 1e-6, "draw " + b);
    }
  }

  @Test
  void drawsWithTooFewEmbeddingsAreMissingInTheFastOneToo() {
    SignalTable pool = embeddings(120, 4, 0, 3, 2);
    Detector.Resampler missing =
        new Detector.Resampler() {
          @Override
          public int[] window(int draw) {
            int[] rows = new int[20];
            Arrays.setAll(rows, i -> draw == 0 ? 2 * i : 2 * i + 1);
            return rows;
          }

          @Override
          public int[] reference(int draw) {
            return RESAMPLER.reference(draw);
          }
        };
    double[] statistics =
        new MaximumMeanDiscrepancyDetector()
            .nullStatistics(VectorSignal.EMBEDDING, pool, missing, 2);
    assertTrue(Double.isNaN(statistics[0]));
    assertTrue(statistics[1] >= 0);
  }

  private static final Detector.Resampler RESAMPLER =
      new Detector.Resampler() {
        @Override
        public int[] window(int draw) {
          return new SplittableRandom(draw).ints(30, 0, 120).toArray();
        }

        @Override
        public int[] reference(int draw) {
          return new SplittableRandom(draw + 1000).ints(90, 0, 120).toArray();
        }
      };

  @Test
  void whatKeepsADetectorFromJudgingIsSaid() {
    double[] draws = new double[1000];
    Arrays.setAll(draws, i -> i / 1000.0);
    SignalTable window = scalars(line(10, 0, 1));
    assertEquals(
        "the frames are alike: take others",
        reason(draws, Optional.of(new Refusal("the frames are alike", "take others"))));
    assertEquals(
        "the baseline has too few values of brightness, or too large ones, to simulate what is normal:"
            + " take more reference data, or leave out values that are none",
        reason(new double[10], Optional.empty()));
    DetectionResult small =
        detector(draws, Optional.empty()).insufficient(Slice.ALL, window, "3 observations");
    assertEquals(Verdict.INSUFFICIENT_DATA, small.verdict());
    assertEquals("3 observations", small.reason());
    assertEquals(10, small.sample().n());
  }

  private static CalibratedDetector detector(double[] draws, Optional<Refusal> refusal) {
    return new CalibratedDetector(
        ScalarSignal.BRIGHTNESS,
        new MeanShift(),
        window -> new Comparison(100, 1, -3, window.rows()),
        new NullDistribution(draws, 9),
        2,
        refusal,
        new DetectionResult.Calibration("hash", 7));
  }

  private static String reason(double[] draws, Optional<Refusal> refusal) {
    DetectionResult result =
        detector(draws, refusal).judge(Slice.ALL, scalars(line(10, 0, 1)), 1e-4, 5e-3);
    assertEquals(Verdict.INSUFFICIENT_DATA, result.verdict());
    return result.reason();
  }

  @Test
  void verdictsFollowThresholdsAndEffects() {
    double[] draws = new double[1000];
    Arrays.setAll(draws, i -> i / 1000.0);
    NullDistribution nulls = new NullDistribution(draws, 1e9);
    double[] statistic = {0};
    double[] effect = {1};
    CalibratedDetector detector =
        new CalibratedDetector(
            ScalarSignal.BRIGHTNESS,
            new MeanShift(),
            window -> new Comparison(statistic[0], effect[0], -3, window.rows()),
            nulls,
            2,
            Optional.empty(),
            new DetectionResult.Calibration("hash", 7));
    SignalTable window = scalars(line(10, 0, 1));
    Slice slice = new Slice("camera", "x");
    DetectionResult normal = detector.judge(slice, window, 1e-4, 5e-3);
    assertEquals(Verdict.NORMAL, normal.verdict());
    assertEquals(slice, normal.slice());
    assertEquals("brightness", normal.signal());
    assertEquals("mean-shift", normal.detector());
    assertEquals(5, normal.sample().effectiveSize());
    assertEquals("hash", normal.calibration().baselineHash());
    assertEquals(-3, normal.effect().change());
    assertEquals(7, normal.calibration().seed());
    assertEquals(WindowBounds.of(window), normal.sample().bounds());
    assertEquals(nulls.thresholdInterval(1e-4), normal.evidence().interval());
    assertEquals("", normal.reason());
    statistic[0] = (normal.evidence().threshold() + normal.evidence().warningThreshold()) / 2;
    assertEquals(Verdict.WARNING, detector.judge(slice, window, 1e-4, 5e-3).verdict());
    statistic[0] = normal.evidence().threshold() + 0.1;
    DetectionResult drift = detector.judge(slice, window, 1e-4, 5e-3);
    assertEquals(Verdict.DRIFT, drift.verdict());
    assertTrue(drift.evidence().pValue() < 1e-4 && drift.evidence().exceedance() > 1);
    effect[0] = 0.4;
    assertEquals(Verdict.WARNING, detector.judge(slice, window, 1e-4, 5e-3).verdict());
    statistic[0] = Double.NaN;
    DetectionResult silent = detector.judge(slice, window, 1e-4, 5e-3);
    assertEquals(Verdict.INSUFFICIENT_DATA, silent.verdict());
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN, Double.NaN},
        new double[] {
          silent.evidence().threshold(),
          silent.evidence().warningThreshold(),
          silent.evidence().pValue()
        });
    assertEquals(ThresholdInterval.NONE, silent.evidence().interval());
    assertEquals(
        "10 values of brightness in 10 observations are too few for mean-shift", silent.reason());
  }
}
