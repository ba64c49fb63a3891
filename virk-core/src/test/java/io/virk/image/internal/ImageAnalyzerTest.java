package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageAnalyzerTest {
  private final ImageAnalyzer analyzer = new ImageAnalyzer();

  @TestFactory
  Stream<DynamicTest> goldenNumbers() {
    return Golden.tests("image", "image_statistics", this::golden);
  }

  private void golden(GoldenCase c) {
    NpyArray rgb = c.input("rgb");
    byte[] pixels = new byte[rgb.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) rgb.values()[i];
    }
    ImageStatistics got =
        analyzer.analyze(Frame.of(pixels, rgb.shape()[1], rgb.shape()[0], PixelFormat.RGB));
    c.tolerance()
        .check(
            "mean",
            c.expectedArray("mean").values(),
            new double[] {got.red(), got.green(), got.blue()});
    c.tolerance().check("brightness", c.expected("gray_mean_float"), got.brightness());
    c.tolerance().check("contrast", c.expected("gray_std_float"), got.contrast());
    c.tolerance()
        .check("sharpness", c.expected("laplacian_var_float_gray_reflect101"), got.sharpness());
    c.tolerance().check("noise", c.expected("immerkaer_sigma_float_gray"), got.noise());
  }

  @Test
  void onePixelHasNoTextureAndNoNoiseEstimate() {
    ImageStatistics one =
        analyzer.analyze(Frame.of(new byte[] {10, 20, (byte) 255}, 1, 1, PixelFormat.RGB));
    assertEquals(10, one.red());
    assertEquals(20, one.green());
    assertEquals(255, one.blue());
    assertEquals(0.299 * 10 + 0.587 * 20 + 0.114 * 255, one.brightness(), 1e-12);
    assertEquals(0, one.contrast(), 1e-12);
    assertEquals(0, one.sharpness(), 1e-12);
    assertTrue(Double.isNaN(one.noise()));
  }

  @Test
  void aRowAndAColumnMirrorAlike() {
    byte[] line = {0, 100, 0, 100, 50};
    ImageStatistics row = analyzer.analyze(Frame.of(line, 5, 1, PixelFormat.GRAY));
    ImageStatistics column = analyzer.analyze(Frame.of(line, 1, 5, PixelFormat.GRAY));
    assertEquals(row, column);
    // second differences with mirrored ends: 200, -200, 200, -150, 100
    double mean = (200 - 200 + 200 - 150 + 100) / 5.0;
    double squares = (3 * 40_000 + 22_500 + 10_000) / 5.0;
    assertEquals(squares - mean * mean, row.sharpness(), 1e-9);
    assertTrue(Double.isNaN(row.noise()));
  }

  @Test
  void twoByTwoIsMirroredOnBothSides() {
    ImageStatistics got =
        analyzer.analyze(Frame.of(new byte[] {0, 10, 20, 30}, 2, 2, PixelFormat.GRAY));
    assertEquals(15, got.brightness(), 1e-12);
    // each neighbour counts twice: +60, +20, -20, -60
    assertEquals(2000, got.sharpness(), 1e-9);
    assertTrue(Double.isNaN(got.noise()));
  }

  @Test
  void threeByThreeIsTheSmallestWithANoiseEstimate() {
    byte[] dot = {0, 0, 0, 0, 9, 0, 0, 0, 0};
    ImageStatistics got = analyzer.analyze(Frame.of(dot, 3, 3, PixelFormat.GRAY));
    assertEquals(Math.sqrt(Math.PI / 2) * 36 / 6, got.noise(), 1e-9);
  }

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void layoutDoesNotMatter(PixelFormat format) {
    Frame rgb = Scenes.frame(1, 1, 37, 29);
    if (format == PixelFormat.GRAY) {
      rgb = gray(rgb);
    }
    ImageStatistics expected = analyzer.analyze(rgb);
    int samples = format.samplesPerPixel();
    for (int padding : new int[] {0, 1, 13}) {
      int offset = padding * 3;
      int stride = 37 * samples + padding;
      byte[] pixels = new byte[offset + stride * 29];
      Arrays.fill(pixels, (byte) 0xA5);
      for (int y = 0; y < 29; y++) {
        for (int x = 0; x < 37; x++) {
          int from = (y * 37 + x) * 3;
          int to = offset + y * stride + x * samples;
          pixels[to + format.red()] = rgb.pixels()[from];
          pixels[to + format.green()] = rgb.pixels()[from + 1];
          pixels[to + format.blue()] = rgb.pixels()[from + 2];
        }
      }
      Frame frame = Frame.of(pixels, offset, 37, 29, stride, format);
      assertEquals(expected, analyzer.analyze(frame));
      assertEquals(expected, analyzer.analyze(frame.copy()));
    }
  }

  private static Frame gray(Frame rgb) {
    byte[] pixels = rgb.pixels().clone();
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i + 1] = pixels[i];
      pixels[i + 2] = pixels[i];
    }
    return Frame.of(pixels, rgb.width(), rgb.height(), PixelFormat.RGB);
  }

  @Test
  void scratchOfALargerFrameDoesNotLeakIntoASmallerOne() {
    Frame small = Scenes.frame(1, 2, 17, 16);
    ImageStatistics fresh = new ImageAnalyzer().analyze(small);
    analyzer.analyze(Scenes.frame(1, 3, 64, 64));
    assertEquals(fresh, analyzer.analyze(small));
  }
}
