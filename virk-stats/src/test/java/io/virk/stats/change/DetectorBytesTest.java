package io.virk.stats.change;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.ByteForms;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints: what is read from bytes goes on as if nothing had happened, to the last bit. */
@Tag("plain")
@Tag("slow")
class DetectorBytesTest {
  private static final int LENGTH = 700;

  /**
   * How one kind is made, takes a number and says something of it, is written and read.
   *
   * @param step of a number of the stream, by its place: what the detector says
   */
  record Kind<T>(
      String name,
      Supplier<T> made,
      Step<T> step,
      Function<T, byte[]> write,
      Function<byte[], T> read) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Step<T> {
    Object of(T detector, double x);
  }

  private static Kind<ChangeDetector> detector(
      String name, Supplier<ChangeDetector> made, Function<byte[], ? extends ChangeDetector> read) {
    return new Kind<>(
        name, made, ChangeDetector::update, ChangeDetector::toBytes, b -> read.apply(b));
  }

  /** Between 0 and 1, neither included. */
  private static double fraction(double x) {
    return 0.5 + Math.atan(x) / (Math.PI + 0.01);
  }

  static Stream<Kind<?>> kinds() {
    double[] edges = {-2, -1, 0, 0.5, 1, 3};
    double[] scores = new Random(4).doubles(50, -3, 3).toArray();
    scores[3] = scores[4];
    return Stream.of(
        detector("Page-Hinkley", () -> new PageHinkley(0.05, 9, 30), PageHinkley::fromBytes),
        detector(
            "fading Page-Hinkley",
            () -> new PageHinkley(0.05, 5, 1, 0.99, Sides.UP),
            PageHinkley::fromBytes),
        detector("CUSUM", () -> new Cusum(0.1, 1.5, 0.5, 4), Cusum::fromBytes),
        detector("CUSUM down", () -> new Cusum(0, 1, 0.5, 4, Sides.DOWN), Cusum::fromBytes),
        detector(
            "self-starting CUSUM",
            () -> new SelfStartingCusum(40, 0.5, 4, Sides.BOTH),
            SelfStartingCusum::fromBytes),
        detector("EWMA", () -> new EwmaChart(0.1, 1, 0.1, 2.7), EwmaChart::fromBytes),
        detector(
            "ADWIN of river",
            () -> new Adwin(AdwinOptions.standard().withClock(5)),
            Adwin::fromBytes),
        detector(
            "ADWIN of MOA",
            () -> new Adwin(AdwinOptions.standard().withRule(AdwinOptions.Rule.MOA)),
            Adwin::fromBytes),
        detector("KSWIN", () -> new Kswin(1e-3, 50, 15, 42), Kswin::fromBytes),
        detector(
            "e-detector", () -> new GaussianEDetector(0, 1, 1e-3), GaussianEDetector::fromBytes),
        detector(
            "e-detector down",
            () -> new GaussianEDetector(0, 1, 0.01, 1, 3, EDetector.Form.CUSUM, Sides.DOWN),
            GaussianEDetector::fromBytes),
        new Kind<EDetector>(
            "e-values",
            () -> new EDetector(EDetector.Form.SHIRYAEV_ROBERTS, 1e-3),
            (e, x) -> e.update(EValues.gaussian(x, 0, 1, 0.5)),
            EDetector::toBytes,
            EDetector::fromBytes),
        new Kind<EDetector>(
            "e-values, CUSUM",
            () -> new EDetector(EDetector.Form.CUSUM, 1e-3),
            (e, x) -> e.update(EValues.gaussian(x, 0, 1, 0.5)),
            EDetector::toBytes,
            EDetector::fromBytes),
        new Kind<SimpleJumper>(
            "simple jumper",
            () -> new SimpleJumper(0.01),
            (m, x) -> {
              m.update(fraction(x));
              return m.logValue() + m.largestLogValue();
            },
            SimpleJumper::toBytes,
            SimpleJumper::fromBytes),
        new Kind<PowerMixture>(
            "power mixture",
            () -> new PowerMixture(7),
            (m, x) -> {
              m.update(fraction(-x));
              return m.logValue() + m.largestLogValue();
            },
            PowerMixture::toBytes,
            PowerMixture::fromBytes),
        new Kind<ConformalPValues>(
            "conformal p-values",
            () -> new ConformalPValues(scores),
            (p, x) -> p.of(x) + p.of(scores[3], 0.3),
            ConformalPValues::toBytes,
            ConformalPValues::fromBytes),
        new Kind<GrowingConformalPValues>(
            "growing p-values",
            () -> new GrowingConformalPValues(edges),
            (p, x) -> p.next(x, fraction(1e3 * x)),
            GrowingConformalPValues::toBytes,
            GrowingConformalPValues::fromBytes));
  }

