package io.virk.image.internal;

import static io.virk.image.internal.ImageMeasure.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageMeasureTest {
  /** Made of products of rounded numbers. */
  private static final Set<ImageMeasure> OF_ROUNDED =
      EnumSet.of(GRADIENT, DETAIL, EDGE_DIRECTION, EDGE_DIAGONAL);

  private final ImageAnalyzer analyzer = new ImageAnalyzer();

  private ImageStatistics checked(Frame frame) {
    ImageStatistics got = analyzer.analyze(frame);
    NaiveImage naive = new NaiveImage(frame);
    for (Map.Entry<ImageMeasure, Double> e : naive.measured().entrySet()) {
      double expected = e.getValue();
      double tolerance =
          e.getKey().compareTo(NOISE) <= 0 ? 1e-9 : OF_ROUNDED.contains(e.getKey()) ? 1e-2 : 2e-5;
      assertEquals(
          expected,
          got.value(e.getKey()),
          Double.isNaN(expected) ? 1 : tolerance * Math.max(1, Math.abs(expected)),
          e.getKey() + " of " + frame);
    }
    if (frame.width() < 8 || frame.height() < 8) {
      assertNull(got.tiles());
    } else {
      double[] tiles = new double[32];
      for (int i = 0; i < 32; i++) {
        tiles[i] = got.tiles()[i];
      }
      assertArrayEquals(naive.tiles(), tiles, 1e-4, "tiles of " + frame);
    }
    return got;
  }

  private static Frame random(int width, int height, PixelFormat format, int padding) {
    SplittableRandom random = new SplittableRandom(width * 31L + height + padding);
    int stride = width * format.samplesPerPixel() + padding;
    byte[] pixels = new byte[padding + stride * height];
    random.nextBytes(pixels);
    return Frame.of(pixels, padding, width, height, stride, format);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1", "1,9", "9,1", "2,5", "3,3", "7,7", "7,40", "8,8", "9,8", "10,33", "33,17", "28,28",
    "65,70", "320,240", "9,1031"
  })
  void everyNumberIsThatOfItsFormula(int width, int height) {
    for (PixelFormat format : PixelFormat.values()) {
      for (int padding : new int[] {0, 5}) {
        checked(random(width, height, format, padding));
      }
    }
    if (width > 7 && height > 7) {
      checked(Scenes.frame(2, 1, width, height));
    }
  }

  private static Frame gray(int width, int height, IntBinaryOperator luma) {
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = (byte) Math.max(0, Math.min(255, luma.applyAsInt(x, y)));
      }
    }
    return Frame.of(pixels, width, height, PixelFormat.GRAY);
  }

  private static Frame noisy(double sigma, IntBinaryOperator luma) {
    SplittableRandom random = new SplittableRandom(5);
    return gray(
        160,
        120,
        (x, y) -> (int) Math.round(luma.applyAsInt(x, y) + sigma * random.nextGaussian()));
  }

  @ParameterizedTest
  @CsvSource({"0,100,0", "255,0,100", "128,0,0"})
  void aFlatFrameShowsNothing(int level, double shadows, double highlights) {
    ImageStatistics flat = checked(gray(40, 24, (x, y) -> level));
    assertEquals(shadows, flat.value(SHADOWS_CLIPPED));
    assertEquals(highlights, flat.value(HIGHLIGHTS_CLIPPED));
    assertEquals(0, flat.contrast());
    assertEquals(0, flat.value(ENTROPY));
    assertEquals(level, flat.value(DARK_LEVEL), 0.5);
    assertEquals(level, flat.value(BRIGHT_LEVEL), 0.5);
    assertEquals(100, flat.value(FLATNESS));
    assertEquals(100, flat.value(FLAT_TILES));
    for (ImageMeasure zero :
        new ImageMeasure[] {
          SATURATION,
          WARMTH,
          TINT,
          GRADIENT,
          DETAIL,
          COARSE_DETAIL,
          EDGE_DIRECTION,
          EDGE_DIAGONAL,
          NOISE_IN_SHADOWS,
          NOISE_IN_HIGHLIGHTS,
          NOISE_TAIL,
          COLOUR_NOISE,
          IMPULSES,
          BLOCKINESS,
          ROW_PATTERN,
          COLUMN_PATTERN,
          INTERLACING,
          VIGNETTING,
          LEFT_RIGHT,
          TOP_BOTTOM,
          UNEVEN_SHARPNESS
        }) {
      assertEquals(0, flat.value(zero), 1e-9, zero.toString());
    }
  }

  @Test
  void noiseIsFoundWhereItIs() {
    ImageStatistics even = checked(noisy(8, (x, y) -> 128));
    assertEquals(8, even.noise(), 0.3);
    assertEquals(8, even.value(NOISE_IN_SHADOWS), 1);
    assertEquals(8, even.value(NOISE_IN_HIGHLIGHTS), 1);
    assertEquals(0, even.value(NOISE_TAIL), 3);
    assertEquals(0, even.value(IMPULSES), 1);
    assertEquals(0, even.value(INTERLACING), 3);
    // entropy of a normal distribution: log2(8 sqrt(2 pi e))
    assertEquals(5.05, even.value(ENTROPY), 0.02);
    SplittableRandom random = new SplittableRandom(9);
    ImageStatistics shot =
        checked(
            gray(
                160,
                120,
                (x, y) -> (x < 80 ? 40 : 200) + (int) (random.nextGaussian() * (x < 80 ? 2 : 9))));
    assertTrue(shot.value(NOISE_IN_HIGHLIGHTS) > 3 * shot.value(NOISE_IN_SHADOWS));
  }

  @Test
  void impulsesHaveATail() {
    SplittableRandom random = new SplittableRandom(3);
    ImageStatistics salt =
        checked(gray(160, 120, (x, y) -> random.nextInt(50) == 0 ? 250 : 100 + (x + y) % 3));
    assertEquals(2, salt.value(IMPULSES), 0.5);
    assertTrue(salt.value(NOISE_TAIL) > 40, () -> "tail " + salt.value(NOISE_TAIL));
  }

  @Test
  void edgesHaveADirection() {
    ImageStatistics ramp = checked(gray(80, 60, (x, y) -> 2 * x));
    assertEquals(4, ramp.value(GRADIENT), 5e-3);
    assertEquals(100, ramp.value(EDGE_DIRECTION), 0.5);
    assertTrue(ramp.value(LEFT_RIGHT) < -50);
    assertEquals(0, ramp.value(TOP_BOTTOM), 1e-9);
    assertEquals(-100, checked(gray(80, 60, (x, y) -> 3 * y)).value(EDGE_DIRECTION), 0.5);
    assertEquals(100, checked(gray(80, 60, (x, y) -> x + y)).value(EDGE_DIAGONAL), 1);
    assertEquals(-100, checked(gray(80, 60, (x, y) -> 100 + x - y)).value(EDGE_DIAGONAL), 1);
  }

  @Test
  void blocksLinesAndCombs() {
    ImageStatistics blocks =
        checked(gray(80, 64, (x, y) -> 100 + 20 * (x / 8 * 3 + y / 8 * 5) % 60));
    assertTrue(blocks.value(BLOCKINESS) > 300);
    ImageStatistics shifted =
        checked(gray(80, 64, (x, y) -> 100 + 20 * ((x + 3) / 8 * 3 + (y + 3) / 8 * 5) % 60));
    assertTrue(shifted.value(BLOCKINESS) < 0);
    ImageStatistics rows = checked(noisy(1, (x, y) -> 100 + (y % 4 == 0 ? 6 : 0)));
    assertTrue(rows.value(ROW_PATTERN) > 3);
    assertTrue(rows.value(COLUMN_PATTERN) < 0.5);
    ImageStatistics columns = checked(noisy(1, (x, y) -> 100 + (x % 4 == 0 ? 6 : 0)));
    assertTrue(columns.value(COLUMN_PATTERN) > 3);
    assertTrue(columns.value(ROW_PATTERN) < 0.5);
    ImageStatistics combed = checked(gray(80, 64, (x, y) -> (x + y % 2 * 4) % 40 * 5));
    assertTrue(combed.value(INTERLACING) > 50);
    assertTrue(checked(gray(80, 64, (x, y) -> (x + y & 1) * 255)).value(DETAIL) > 100);
  }

  @Test
  void aRowMayBeLongerThanAnIntHoldsTheSumOf() {
    ImageStatistics wide = analyzer.analyze(gray(10_000, 8, (x, y) -> y == 3 ? 0 : 255));
    double expected = Math.sqrt((2 * 127.5 * 127.5 + 255 * 255) / 6);
    assertEquals(expected, wide.value(ROW_PATTERN), 1e-9);
    assertEquals(255 * 7 / 8.0, wide.brightness(), 1e-9);
  }

  @Test
  void coarseImagesHaveCoarseDetail() {
    IntBinaryOperator grain = (x, y) -> (x * 7919 + y * 104_729 ^ x * y) & 127;
    double fine = checked(gray(96, 96, grain)).value(COARSE_DETAIL);
    ImageStatistics doubled = checked(gray(96, 96, (x, y) -> grain.applyAsInt(x / 2, y / 2)));
    assertTrue(doubled.value(COARSE_DETAIL) > 2 * fine);
    assertEquals(50, doubled.value(FLATNESS), 3);
  }

  @Test
  void lightAndSharpnessHaveAPlace() {
    ImageStatistics dim =
        checked(gray(80, 80, (x, y) -> 220 - ((x - 40) * (x - 40) + (y - 40) * (y - 40)) / 20));
    assertTrue(dim.value(VIGNETTING) < -30);
    ImageStatistics half = checked(gray(80, 80, (x, y) -> x < 40 ? (x + y & 1) * 90 : 45));
    assertEquals(50, half.value(FLAT_TILES));
    assertTrue(half.value(UNEVEN_SHARPNESS) > 500);
    assertTrue(checked(gray(80, 80, (x, y) -> y < 40 ? 200 : 50)).value(TOP_BOTTOM) > 100);
  }

  @Test
  void colourHasAWarmthAndATint() {
    byte[] pixels = new byte[20 * 20 * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = 99;
      pixels[i + 1] = 49;
      pixels[i + 2] = 24;
    }
    ImageStatistics warm = checked(Frame.of(pixels, 20, 20, PixelFormat.RGB));
    assertEquals(75, warm.value(SATURATION));
    assertEquals(100 * Math.log(4), warm.value(WARMTH), 1e-9);
    assertEquals(0, warm.value(TINT), 1e-9);
    assertEquals(0, warm.value(COLOUR_NOISE));
  }
}
