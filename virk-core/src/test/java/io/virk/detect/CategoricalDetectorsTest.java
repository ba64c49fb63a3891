package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.calibrated.NullDistribution;
import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.signal.CategoricalSignal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CategoricalDetectorsTest {
  private static final CategoricalSignal SIGNAL = CategoricalSignal.PREDICTED_CLASS;

  static List<Detector> detectors() {
    return Detector.all().stream().filter(d -> d.appliesTo(SIGNAL)).toList();
  }

  private static Comparison compare(Detector detector, int[] reference, int[] window) {
    return detector.against(SIGNAL, Tables.classes(reference)).compare(Tables.classes(window));
  }

  /** Each class as often as its count says; null where that is no class list of a fair size. */
  private static int[] classes(double[] counts) {
    int[] classes = new int[0];
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] != Math.rint(counts[c]) || counts[c] > 1e5 || !(counts[c] >= 0)) {
        return null;
      }
      int from = classes.length;
      classes = Arrays.copyOf(classes, from + (int) counts[c]);
      Arrays.fill(classes, from, classes.length, 10 * c);
    }
    return classes.length >= CategoricalDetector.MINIMUM_VALUES ? classes : null;
  }

  @TestFactory
  Stream<DynamicTest> chiSquareIsTheGoldenOne() {
    return golden("chi_square", "chi_square_two_sample", "reference", "current")
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.id(),
                    () ->
                        c.tolerance()
                            .check(
                                "statistic",
                                c.expected("statistic"),
                                compare(
                                        new ChiSquareDetector(),
                                        classes(c.input("reference").values()),
                                        classes(c.input("current").values()))
                                    .statistic())));
  }

  @TestFactory
  Stream<DynamicTest> jensenShannonIsTheGoldenOne() {
    return golden("js", "js", "p", "q")
        .filter(c -> c.text("smoothing").equals("none"))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.id(),
                    () ->
                        c.tolerance()
                            .check(
                                "distance",
                                c.expected("distance_base2"),
                                compare(
                                        new JensenShannonDetector(),
                                        classes(c.input("p").values()),
                                        classes(c.input("q").values()))
                                    .effectSize())));
  }

  private static Stream<GoldenCase> golden(String family, String stat, String x, String y) {
    List<GoldenCase> cases =
        Golden.family(family).stream()
            .filter(c -> c.stat().equals(stat) && !c.mustReject())
            .filter(c -> classes(c.input(x).values()) != null)
            .filter(c -> classes(c.input(y).values()) != null)
            // what the reference lacks is one class "other" here
            .filter(c -> unseen(c.input(x).values(), c.input(y).values()) <= 1)
            .toList();
    assertTrue(cases.size() >= 3, () -> "cases: " + cases);
    return cases.stream();
  }

  private static int unseen(double[] x, double[] y) {
    int unseen = 0;
    for (int i = 0; i < x.length; i++) {
      unseen += x[i] == 0 && y[i] > 0 ? 1 : 0;
    }
    return unseen;
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void neitherOrderNorNamesMatter(Detector detector) {
    SplittableRandom random = new SplittableRandom(2);
    int[] reference = random.ints(300, 0, 10).toArray();
    int[] window = random.ints(48, 4, 14).toArray();
    Comparison comparison = compare(detector, reference, window);
    int[] turned = new int[window.length];
    Arrays.setAll(turned, i -> window[(5 * i + 1) % turned.length]);
    assertEquals(comparison, compare(detector, reference, turned));
    Comparison renamed =
        compare(
            detector,
            Arrays.stream(reference).map(c -> 1000 - 7 * c).toArray(),
            Arrays.stream(window).map(c -> 1000 - 7 * c).toArray());
    assertEquals(comparison.statistic(), renamed.statistic(), 1e-9);
    assertEquals(comparison.effectSize(), renamed.effectSize(), 1e-9);
    assertTrue(comparison.statistic() > compare(detector, reference, reference).statistic());
    assertTrue(comparison.effectSize() > detector.minimumEffect());
    assertTrue(Double.isNaN(comparison.change()));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void oneClassOnly(Detector detector) {
    int[] ones = new int[200];
    int[] same = new int[32];
    int[] other = new int[32];
    Arrays.fill(other, 5);
    assertEquals(0, compare(detector, ones, same).effectSize(), 0.03);
    Comparison comparison = compare(detector, ones, other);
    assertTrue(comparison.effectSize() > detector.minimumEffect(), detector.name());
    assertTrue(Double.isFinite(comparison.statistic()));
    double[] nulls =
        detector.nullStatistics(SIGNAL, Tables.classes(ones), Tables.resampler(200), 200);
    assertTrue(Arrays.stream(nulls).allMatch(Double::isFinite));
    assertTrue(comparison.statistic() > new NullDistribution(nulls, 100).threshold(1e-4));
  }

  @Test
  void theTailOfTheBetaBinomialDistribution() {
    assertEquals(0, NewClass.log10Tail(0, 32, 0.5, 600));
    // a uniform share of n = 4: every count has probability 1/5
    assertEquals(Math.log10(0.8), NewClass.log10Tail(1, 4, 1, 1), 1e-12);
    assertEquals(Math.log10(0.2), NewClass.log10Tail(4, 4, 1, 1), 1e-12);
    // Python fractions: sum of comb(32, j) B(j + 1/2, 32 - j + 1335/2) / B(1/2, 1335/2), j >= k
    assertEquals(Math.log10(2.778541715621314e-05), NewClass.log10Tail(3, 32, 0.5, 667.5), 1e-9);
    assertEquals(Math.log10(5.092851791659795e-57), NewClass.log10Tail(32, 32, 0.5, 667.5), 1e-9);
    assertTrue(Double.isFinite(NewClass.log10Tail(5000, 5000, 0.5, 1e9)));
  }

  @Test
  void aNewClassIsNoticedAndRareOnesThatWereSeenAreExpected() {
    SplittableRandom random = new SplittableRandom(9);
    int[] reference = random.ints(667, 0, 10).toArray();
    int[] window = random.ints(32, 0, 10).toArray();
    NewClass detector = new NewClass();
    assertEquals(0, compare(detector, reference, window).statistic());
    double before = 0;
    for (int k = 1; k <= 5; k++) {
      window[k] = 500;
      Comparison comparison = compare(detector, reference, window);
      assertTrue(comparison.statistic() > before + 1, "k: " + k);
      assertEquals(k / 32.0, comparison.effectSize(), 1e-3);
      before = comparison.statistic();
    }
    // a long tail of classes: about a third of all values is of one seen once or twice
    int[] tail = random.ints(667, 0, 900).toArray();
    Comparison usual = compare(detector, tail, random.ints(32, 0, 900).toArray());
    assertTrue(usual.statistic() < 2, "" + usual);
  }

  @Tag("slow")
  @Test
  void newClassesComeNoOftenerThanTheirStatisticSays() {
    int beyond = 0;
    int windows = 20_000;
    NewClass detector = new NewClass();
    SplittableRandom random = new SplittableRandom(4);
    Detector.Comparer comparer = null;
    for (int w = 0; w < windows; w++) {
      if (w % 20 == 0) {
        comparer = detector.against(SIGNAL, Tables.classes(zipf(random, 667)));
      }
      beyond += comparer.compare(Tables.classes(zipf(random, 32))).statistic() >= 2 ? 1 : 0;
    }
    assertTrue(beyond <= 0.01 * windows + 3 * Math.sqrt(0.01 * windows), "beyond: " + beyond);
  }

  /** Classes of shares about 1 / rank^1.5. */
  private static int[] zipf(SplittableRandom random, int n) {
    int[] classes = new int[n];
    Arrays.setAll(classes, i -> (int) Math.min(1e6, Math.pow(1 - random.nextDouble(), -2)));
    return classes;
  }

  @Test
  void theNullDistributionOfNewClassesIsAtLeastTheExactOne() {
    SplittableRandom random = new SplittableRandom(3);
    double[] nulls =
        new NewClass()
            .nullStatistics(
                SIGNAL,
                Tables.classes(random.ints(300, 0, 10).toArray()),
                Tables.resampler(300),
                1000);
    NullDistribution distribution = new NullDistribution(nulls, 1e9);
    assertEquals(2, distribution.threshold(0.01), 0.1);
    assertEquals(4, distribution.threshold(1e-4), 0.3);
  }
}
