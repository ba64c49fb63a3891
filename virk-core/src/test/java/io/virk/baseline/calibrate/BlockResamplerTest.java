package io.virk.baseline.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Detector;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockResamplerTest {
  @Test
  void aDrawDependsOnSeedAndNumberAlone() {
    BlockResampler one = new BlockResampler(500, 5, 32, 300, 42);
    BlockResampler two = new BlockResampler(500, 5, 32, 300, 42);
    two.window(99);
    assertArrayEquals(one.window(7), two.window(7));
    assertArrayEquals(one.reference(7), two.reference(7));
    assertTrue(!Arrays.equals(one.window(7), one.window(8)));
    assertTrue(!Arrays.equals(one.window(7), new BlockResampler(500, 5, 32, 300, 43).window(7)));
  }

  @Test
  void rowsComeInRunsOfABlock() {
    int[] rows = new BlockResampler(50, 8, 64, 10, 1).window(0);
    assertEquals(64, rows.length);
    for (int i = 0; i < 64; i++) {
      assertTrue(rows[i] >= 0 && rows[i] < 50);
      if (i % 8 != 0) {
        assertEquals((rows[i - 1] + 1) % 50, rows[i]);
      }
    }
    assertEquals(10, new BlockResampler(50, 8, 64, 10, 1).reference(0).length);
  }

  @Test
  void noIndependentRowIsDrawnTwice() {
    BlockResampler resampler = new BlockResampler(120, 1, 40, 80, 3);
    for (int draw = 0; draw < 50; draw++) {
      int[] window = resampler.window(draw);
      int[] reference = resampler.reference(draw);
      assertEquals(40, window.length);
      assertEquals(80, reference.length);
      assertEquals(
          120, IntStream.concat(IntStream.of(window), IntStream.of(reference)).distinct().count());
    }
    assertEquals(1, resampler.excess());
  }

  @Test
  void aReferenceIsSmallerWhereThePoolHasNotTheRows() {
    BlockResampler resampler = new BlockResampler(100, 1, 40, 80, 3);
    assertEquals(60, resampler.reference(1).length);
    assertEquals((1 / 40.0 + 1 / 60.0) / (1 / 40.0 + 1 / 80.0), resampler.excess(), 1e-12);
    // half a pool at least is left for the reference, otherwise rows are repeated
    assertEquals(80, new BlockResampler(70, 1, 40, 80, 3).reference(1).length);
    assertEquals(1, new BlockResampler(70, 1, 40, 80, 3).excess());
  }

  @Test
  void drawsThatMayRepeatRowsAreAsLargeAndDoSo() {
    Detector.Resampler repeating = new BlockResampler(100, 1, 40, 80, 3).repeating();
    assertEquals(40, repeating.window(1).length);
    assertEquals(80, repeating.reference(1).length);
    assertTrue(Arrays.stream(repeating.reference(1)).distinct().count() < 70);
    assertEquals(1, repeating.excess());
    BlockResampler blocks = new BlockResampler(100, 5, 40, 80, 3);
    assertArrayEquals(blocks.window(7), blocks.repeating().window(7));
  }

  @Test
  void drawsAreIndependentOfEachOther() {
    int rows = 100_000;
    BlockResampler resampler = new BlockResampler(rows, 1, 40, 400, 42);
    for (int draw = 0; draw < 200; draw++) {
      int[] window = resampler.window(draw);
      // 40 rows of 100,000 in common with 400 others: 0.16 expected, never most of them
      assertTrue(common(window, resampler.reference(draw)) < 8, "reference of draw " + draw);
      assertTrue(common(window, resampler.window(draw + 1)) < 8, "next window of " + draw);
      assertTrue(common(window, resampler.reference(draw + 1)) < 8, "next reference of " + draw);
    }
  }

  private static long common(int[] some, int[] others) {
    return Arrays.stream(some).filter(r -> Arrays.stream(others).anyMatch(o -> o == r)).count();
  }

  @Test
  void everyRowIsDrawnEquallyOften() {
    BlockResampler resampler = new BlockResampler(20, 3, 30, 30, 6);
    int[] counts = new int[20];
    for (int draw = 0; draw < 2000; draw++) {
      for (int row : resampler.window(draw)) {
        counts[row]++;
      }
    }
    for (int count : counts) {
      assertEquals(3000, count, 5 * Math.sqrt(3 * 3000));
    }
  }

  @Test
  void memoryOfWhiteAndRedNoise() {
    SplittableRandom random = new SplittableRandom(1);
    double[] white = new double[4000];
    double[] red = new double[4000];
    for (int i = 0; i < white.length; i++) {
      white[i] = random.nextGaussian();
      red[i] = (i == 0 ? 0 : 0.8 * red[i - 1]) + random.nextGaussian();
    }
    assertEquals(1, Autocorrelation.integratedTime(white), 0.15);
    // (1 + 0.8) / (1 - 0.8)
    assertEquals(9, Autocorrelation.integratedTime(red), 2);
    assertEquals(1, Autocorrelation.integratedTime(new double[100]));
    assertEquals(1, Autocorrelation.integratedTime(new double[0]));
    assertEquals(1, Autocorrelation.integratedTime(new double[] {1, 2, 3}));
  }
}
