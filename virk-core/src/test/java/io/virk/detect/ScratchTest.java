package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.KnownChange;
import io.virk.signal.KnownChanges;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One scratch for windows of all sizes, against all references, gives the same scores. */
class ScratchTest {
  private static final int D = 40;

  static List<Detector> detectors() {
    return Detector.all();
  }

  private static Signal signal(Detector detector) {
    return List.of(
            ScalarSignal.ENERGY,
            CategoricalSignal.PREDICTED_CLASS,
            VectorSignal.EMBEDDING,
            VectorSignal.APPEARANCE)
        .stream()
        .filter(detector::appliesTo)
        .findFirst()
        .orElseThrow();
  }

  /** Every seventh row lacks everything, unless the table is whole. */
  private static SignalTable table(long seed, int n, int d, double moved, boolean whole) {
    SplittableRandom random = new SplittableRandom(seed);
    int signals = Schemas.STANDARD.scalars().size();
    double[] scalars = new double[n * signals];
    int[] classes = new int[n];
    float[] embeddings = new float[n * d];
    for (int i = 0; i < n; i++) {
      boolean missing = !whole && i % 7 == 3;
      for (int s = 0; s < signals; s++) {
        scalars[i * signals + s] = missing ? Double.NaN : moved + random.nextGaussian();
      }
      classes[i] = missing ? -1 : random.nextInt(5);
      for (int k = 0; k < d; k++) {
        embeddings[i * d + k] = missing ? Float.NaN : (float) (moved + random.nextGaussian());
      }
    }
    float[] darker = new float[VectorSignal.APPEARANCE.length()];
    darker[0] = -1;
    return Schemas.table(scalars, classes, embeddings, n, d)
        .withChanges(
            VectorSignal.APPEARANCE,
            () -> KnownChanges.of(List.of(new KnownChange("darker", 1, darker))));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void scoresAreTheSameToTheLastBit(Detector detector) {
    Signal signal = signal(detector);
    List<Detector.Comparer> comparers =
        List.of(
            detector.against(signal, table(1, 200, D, 0, true)),
            detector.against(signal, table(2, 150, D, 3, false)),
            detector.against(signal, table(3, 6, D, 0, true)));
    Scratch scratch = new Scratch();
    int compared = 0;
    for (int i = 0; i < 60; i++) {
      int n = new int[] {32, 32, 8, 77, 32}[i % 5];
      double moved = i % 11 == 10 ? 1e15 : i % 3; // so far out that it is clipped
      SignalTable window = table(100 + i, n, D, moved, i % 4 > 0);
      for (Detector.Comparer comparer : comparers) {
        Comparison alone = comparer.compare(window);
        assertEquals(alone, comparer.compare(window, scratch));
        compared += Double.isNaN(alone.statistic()) ? 0 : 1;
      }
    }
    assertTrue(compared > 60, "compared: " + compared);
  }

  @Test
  void referencesOfOtherDimensionsShareIt() {
    Scratch scratch = new Scratch();
    for (Detector detector : detectors()) {
      Signal signal = signal(detector);
      for (int d : new int[] {3, 300, 40}) {
        Detector.Comparer comparer = detector.against(signal, table(1, 60, d, 0, true));
        SignalTable window = table(9, 32, d, 1, false);
        assertEquals(comparer.compare(window), comparer.compare(window, scratch), detector.name());
      }
    }
  }

  @Test
  void theDefaultDetectorsAllocateLittleForAWindow() {
    int d = 512;
    SignalTable window = table(4, 32, d, 0, true);
    Scratch scratch = new Scratch();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Detector detector : Detector.standard()) {
      Detector.Comparer comparer = detector.against(signal(detector), table(1, 500, d, 0, true));
      long[] bytes = new long[50];
      for (int i = 0; i < bytes.length; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        comparer.compare(window, scratch);
        bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
      }
      long least = Arrays.stream(bytes).min().orElseThrow();
      assertTrue(least < 1000, detector.name() + ": " + least + " bytes");
    }
  }
}
