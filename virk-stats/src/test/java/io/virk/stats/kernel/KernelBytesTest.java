package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.ByteForms;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints of what runs over streams of vectors: they go on to the last bit. */
class KernelBytesTest {
  /**
   * The Vector API leaves open in which order the lanes of floats are summed, and compiled code
   * takes another order than what ran before it: with it, the last digits of a float may differ
   * within a run, whether anything was restored or not.
   */
  private static final boolean VECTOR =
      "vector".equals(System.getProperty("virk.test.expectKernels"));

  private static final int D = 3;
  private static final int LENGTH = 90;

  record Kind<T>(
      String name,
      java.util.function.Supplier<T> made,
      java.util.function.BiFunction<T, float[], Double> step,
      Function<T, byte[]> write,
      Function<byte[], T> read) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final FeatureMap PAIRED =
      RandomFourierFeatures.of(5, D, 2, new SplittableRandom(1));
  private static final FeatureMap OFFSET =
      OffsetFourierFeatures.of(6, D, 2, new SplittableRandom(2));
  private static final FeatureMap STRUCTURED =
      StructuredFourierFeatures.of(1, D, 2, new SplittableRandom(3));
  private static final MmdBaseline BASELINE = baseline(4, 2);
  private static final MmdBaseline SEVERAL = baseline(5, 1, 3);

  private static MmdBaseline baseline(long seed, double... sigmas) {
    return MmdBaseline.of(vectors(40, 0, new SplittableRandom(seed)), 40, D, sigmas);
  }

