package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReductionTest {
  @Test
  void meansOfBlocksByHand() {
    byte[] gray = {
      0,
      10,
      20,
      30,
      40, //
      10,
      20,
      30,
      40,
      50, //
      (byte) 200,
      (byte) 201,
      0,
      1,
      (byte) 255
    };
    Frame reduced = new CapturePolicy(3, 2).reduce(Frame.of(gray, 5, 3, PixelFormat.GRAY));
    assertEquals(3, reduced.width());
    assertEquals(2, reduced.height());
    // whole blocks, then the halves at the right border, then those at the lower one; rounded
    assertArrayEquals(new byte[] {10, 30, 45, (byte) 201, 1, (byte) 255}, reduced.pixels());
  }

  @Test
  void channelsDoNotMix() {
    byte[] rgb = {0, 100, (byte) 200, 2, 102, (byte) 202};
    Frame reduced = new CapturePolicy(1, 1).reduce(Frame.of(rgb, 2, 1, PixelFormat.RGB));
    assertArrayEquals(new byte[] {1, 101, (byte) 201}, reduced.pixels());
  }

  @Test
  void whatFitsIsCopiedAsItIs() {
    CapturePolicy policy = new CapturePolicy(40, 30);
    Frame exact = Scenes.frame(1, 1, 40, 30);
    Frame kept = policy.reduce(exact);
    assertArrayEquals(exact.pixels(), kept.pixels());
    assertNotSame(exact.pixels(), kept.pixels());
    assertEquals(1, Reduction.factor(policy, 40, 30));
    assertEquals(2, Reduction.factor(policy, 41, 30));
    assertEquals(2, Reduction.factor(policy, 40, 31));
    assertEquals(3, Reduction.factor(policy, 81, 1));
    Frame padded = Frame.of(new byte[3 + 9 * 21 + 10], 3, 10, 10, 21, PixelFormat.GRAY);
    assertEquals(100, policy.reduce(padded).pixels().length);
  }

  @Test
  void everyReductionFitsAndKeepsTheMean() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      CapturePolicy policy = new CapturePolicy(random.nextInt(1, 40), random.nextInt(1, 40));
      int width = random.nextInt(1, 100);
      int height = random.nextInt(1, 100);
      byte[] pixels = new byte[width * height * 4];
      random.nextBytes(pixels);
      Frame frame = Frame.of(pixels, width, height, PixelFormat.BGRA);
      Frame reduced = policy.reduce(frame);
      assertTrue(reduced.width() <= policy.maxWidth() && reduced.height() <= policy.maxHeight());
      assertTrue(reduced.pixels().length <= Reduction.capacity(policy));
      assertEquals(PixelFormat.BGRA, reduced.format());
      int factor = Reduction.factor(policy, width, height);
      if (width % factor == 0 && height % factor == 0) {
        ImageAnalyzer analyzer = new ImageAnalyzer();
        assertEquals(
            analyzer.analyze(frame).brightness(), analyzer.analyze(reduced).brightness(), 0.5);
      }
    }
  }

  @Test
  void aFlatImageStaysFlatToTheLastBlock() {
    byte[] white = new byte[101 * 67 * 3];
    java.util.Arrays.fill(white, (byte) 255);
    Frame reduced = new CapturePolicy(32, 32).reduce(Frame.of(white, 101, 67, PixelFormat.RGB));
    for (byte sample : reduced.pixels()) {
      assertEquals((byte) 255, sample);
    }
  }

  @Test
  void divisionRoundsUpWithoutOverflow() {
    assertEquals(0, Reduction.ceilDiv(0, 5));
    assertEquals(1, Reduction.ceilDiv(5, 5));
    assertEquals(2, Reduction.ceilDiv(6, 5));
    assertEquals(1 << 30, Reduction.ceilDiv(Integer.MAX_VALUE, 2));
  }

  @Test
  void limitsAreChecked() {
    assertEquals(
        "maxWidth: 0 (expected: 1 .. 16384)",
        assertThrows(IllegalArgumentException.class, () -> new CapturePolicy(0, 1)).getMessage());
    assertEquals(
        "maxHeight: 16385 (expected: 1 .. 16384)",
        assertThrows(IllegalArgumentException.class, () -> new CapturePolicy(1, 16_385))
            .getMessage());
    assertEquals(16_384 * 16_384 * 4, Reduction.capacity(new CapturePolicy(16_384, 16_384)));
  }
}
