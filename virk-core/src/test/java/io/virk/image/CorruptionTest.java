package io.virk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.scenes.Scenes;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptionTest {
  private final ImageAnalyzer analyzer = new ImageAnalyzer();

  private static Frame flat(int value, int side, PixelFormat format) {
    byte[] pixels = new byte[side * side * format.samplesPerPixel()];
    Arrays.fill(pixels, (byte) value);
    return Frame.of(pixels, side, side, format);
  }

  @ParameterizedTest
  @EnumSource(Corruption.class)
  void theSameSeedGivesTheSameFrameAndTheSourceIsLeftAlone(Corruption corruption) {
    Frame frame = Scenes.frame(1, 4, 48, 40);
    byte[] before = frame.pixels().clone();
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      Frame once = corruption.apply(frame, severity, 5);
      assertArrayEquals(once.pixels(), corruption.apply(frame, severity, 5).pixels());
      assertEquals(48, once.width());
      assertEquals(40, once.height());
      assertEquals(PixelFormat.RGB, once.format());
    }
    assertArrayEquals(before, frame.pixels());
    boolean random = corruption == Corruption.GAUSSIAN_NOISE;
    assertEquals(
        !random,
        Arrays.equals(
            corruption.apply(frame, 3, 5).pixels(), corruption.apply(frame, 3, 6).pixels()));
  }

  @ParameterizedTest
  @EnumSource(Corruption.class)
  void layoutsAndGrayAreUnderstood(Corruption corruption) {
    Frame rgb = Scenes.frame(1, 5, 20, 20);
    byte[] bgra = new byte[20 * 20 * 4];
    for (int i = 0; i < 400; i++) {
      bgra[4 * i + 2] = rgb.pixels()[3 * i];
      bgra[4 * i + 1] = rgb.pixels()[3 * i + 1];
      bgra[4 * i] = rgb.pixels()[3 * i + 2];
    }
    assertArrayEquals(
        corruption.apply(rgb, 4, 1).pixels(),
        corruption.apply(Frame.of(bgra, 20, 20, PixelFormat.BGRA), 4, 1).pixels());
    Frame gray = corruption.apply(flat(90, 9, PixelFormat.GRAY), 2, 1);
    assertEquals(PixelFormat.GRAY, gray.format());
    assertEquals(1, corruption.apply(flat(90, 1, PixelFormat.RGB), 5, 1).width());
  }

  @Test
  void exposureIsAGain() {
    double[] under = {.85, .7, .55, .4, .25};
    double[] over = {1.15, 1.35, 1.6, 2, 2.6};
    for (int s = 1; s <= 5; s++) {
      assertEquals(
          Math.round(100 * (float) under[s - 1]),
          Corruption.UNDER_EXPOSURE.apply(flat(100, 4, PixelFormat.RGB), s, 0).pixels()[0] & 0xff);
      assertEquals(
          Math.min(255, Math.round(100 * (float) over[s - 1])),
          Corruption.OVER_EXPOSURE.apply(flat(100, 4, PixelFormat.RGB), s, 0).pixels()[0] & 0xff);
    }
  }

  @Test
  void castsMoveRedAgainstBlue() {
    ImageStatistics warm =
        analyzer.analyze(Corruption.WARM_CAST.apply(flat(100, 4, PixelFormat.RGB), 5, 0));
    ImageStatistics cool =
        analyzer.analyze(Corruption.COOL_CAST.apply(flat(100, 4, PixelFormat.RGB), 5, 0));
    assertEquals(135, warm.red());
    assertEquals(100, warm.green());
    assertEquals(65, warm.blue());
    assertEquals(65, cool.red());
    assertEquals(135, cool.blue());
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 96})
  void defocusLowersSharpnessWithSeverity(int side) {
    Frame frame = Scenes.frame(2, 1, side, side);
    double sharpness = analyzer.analyze(frame).sharpness();
    for (int s = 1; s <= 5; s++) {
      double blurred = analyzer.analyze(Corruption.DEFOCUS.apply(frame, s, 0)).sharpness();
      assertTrue(blurred < sharpness, "severity " + s + ": " + blurred + " after " + sharpness);
      sharpness = blurred;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 96})
  void defocusKeepsAFlatImage(int side) {
    for (int s = 1; s <= 5; s++) {
      for (byte sample :
          Corruption.DEFOCUS.apply(flat(131, side, PixelFormat.GRAY), s, 0).pixels()) {
        assertEquals((byte) 131, sample);
      }
    }
  }

  @Test
  void noiseHasThePublishedSigma() {
    double[] small = {.04, .06, .08, .09, .10};
    double[] large = {.08, .12, .18};
    for (int s = 1; s <= small.length; s++) {
      assertEquals(255 * small[s - 1], spread(64, s), 255 * small[s - 1] * 0.03);
    }
    for (int s = 1; s <= large.length; s++) {
      assertEquals(255 * large[s - 1], spread(128, s), 255 * large[s - 1] * 0.03);
    }
  }

  private double spread(int side, int severity) {
    Frame noisy = Corruption.GAUSSIAN_NOISE.apply(flat(128, side, PixelFormat.RGB), severity, 11);
    double squares = 0;
    for (byte sample : noisy.pixels()) {
      squares += Math.pow((sample & 0xff) - 128, 2);
    }
    return Math.sqrt(squares / noisy.pixels().length);
  }

  @Test
  void contrastShrinksAboutTheMeanOfEachChannel() {
    Frame frame = Scenes.frame(3, 1, 96, 96);
    ImageStatistics before = analyzer.analyze(frame);
    ImageStatistics after = analyzer.analyze(Corruption.LOW_CONTRAST.apply(frame, 1, 0));
    assertEquals(before.red(), after.red(), 0.5);
    assertEquals(before.blue(), after.blue(), 0.5);
    assertEquals(0.4 * before.contrast(), after.contrast(), 0.5);
  }

  @Test
  void termsAreUniqueAndFound() {
    for (Corruption corruption : Corruption.values()) {
      assertEquals(Optional.of(corruption), Corruption.named(corruption.term()));
    }
    assertFalse(Corruption.named("gremlins").isPresent());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, -1})
  void severityIsChecked(int severity) {
    assertEquals(
        "severity: " + severity + " (expected: 1 .. 5)",
        assertThrows(
                IllegalArgumentException.class,
                () -> Corruption.DEFOCUS.apply(flat(1, 4, PixelFormat.GRAY), severity, 0))
            .getMessage());
  }
}