  /** Steps of two deviations up, down and back. */
  private static double[] stream(long seed) {
    Random random = new Random(seed);
    double[] x = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      double mean = i < 250 ? 0 : i < 400 ? 2 : i < 550 ? -2 : 0;
      x[i] = mean + random.nextGaussian();
    }
    return x;
  }

  private static <T> Object[] answers(Kind<T> kind, T detector, double[] x, int from, int to) {
    Object[] answers = new Object[to - from];
    for (int i = from; i < to; i++) {
      answers[i - from] = kind.step.of(detector, x[i]);
    }
    return answers;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void splitAnywhereItGoesOnTheSame(Kind<T> kind) {
    SplittableRandom random = new SplittableRandom(kind.name.hashCode());
    boolean everChanged = false;
    for (int round = 0; round < 40; round++) {
      double[] x = stream(round);
      // at the very beginning, at the very end and anywhere
      int split = round == 0 ? 0 : round == 1 ? LENGTH : random.nextInt(LENGTH);
      T whole = kind.made.get();
      answers(kind, whole, x, 0, split);
      byte[] bytes = kind.write.apply(whole);
      T restored = kind.read.apply(bytes);
      assertArrayEquals(bytes, kind.write.apply(restored), kind.name);
      Object[] expected = answers(kind, whole, x, split, LENGTH);
      assertArrayEquals(
          expected, answers(kind, restored, x, split, LENGTH), kind.name + " split at " + split);
      assertArrayEquals(kind.write.apply(whole), kind.write.apply(restored), kind.name);
      everChanged |= Arrays.stream(expected).distinct().count() > 1;
    }
    assertTrue(everChanged, kind.name + " never said anything else");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void restoredAfterEveryObservationItIsTheSame(Kind<T> kind) {
    double[] x = stream(99);
    T whole = kind.made.get();
    T restored = kind.made.get();
    for (int i = 0; i < LENGTH; i++) {
      restored = kind.read.apply(kind.write.apply(restored));
      assertEquals(kind.step.of(whole, x[i]), kind.step.of(restored, x[i]), kind.name + " at " + i);
    }
    assertArrayEquals(kind.write.apply(whole), kind.write.apply(restored), kind.name);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void resetAfterReadingIsLikeNew(Kind<T> kind) {
    T used = kind.made.get();
    if (!(used instanceof ChangeDetector)) {
      return;
    }
    answers(kind, used, stream(5), 0, 333);
    ChangeDetector restored = (ChangeDetector) kind.read.apply(kind.write.apply(used));
    restored.reset();
    ChangeDetector fresh = (ChangeDetector) kind.made.get();
    for (double x : stream(6)) {
      assertEquals(fresh.update(x), restored.update(x), kind.name);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void damageIsRejected(Kind<T> kind) {
    for (int length : new int[] {0, 1, 333}) {
      T detector = kind.made.get();
      answers(kind, detector, stream(7), 0, length);
      ByteForms.assertDamageIsRejected(kind.name, kind.write.apply(detector), kind.read);
    }
  }

  /** Whatever the bytes say, if they are believed the detector neither fails nor says NaN. */
  @ParameterizedTest
  @MethodSource("kinds")
  <T> void forgeriesAreReadOrRejected(Kind<T> kind) {
    double[] x = stream(8);
    Consumer<T> use =
        detector -> {
          for (Object answer : answers(kind, detector, x, 0, 120)) {
            assertTrue(!(answer instanceof Double number && number.isNaN()), kind.name);
          }
          kind.read.apply(kind.write.apply(detector));
        };
    for (int length : new int[] {0, 333}) {
      T detector = kind.made.get();
      answers(kind, detector, stream(7), 0, length);
      ByteForms.assertForgeriesAreReadOrRejected(
          kind.name, kind.write.apply(detector), kind.read, use);
    }
  }

  @Test
  void anyDetectorIsReadByItsKind() {
    kinds()
        .map(kind -> kind.made.get())
        .filter(ChangeDetector.class::isInstance)
        .map(ChangeDetector.class::cast)
        .forEach(
            detector -> {
              ChangeDetector read = ChangeDetector.fromBytes(detector.toBytes());
              assertEquals(detector.getClass(), read.getClass());
              assertArrayEquals(detector.toBytes(), read.toBytes());
            });
    byte[] jumper = new SimpleJumper(0.01).toBytes();
    assertThrows(IllegalArgumentException.class, () -> ChangeDetector.fromBytes(jumper));
    assertThrows(IllegalArgumentException.class, () -> ChangeDetector.fromBytes(new byte[3]));
    assertThrows(NullPointerException.class, () -> ChangeDetector.fromBytes(null));
    byte[] cusum = new Cusum(0, 1, 0.5, 4).toBytes();
    assertThrows(IllegalArgumentException.class, () -> PageHinkley.fromBytes(cusum));
  }

  @Test
  void bytesAreFew() {
    assertTrue(new PageHinkley(0.05, 9, 30).toBytes().length < 40);
    assertTrue(new Cusum(0, 1, 0.5, 4).toBytes().length < 64);
    Adwin adwin = new Adwin(AdwinOptions.standard());
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      adwin.update(random.nextDouble());
    }
    assertTrue(adwin.toBytes().length < 1500, "" + adwin.toBytes().length);
    for (int i = 0; i < 10_000_000; i++) {
      adwin.update(random.nextDouble());
    }
    assertTrue(adwin.toBytes().length < 3000, "" + adwin.toBytes().length);
  }
}