  private static float[] vectors(int n, double mean, SplittableRandom random) {
    float[] x = new float[n * D];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (mean + random.nextGaussian());
    }
    return x;
  }

  private static Kind<Newma> newma(String name, FeatureMap map) {
    return new Kind<>(
        name,
        () -> new Newma(map, new Newma.Factors(0.05, 0.2), 1.6, 0.1),
        (newma, x) -> (newma.accept(x) ? 1 : -1) * newma.statistic() + newma.threshold(),
        Newma::toBytes,
        b -> Newma.fromBytes(b, map));
  }

  private static Kind<SlidingMmd> sliding(String name, MmdBaseline baseline, int window) {
    return new Kind<>(
        name,
        () -> new SlidingMmd(baseline, window),
        (sliding, x) -> {
          sliding.accept(x);
          return sliding.isFull() ? sliding.biased() + sliding.unbiased() : 0;
        },
        SlidingMmd::toBytes,
        b -> SlidingMmd.fromBytes(b, baseline, window));
  }

  static Stream<Kind<?>> kinds() {
    return Stream.of(
        newma("NEWMA of plain means", Newma.identity(D)),
        newma("NEWMA of random features", PAIRED),
        newma("NEWMA of structured features", STRUCTURED),
        sliding("sliding MMD", BASELINE, 7),
        sliding("sliding MMD, several bandwidths", SEVERAL, 40),
        new Kind<ScanB>(
            "Scan-B",
            () -> new ScanB(BASELINE, 9),
            (scan, x) -> {
              scan.accept(x);
              return Double.isNaN(scan.statistic()) ? 0 : scan.statistic();
            },
            ScanB::toBytes,
            b -> ScanB.fromBytes(b, BASELINE, 9)),
        new Kind<MeanEmbedding>(
            "mean embedding",
            () -> new MeanEmbedding(OFFSET),
            (mean, x) -> {
              mean.accept(x);
              return mean.mean()[4];
            },
            MeanEmbedding::toBytes,
            b -> MeanEmbedding.fromBytes(b, OFFSET)));
  }

  private static <T> double[] answers(Kind<T> kind, T detector, float[] x, int from, int to) {
    double[] answers = new double[to - from];
    for (int i = from; i < to; i++) {
      float[] row = Arrays.copyOfRange(x, i * D, (i + 1) * D);
      answers[i - from] = kind.step.apply(detector, row);
    }
    return answers;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void splitAnywhereItGoesOnTheSame(Kind<T> kind) {
    float[] x = vectors(LENGTH, 0.5, new SplittableRandom(6));
    for (int split = 0; split <= LENGTH; split++) {
      T whole = kind.made.get();
      answers(kind, whole, x, 0, split);
      byte[] bytes = kind.write.apply(whole);
      T restored = kind.read.apply(bytes);
      assertArrayEquals(bytes, kind.write.apply(restored), kind.name);
      double[] expected = answers(kind, whole, x, split, LENGTH);
      double[] found = answers(kind, restored, x, split, LENGTH);
      if (VECTOR) {
        assertArrayEquals(expected, found, 1e-5, kind.name + " split at " + split);
      } else {
        assertArrayEquals(expected, found, kind.name + " split at " + split);
        assertArrayEquals(kind.write.apply(whole), kind.write.apply(restored), kind.name);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  @Tag("plain")
  @Tag("slow")
  <T> void damageIsRejected(Kind<T> kind) {
    for (int length : new int[] {0, 1, 50}) {
      T detector = kind.made.get();
      answers(kind, detector, vectors(length, 0, new SplittableRandom(7)), 0, length);
      ByteForms.assertDamageIsRejected(kind.name, kind.write.apply(detector), kind.read);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  @Tag("plain")
  @Tag("slow")
  <T> void forgeriesAreReadOrRejected(Kind<T> kind) {
    float[] x = vectors(20, 0, new SplittableRandom(8));
    Consumer<T> use =
        detector -> {
          for (double answer : answers(kind, detector, x, 0, 20)) {
            assertTrue(!Double.isNaN(answer), kind.name);
          }
        };
    for (int length : new int[] {0, 50}) {
      T detector = kind.made.get();
      answers(kind, detector, vectors(length, 0, new SplittableRandom(7)), 0, length);
      ByteForms.assertForgeriesAreReadOrRejected(
          kind.name, kind.write.apply(detector), kind.read, use);
    }
  }

  @Test
  void batchesGoOnTheSame() {
    float[] x = vectors(LENGTH, 0.5, new SplittableRandom(9));
    float[] rest = Arrays.copyOfRange(x, 33 * D, LENGTH * D);
    ScanB whole = new ScanB(SEVERAL, 8);
    whole.acceptAll(Arrays.copyOf(x, 33 * D), 33, new double[33]);
    ScanB restored = ScanB.fromBytes(whole.toBytes(), SEVERAL, 8);
    double[] expected = new double[LENGTH - 33];
    double[] found = new double[LENGTH - 33];
    whole.acceptAll(rest, LENGTH - 33, expected);
    restored.acceptAll(rest, LENGTH - 33, found);
    assertArrayEquals(expected, found);
    assertEquals(whole.standardDeviation(), restored.standardDeviation());
  }

  @Test
  void whatIsSharedMustBeTheSame() {
    Newma newma = new Newma(PAIRED, new Newma.Factors(0.05, 0.2), 1.6, 0.1);
    FeatureMap same = RandomFourierFeatures.of(5, D, 2, new SplittableRandom(1));
    assertEquals(0, Newma.fromBytes(newma.toBytes(), same).count());
    FeatureMap[] others = {
      RandomFourierFeatures.of(5, D, 2, new SplittableRandom(11)),
      RandomFourierFeatures.of(5, D, 2.001, new SplittableRandom(1)),
      RandomFourierFeatures.of(4, D, 2, new SplittableRandom(1)),
      Newma.identity(D)
    };
    byte[] embedding = new MeanEmbedding(PAIRED).toBytes();
    for (FeatureMap other : others) {
      assertThrows(IllegalArgumentException.class, () -> Newma.fromBytes(newma.toBytes(), other));
      assertThrows(IllegalArgumentException.class, () -> MeanEmbedding.fromBytes(embedding, other));
    }
    byte[] sliding = new SlidingMmd(BASELINE, 7).toBytes();
    assertEquals(0, SlidingMmd.fromBytes(sliding, baseline(4, 2), 7).count());
    for (MmdBaseline other : new MmdBaseline[] {SEVERAL, baseline(4, 2.001), baseline(44, 2)}) {
      assertThrows(IllegalArgumentException.class, () -> SlidingMmd.fromBytes(sliding, other, 7));
    }
    assertThrows(IllegalArgumentException.class, () -> SlidingMmd.fromBytes(sliding, BASELINE, 8));
  }
}
