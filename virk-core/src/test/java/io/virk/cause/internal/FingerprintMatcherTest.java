package io.virk.cause.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintMatcherTest {
  private static final int CAUSES = 10;

  private static List<String> columns(int k) {
    return IntStream.range(0, k).mapToObj(i -> "s" + i).toList();
  }

  /** Rows of normal values that hang together a little. */
  private static double[][] rows(int n, int k, double deviation, SplittableRandom random) {
    double[][] rows = new double[n][k];
    for (double[] row : rows) {
      double common = random.nextGaussian();
      for (int i = 0; i < k; i++) {
        row[i] = 100 + deviation * (0.5 * common + random.nextGaussian());
      }
    }
    return rows;
  }

  /** Causes that move every signal by some deviations in directions of their own. */
  private static List<CauseSignature> signatures(int k, double deviation, SplittableRandom random) {
    List<CauseSignature> signatures = new ArrayList<>();
    for (int c = 0; c < CAUSES; c++) {
      double[] direction = random.doubles(k, -2, 2).toArray();
      for (int severity : SignatureBook.SEVERITIES) {
        double[] shift =
            Arrays.stream(direction).map(d -> d * deviation * Math.sqrt(severity)).toArray();
        signatures.add(Signatures.exact("cause " + c, severity, columns(k), shift));
      }
    }
    return signatures;
  }

  private static void shift(double[][] rows, double[] by) {
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] += by[i];
      }
    }
  }

  /** A determinant of 112 variances of 1e-4 is 1e-448, which a double does not hold. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-2, 1, 1e6})
  void everyCauseOf112SignalsIsNamedWhateverTheirScale(double deviation) {
    int k = 112;
    SplittableRandom random = new SplittableRandom(5);
    List<CauseSignature> signatures = signatures(k, deviation, random);
    double[][] base = rows(300, k, deviation, random);
    double[] resolutions = new double[k];
    Arrays.fill(resolutions, 1e-9 * deviation);
    for (int c = 0; c < CAUSES; c++) {
      double[][] window = rows(32, k, deviation, random);
      shift(window, signatures.get(3 * c + 1).shift());
      Fingerprint fingerprint = matcher(columns(k), base, window, 1, resolutions).rank(signatures);
      assertEquals("", fingerprint.reason());
      CauseMatch first = fingerprint.cause().orElseThrow();
      assertEquals("cause " + c, first.cause());
      assertTrue(first.probability() > 0.99, first::toString);
      assertEquals(3, first.severity(), 1);
      assertEquals(
          1,
          fingerprint.unknown()
              + fingerprint.unchanged()
              + fingerprint.causes().stream().mapToDouble(CauseMatch::probability).sum(),
          1e-12);
    }
  }

  /**
   * Where a determinant is a number the likelihoods are the same as by its logarithm; that of a
   * cause is the mean over severities.
   */
  @Test
  void likelihoodsAreThoseOfTheDeterminant() {
    int k = 5;
    SplittableRandom random = new SplittableRandom(8);
    List<CauseSignature> signatures = signatures(k, 1, random);
    double[][] base = rows(40, k, 1, random);
    double[][] window = rows(8, k, 1, random);
    shift(window, signatures.get(1).shift());
    double[] resolutions = {.02, .02, .02, .02, .02};
    Fingerprint fingerprint = matcher(columns(k), base, window, 2, resolutions).rank(signatures);
    List<double[]> own = new ArrayList<>();
    for (int c = 0; c < CAUSES; c++) {
      double likelihood = 0;
      double inSome = 0;
      double most = Double.NEGATIVE_INFINITY;
      double leaves = 0;
      double cosine = 0;
      double[] low = new double[k];
      for (int s = 0; s < 3; s++) {
        double[] high = signatures.get(3 * c + s).shift();
        int steps = s == 0 ? 2 : 4;
        for (int step = 1; step <= steps; step++) {
          double[] shift = new double[k];
          for (int i = 0; i < k; i++) {
            shift[i] = low[i] + (high[i] - low[i]) * step / steps;
          }
          Change change = new Change(shift, new double[k], 2, 0);
          double logarithm = change.logLikelihood(base, window);
          likelihood += Math.exp(logarithm) / 10;
          if (logarithm > most) {
            most = logarithm;
            leaves = change.left(base, window);
            cosine = cosine(base, window, shift);
          }
        }
        for (double share : s == 0 ? new double[0] : new double[] {0.2, 0.5}) {
          double root = Math.sqrt(share * (1 - share) * 2 / window.length);
          double[] part = Arrays.stream(high).map(v -> share * v).toArray();
          double[] chance = Arrays.stream(high).map(v -> root * v).toArray();
          Change change = new Change(part, chance, 2, 0);
          double logarithm = change.logLikelihood(base, window);
          inSome += Math.exp(logarithm) / 4;
          if (logarithm > most) {
            most = logarithm;
            leaves = change.left(base, window);
            cosine = cosine(base, window, part);
          }
        }
        low = high;
      }
      double both = 0.95 * likelihood + 0.05 * inSome;
      own.add(new double[] {c, 0.4 / CAUSES * both, leaves, cosine});
    }
    double unknown = 0;
    double[] spreads = {.1, .2, .4, .8, 1.6};
    for (double spread : spreads) {
      unknown += 0.1 / 5 * Math.exp(Change.none(k, spread * spread).logLikelihood(base, window));
    }
    double unchanged = 0.5 * Math.exp(Change.none(k, 0).logLikelihood(base, window));
    double total = unknown + unchanged;
    for (double[] c : own) {
      total += c[1];
    }
    for (double[] c : own) {
      String name = "cause " + (int) c[0];
      double probability =
          fingerprint.causes().stream()
              .filter(m -> m.cause().equals(name))
              .findFirst()
              .orElseThrow()
              .probability();
      boolean fits = c[2] <= k + 2 * Math.sqrt(2.0 * k) || c[3] >= 0.8;
      assertEquals(fits ? c[1] / total : 0, probability, 1e-9);
      unknown += fits ? 0 : c[1];
    }
    assertEquals(unknown / total, fingerprint.unknown(), 1e-9);
    assertEquals(unchanged / total, fingerprint.unchanged(), 1e-9);
  }

  /** Of the angle between the change and a shift, in deviations of the baseline. */
  private static double cosine(double[][] base, double[][] window, double[] shift) {
    double dot = 0;
    double ofChange = 0;
    double ofShift = 0;
    for (int i = 0; i < shift.length; i++) {
      int column = i;
      double mean = Arrays.stream(base).mapToDouble(r -> r[column]).average().orElseThrow();
      double now = Arrays.stream(window).mapToDouble(r -> r[column]).average().orElseThrow();
      double deviation = deviation(base, i, mean);
      dot += (now - mean) / deviation * shift[i] / deviation;
      ofChange += Math.pow((now - mean) / deviation, 2);
      ofShift += Math.pow(shift[i] / deviation, 2);
    }
    return dot / Math.sqrt(ofChange * ofShift);
  }

  private static double deviation(double[][] base, int column, double mean) {
    double squares = 0;
    for (double[] row : base) {
      squares += (row[column] - mean) * (row[column] - mean);
    }
    return Math.sqrt(squares / (base.length - 1));
  }

  private static FingerprintMatcher matcher(
      List<String> columns, double[][] base, double[][] window, double time, double[] resolutions) {
    return new FingerprintMatcher(new ObservedChange(columns, base, window, time, resolutions));
  }

  /**
   * What is thought to have happened.
   *
   * @param chance a direction in which it scatters by chance
   * @param more of the baseline's covariance
   */
  private record Change(double[] shift, double[] chance, double time, double more) {
    static Change none(int k, double more) {
      return new Change(new double[k], new double[k], 2, more);
    }

    double logLikelihood(double[][] base, double[][] window) {
      DMatrixRMaj sigma = new DMatrixRMaj(shift.length, shift.length);
      return -0.5 * left(base, window, sigma) - 0.5 * Math.log(CommonOps_DDRM.det(sigma));
    }

    /** What it leaves of the change, whitened, squared. */
    double left(double[][] base, double[][] window) {
      return left(base, window, new DMatrixRMaj(shift.length, shift.length));
    }

    private double left(double[][] base, double[][] window, DMatrixRMaj sigma) {
      return FingerprintMatcherTest.left(base, window, this, sigma);
    }
  }

  private static double left(double[][] base, double[][] window, Change change, DMatrixRMaj sigma) {
    double[] shift = change.shift();
    int k = shift.length;
    double[] mean = new double[k];
    double[] now = new double[k];
    for (int i = 0; i < k; i++) {
      int column = i;
      mean[i] = Arrays.stream(base).mapToDouble(r -> r[column]).average().orElseThrow();
      now[i] = Arrays.stream(window).mapToDouble(r -> r[column]).average().orElseThrow();
    }
    double scale = change.time() * (1.0 / window.length + 1.0 / base.length) + change.more();
    double size = 0;
    for (int i = 0; i < k; i++) {
      size += Math.abs(shift[i]) / deviation(base, i, mean[i]) / k;
    }
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        double sum = 0;
        for (double[] row : base) {
          sum += (row[i] - mean[i]) * (row[j] - mean[j]);
        }
        double shrunk = i == j ? 1 : 1 - k / (2.0 * base.length);
        double covariance = shrunk * sum / (base.length - 1);
        double error =
            i == j ? (9e-4 + 0.01 * size * size) * covariance + 0.01 * shift[i] * shift[i] : 0;
        sigma.set(i, j, scale * covariance + error + change.chance()[i] * change.chance()[j]);
      }
    }
    DMatrixRMaj residual = new DMatrixRMaj(k, 1);
    for (int i = 0; i < k; i++) {
      residual.set(i, 0, now[i] - mean[i] - shift[i]);
    }
    DMatrixRMaj solved = new DMatrixRMaj(k, 1);
    assertTrue(CommonOps_DDRM.solve(sigma.copy(), residual, solved));
    return CommonOps_DDRM.dot(residual, solved);
  }

  /**
   * A grave fault of a fifth of the rows moves the mean neither as it does in all of them nor as a
   * slight one does, and was taken for another cause, whose direction is nearer.
   */
  @Test
  void aGraveCauseOfAFifthOfTheRowsIsNamed() {
    int k = 6;
    SplittableRandom random = new SplittableRandom(21);
    List<CauseSignature> signatures = new ArrayList<>();
    double[] slight = {1, 1, 0, 0, 0, 0};
    double[] grave = {2, 2, 0, 9, 9, 9};
    double[] other = {1.2, 1.2, 0, 1.7, 1.7, 1.4};
    for (int severity : SignatureBook.SEVERITIES) {
      signatures.add(
          Signatures.exact("mixed", severity, columns(k), severity < 5 ? slight : grave));
      double[] own = Arrays.stream(other).map(v -> v * severity).toArray();
      signatures.add(Signatures.exact("other", severity, columns(k), own));
    }
    double[][] base = rows(300, k, 1, random);
    double[][] window = rows(100, k, 1, random);
    shift(Arrays.copyOf(window, 20), grave);
    double[] resolutions = new double[k];
    Arrays.fill(resolutions, 1e-3);
    CauseMatch first =
        matcher(columns(k), base, window, 1, resolutions).rank(signatures).cause().orElseThrow();
    assertEquals("mixed", first.cause());
    assertEquals(5, first.severity());
  }

  @Test
  void aWindowLikeTheBaselineIsUnchanged() {
    int k = 20;
    SplittableRandom random = new SplittableRandom(12);
    List<CauseSignature> signatures = signatures(k, 1, random);
    double[][] base = rows(300, k, 1, random);
    double[] resolutions = new double[k];
    Arrays.fill(resolutions, 1e-3);
    Fingerprint fingerprint =
        matcher(columns(k), base, rows(32, k, 1, random), 1, resolutions).rank(signatures);
    assertTrue(fingerprint.unchanged() > 0.9, fingerprint::toString);
  }

  /** A shift that differs from one time to the next by its error is still the cause's. */
  @Test
  void aCauseIsToldByWhatIsSureOfIt() {
    int k = 5;
    SplittableRandom random = new SplittableRandom(13);
    double[][] base = rows(100, k, 1, random);
    double[] none = new double[k];
    double[] ofDirt = {3, 3, -3, 3, 1};
    double[] ofDark = {2, 3, -2, 2, 5};
    double[] where = {0, 0, 0, 0, 3};
    CauseSignature dirt = Signatures.of("dirt", "occlusion", 5, columns(k), ofDirt, where);
    CauseSignature dark = Signatures.of("dark", "light", 5, columns(k), ofDark, none);
    double[][] window = rows(32, k, 1, random);
    shift(window, new double[] {3, 3, -3, 3, 5});
    double[] resolutions = {1e-3, 1e-3, 1e-3, 1e-3, 1e-3};
    Fingerprint fingerprint =
        matcher(columns(k), base, window, 1, resolutions).rank(List.of(dirt, dark));
    assertEquals("dirt", fingerprint.cause().orElseThrow().cause());
    assertEquals("occlusion", fingerprint.family().orElseThrow().name());
  }

  @Test
  void twinsShareTheProbabilityAndTheirFamilyIsNamed() {
    SplittableRandom random = new SplittableRandom(14);
    double[][] base = rows(100, 2, 1, random);
    List<CauseSignature> twins =
        List.of(
            Signatures.exact("one", 5, columns(2), 4, 4),
            Signatures.exact("other", 5, columns(2), 4, 4));
    double[][] window = rows(32, 2, 1, random);
    shift(window, new double[] {4, 4});
    Fingerprint fingerprint =
        matcher(columns(2), base, window, 1, new double[] {1e-3, 1e-3}).rank(twins);
    assertTrue(fingerprint.cause().isEmpty(), fingerprint::toString);
    assertEquals("light", fingerprint.family().orElseThrow().name());
    assertTrue(fingerprint.family().orElseThrow().probability() > 0.9, fingerprint::toString);
  }

  @Test
  void aChangeThatNoCauseMakesIsUnknown() {
    int k = 20;
    SplittableRandom random = new SplittableRandom(9);
    List<CauseSignature> signatures = signatures(k, 1, random);
    double[][] base = rows(100, k, 1, random);
    double[][] window = rows(16, k, 1, random);
    shift(window, random.doubles(k, -3, 3).toArray());
    double[] resolutions = new double[k];
    Arrays.fill(resolutions, 1e-3);
    Fingerprint fingerprint = matcher(columns(k), base, window, 1, resolutions).rank(signatures);
    assertTrue(fingerprint.cause().isEmpty(), fingerprint::toString);
    assertTrue(fingerprint.unknown() > 0.99, fingerprint::toString);
  }

  /** All other causes may be far worse: what leaves three deviations of a signal is not it. */
  @Test
  void aCauseThatLeavesMoreThanChanceDoesIsNotNamed() {
    int k = 3;
    SplittableRandom random = new SplittableRandom(15);
    double[][] base = rows(100, k, 1, random);
    double[][] window = rows(32, k, 1, random);
    List<CauseSignature> signatures =
        List.of(
            Signatures.exact("up", 5, columns(k), new double[] {20, 20, 0}),
            Signatures.exact("down", 5, columns(k), new double[] {-20, -20, 0}));
    shift(window, new double[] {20, 20, 40});
    Fingerprint fingerprint =
        matcher(columns(k), base, window, 1, new double[] {1e-3, 1e-3, 1e-3}).rank(signatures);
    assertTrue(fingerprint.cause().isEmpty(), fingerprint::toString);
    assertTrue(fingerprint.unknown() > 0.99, fingerprint::toString);
    assertEquals("up", fingerprint.causes().get(0).cause());
  }

  /** By so little one fault differs from the next of its kind, however surely it is measured. */
  @Test
  void aCauseThatGoesNearlyTheSameWayFits() {
    int k = 6;
    SplittableRandom random = new SplittableRandom(17);
    double[][] base = rows(400, k, 1, random);
    double[][] window = rows(100, k, 1, random);
    List<CauseSignature> signatures =
        List.of(
            Signatures.exact("up", 5, columns(k), new double[] {5, 5, 0, 5, 5, 0}),
            Signatures.exact("down", 5, columns(k), new double[] {-5, -5, 0, -5, -5, 0}));
    shift(window, new double[] {5, 5, 1, 5, 5, 1}); // leaves more than chance does
    double[] resolutions = {1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3};
    Fingerprint near = matcher(columns(k), base, window, 1, resolutions).rank(signatures);
    assertTrue(near.isSure(), near::toString);
    shift(window, new double[] {0, 0, 2, 0, 0, 2});
    Fingerprint apart = matcher(columns(k), base, window, 1, resolutions).rank(signatures);
    assertEquals("up", apart.cause().orElseThrow().cause());
    assertFalse(apart.isSure(), apart::toString);
  }

  /** A real fault may be far graver than its simulation, and a little otherwise. */
  @Test
  void aCauseThatIsGraverThanItIsKnownIsNamedAllTheSame() {
    int k = 3;
    SplittableRandom random = new SplittableRandom(17);
    double[][] base = rows(100, k, 1, random);
    double[][] window = rows(32, k, 1, random);
    List<CauseSignature> signatures =
        List.of(
            Signatures.exact("up", 5, columns(k), new double[] {5, 5, 0}),
            Signatures.exact("down", 5, columns(k), new double[] {-5, -5, 0}));
    shift(window, new double[] {8, 8, 2});
    Fingerprint fingerprint =
        matcher(columns(k), base, window, 1, new double[] {1e-3, 1e-3, 1e-3}).rank(signatures);
    assertEquals("up", fingerprint.cause().orElseThrow().cause());
    assertEquals(5, fingerprint.cause().orElseThrow().severity());
    assertFalse(fingerprint.causes().get(0).fits(), "and it is said that it differs");
    assertFalse(fingerprint.isSure());
  }

  /** The likeliest severity is slighter; of those that show alike the gravest one is said. */
  @Test
  void theSeverityIsTheOneThatLeavesLeast() {
    int k = 3;
    SplittableRandom random = new SplittableRandom(16);
    double[][] base = rows(100, k, 1, random);
    double[][] window = rows(32, k, 1, random);
    List<CauseSignature> signatures = new ArrayList<>();
    for (int severity : new int[] {1, 3, 5}) {
      double[] growing = {severity, severity, 0};
      signatures.add(Signatures.exact("growing", severity, columns(k), growing));
      signatures.add(Signatures.exact("black", severity, columns(k), new double[] {0, -9, 9}));
    }
    double[] resolutions = {1e-3, 1e-3, 1e-3};
    shift(window, new double[] {4.8, 4.8, 0});
    CauseMatch growing =
        matcher(columns(k), base, window, 1, resolutions).rank(signatures).cause().orElseThrow();
    assertEquals("growing", growing.cause());
    assertEquals(5, growing.severity(), 0.5);
    shift(window, new double[] {-4.8, -13.8, 9});
    CauseMatch black =
        matcher(columns(k), base, window, 1, resolutions).rank(signatures).cause().orElseThrow();
    assertEquals("black", black.cause());
    assertEquals(5, black.severity());
  }

  @Test
  void aSignalThatNeverChangesAndOneThatRepeatsAnotherDoNoHarm() {
    int k = 3;
    SplittableRandom random = new SplittableRandom(10);
    double[][] base = rows(50, k, 1, random);
    double[][] window = rows(16, k, 1, random);
    for (double[][] table : List.of(base, window)) {
      for (double[] row : table) {
        row[1] = row[0];
        row[2] = 7;
      }
    }
    List<CauseSignature> signatures =
        List.of(
            Signatures.exact("up", 5, columns(k), new double[] {3, 3, 0}),
            Signatures.exact("down", 5, columns(k), new double[] {-3, -3, 0}));
    shift(window, new double[] {3, 3, 0});
    Fingerprint fingerprint =
        matcher(columns(k), base, window, 1, new double[] {.5, .5, .5}).rank(signatures);
    assertEquals("up", fingerprint.cause().orElseThrow().cause());
    assertEquals(List.of("s0", "s1", "s2"), fingerprint.columns());
  }

  @Test
  void whatCannotBeComputedIsSaid() {
    double[][] base = {{1e200}, {-1e200}, {1e200}};
    double[][] window = {{0}, {0}, {0}, {0}};
    Fingerprint fingerprint =
        matcher(columns(1), base, window, 1, new double[] {1})
            .rank(List.of(Signatures.exact("up", 1, columns(1), new double[] {1})));
    assertEquals(Fingerprint.none("the signals' covariance is not finite"), fingerprint);
  }
}
