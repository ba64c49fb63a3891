package io.virk.baseline.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EffectiveTestsTest {
  private static double[] draws(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[2000];
    Arrays.setAll(draws, i -> random.nextGaussian());
    return draws;
  }

  private static double tests(List<double[]> statistics) {
    return EffectiveTests.of(statistics.stream().map(EffectiveTests::pValues).toList());
  }

  @Test
  void detectorsThatAreTheSameAreWorthOne() {
    double[] draws = draws(1);
    double[] louder = Arrays.stream(draws).map(Math::exp).toArray();
    assertEquals(1.25, tests(Collections.nCopies(20, draws)), 0.05);
    assertEquals(1.25, tests(List.of(draws, louder)), 0.05);
    assertEquals(1, tests(List.of(draws)));
    assertEquals(1, tests(List.of()));
  }

  @Test
  void independentDetectorsAreWorthTheirNumberAndNeverMore() {
    List<double[]> independent = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      independent.add(draws(i));
      assertTrue(tests(independent) <= i);
      assertTrue(tests(independent) >= 0.95 * i);
    }
  }

  @Test
  void largerSharesCountAsSoMany() {
    List<double[]> pValues =
        IntStream.rangeClosed(1, 8).mapToObj(i -> EffectiveTests.pValues(draws(i))).toList();
    List<Double> shares = new ArrayList<>(Collections.nCopies(8, 1.0));
    shares.set(3, 4.0);
    double tests = EffectiveTests.of(pValues, shares);
    assertTrue(tests <= 11 && tests > 0.9 * 11, "" + tests);
    assertEquals(
        EffectiveTests.of(pValues), EffectiveTests.of(pValues, Collections.nCopies(8, 1.0)));
    assertEquals(4, EffectiveTests.of(pValues.subList(0, 1), List.of(4.0)));
  }

  @Test
  void dependentDetectorsAreInBetween() {
    List<double[]> dependent = new ArrayList<>();
    double[] shared = draws(0);
    for (int i = 1; i <= 20; i++) {
      double[] own = draws(i);
      Arrays.setAll(own, b -> own[b] + 2 * shared[b]);
      dependent.add(own);
    }
    double tests = tests(dependent);
    assertTrue(tests > 4 && tests < 12, "" + tests);
    dependent.add(draws(99));
    assertEquals(tests + 1.25, tests(dependent), 0.8);
  }

  /** A new class is hardly ever seen in a pseudo-window: its detector then spends nothing. */
  @Test
  void aDetectorThatNeverVariesAddsNothing() {
    double[] draws = draws(1);
    assertEquals(tests(List.of(draws, draws)), tests(List.of(draws, draws, new double[2000])));
  }

  @Test
  void missingDrawsAreLeftOut() {
    double[] draws = draws(1);
    double[] missing = draws.clone();
    Arrays.fill(missing, 0, 1000, Double.NaN);
    assertEquals(1.25, tests(List.of(draws, missing)), 0.1);
  }
}
