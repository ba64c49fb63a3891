package io.virk.stats.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.agreement.KrippendorffAlpha.Scale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KrippendorffAlphaTest {
  private static final double X = Double.NaN;

  // K. Krippendorff, Computing Krippendorff's alpha-reliability (2011): four observers, 12 units
  private static final double[] FOUR_OBSERVERS = {
    1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X, //
    1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3, //
    X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X, //
    1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X,
  };

  @Test
  void meetsTheNumbersOfItsAuthor() {
    assertEquals(0.743, KrippendorffAlpha.of(FOUR_OBSERVERS, 4, 12, Scale.NOMINAL), 5e-4);
    assertEquals(0.815, KrippendorffAlpha.of(FOUR_OBSERVERS, 4, 12, Scale.ORDINAL), 5e-4);
    assertEquals(0.849, KrippendorffAlpha.of(FOUR_OBSERVERS, 4, 12, Scale.INTERVAL), 5e-4);
  }

  @ParameterizedTest
  @EnumSource
  void isTheDefinition(Scale scale) {
    SplittableRandom random = new SplittableRandom(21);
    for (int round = 0; round < 20; round++) {
      int raters = random.nextInt(2, 6);
      int units = random.nextInt(3, 20);
      double[] ratings = new double[raters * units];
      for (int i = 0; i < ratings.length; i++) {
        ratings[i] = random.nextInt(4) == 0 ? X : random.nextInt(4) * 1.5;
      }
      ratings[0] = 0;
      ratings[units] = 1.5;
      assertEquals(
          byDefinition(ratings, raters, units, scale),
          KrippendorffAlpha.of(ratings, raters, units, scale),
          1e-12);
    }
  }

  /** All pairs, straight from the book. */
  private static double byDefinition(double[] ratings, int raters, int units, Scale scale) {
    double[] counts = new double[4]; // of the ratings 0, 1.5, 3, 4.5 that can be paired
    double[] paired = new double[units];
    for (int u = 0; u < units; u++) {
      for (int r = 0; r < raters; r++) {
        paired[u] += Double.isNaN(ratings[r * units + u]) ? 0 : 1;
      }
    }
    double n = 0;
    for (int i = 0; i < ratings.length; i++) {
      if (!Double.isNaN(ratings[i]) && paired[i % units] > 1) {
        counts[(int) (ratings[i] / 1.5)]++;
        n++;
      }
    }
    double observed = 0;
    double expected = 0;
    for (int i = 0; i < ratings.length; i++) {
      for (int j = 0; j < ratings.length; j++) {
        if (i == j
            || Double.isNaN(ratings[i])
            || Double.isNaN(ratings[j])
            || paired[i % units] < 2
            || paired[j % units] < 2) {
          continue;
        }
        double apart = apart((int) (ratings[i] / 1.5), (int) (ratings[j] / 1.5), counts, scale);
        expected += apart / (n * (n - 1));
        if (i % units == j % units) {
          observed += apart / (n * (paired[i % units] - 1));
        }
      }
    }
    return 1 - observed / expected;
  }

  private static double apart(int a, int b, double[] counts, Scale scale) {
    if (scale == Scale.NOMINAL) {
      return a == b ? 0 : 1;
    }
    if (scale == Scale.INTERVAL) {
      return 1.5 * 1.5 * (a - b) * (a - b);
    }
    double between = -(counts[a] + counts[b]) / 2;
    for (int g = Math.min(a, b); g <= Math.max(a, b); g++) {
      between += counts[g];
    }
    return between * between;
  }

  @ParameterizedTest
  @EnumSource
  void undefinedIsNanAsDocumented(Scale scale) {
    assertTrue(Double.isNaN(KrippendorffAlpha.of(new double[] {3, 3, 3, 3}, 2, 2, scale)));
    assertTrue(Double.isNaN(KrippendorffAlpha.of(new double[] {1, X, X, 2}, 2, 2, scale)));
    assertEquals(1, KrippendorffAlpha.of(new double[] {1, 2, 1, 2}, 2, 2, scale));
  }

  @Test
  void badArgumentsAreRejected() {
    double[] two = {1, 2};
    assertThrows(
        IllegalArgumentException.class, () -> KrippendorffAlpha.of(two, 1, 2, Scale.NOMINAL));
    assertThrows(
        IllegalArgumentException.class, () -> KrippendorffAlpha.of(two, 2, 2, Scale.NOMINAL));
    double[] infinite = {1, Double.POSITIVE_INFINITY};
    assertThrows(
        IllegalArgumentException.class, () -> KrippendorffAlpha.of(infinite, 2, 1, Scale.NOMINAL));
  }

  @Test
  void weightedKappaHasErrorsThatFitItsSpread() {
    // the standard error of 2,000 simulated tables: 3 categories, 200 pairs
    SplittableRandom random = new SplittableRandom(22);
    double sum = 0;
    double squares = 0;
    double errors = 0;
    int rounds = 2000;
    for (int round = 0; round < rounds; round++) {
      int[] a = new int[200];
      int[] b = new int[200];
      for (int i = 0; i < a.length; i++) {
        a[i] = random.nextInt(3);
        b[i] = random.nextDouble() < 0.5 ? a[i] : random.nextInt(3);
      }
      CohenKappa.Result result = CohenKappa.of(a, b, 3, CohenKappa.Weights.QUADRATIC);
      sum += result.kappa() / rounds;
      squares += result.kappa() * result.kappa() / rounds;
      errors += result.standardError() / rounds;
    }
    assertEquals(Math.sqrt(squares - sum * sum), errors, 0.05 * errors);
    assertThrows(
        IllegalArgumentException.class,
        () -> CohenKappa.ofConfusion(new long[4], 2, CohenKappa.Weights.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> CohenKappa.ofConfusion(new long[] {1, -1, 0, 3}, 2, CohenKappa.Weights.NONE));
  }

  /** Unit by unit it is the same as by a table, and takes what there is alone. */
  @Test
  void nominalAlphaByUnitsIsThatOfTheTable() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(9);
    int units = 230;
    int raters = 6;
    double[] table = new double[raters * units];
    int[][] sparse = new int[units][];
    for (int u = 0; u < units; u++) {
      sparse[u] = new int[random.nextInt(raters + 1)];
      for (int r = 0; r < raters; r++) {
        boolean there = r < sparse[u].length;
        int rating = random.nextInt(4) == 0 ? random.nextInt(5) - 1 : u % 3;
        table[r * units + u] = there ? rating : Double.NaN;
        if (there) {
          sparse[u][r] = rating;
        }
      }
    }
    KrippendorffAlpha.Scale nominal = KrippendorffAlpha.Scale.NOMINAL;
    assertEquals(
        KrippendorffAlpha.of(table, raters, units, nominal),
        KrippendorffAlpha.nominal(sparse),
        1e-12);
    assertEquals(
        KrippendorffAlpha.interval(table, raters, units, nominal, 0.95).low(),
        KrippendorffAlpha.nominalInterval(sparse, 0.95).low(),
        1e-9);
    assertTrue(Double.isNaN(KrippendorffAlpha.nominal(new int[][] {{1, 1}, {2}, {}})));
  }
}
