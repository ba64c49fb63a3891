package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.flat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import io.virk.stats.Moments;
import java.awt.Color;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Published corruptions against closed forms, before samples are rounded and clipped. The numbers
 * are those of the authors' scripts, written once more.
 */
class PublishedNumbersTest {
  /** Planes after a change. */
  static Planes changed(CameraFault fault, Frame frame, boolean small, int severity) {
    Planes planes = Planes.of(frame);
    fault.change(planes, small, severity - 1, 77);
    return planes;
  }

  static Moments moments(float[][] channels) {
    Moments moments = new Moments();
    for (float[] plane : channels) {
      for (float v : plane) {
        moments.accept(v);
      }
    }
    return moments;
  }

  /** An impulse of 255 in the middle of 101 x 101. */
  private static Frame point() {
    byte[] pixels = new byte[101 * 101];
    pixels[50 * 101 + 50] = (byte) 255;
    return Frame.of(pixels, 101, 101, PixelFormat.GRAY);
  }

  /** Sum, mean x and y about the middle, variance of x and of y, of what became of the impulse. */
  private static double[] spread(Planes planes) {
    double sum = 0;
    double[] first = new double[2];
    double[] second = new double[2];
    float[] plane = planes.channels()[0];
    for (int i = 0; i < plane.length; i++) {
      double weight = plane[i] / 255;
      double x = i % 101 - 50;
      double y = i / 101 - 50;
      sum += weight;
      first[0] += weight * x;
      first[1] += weight * y;
      second[0] += weight * x * x;
      second[1] += weight * y * y;
    }
    return new double[] {
      sum, first[0], first[1], second[0] - first[0] * first[0], second[1] - first[1] * first[1]
    };
  }

  @ParameterizedTest
  @CsvSource({
    "true, .04, .06, .08, .09, .10",
    "false, .08, .12, .18, .26, .38",
  })
  void gaussianNoiseHasItsSigma(boolean small, double a, double b, double c, double d, double e) {
    double[] sigmas = {a, b, c, d, e};
    for (int s = 1; s <= 5; s++) {
      Moments moments =
          moments(
              changed(new SensorNoise("gaussian noise"), flat(100, 100, PixelFormat.RGB), small, s)
                  .channels());
      assertEquals(100, moments.mean(), 255 * sigmas[s - 1] * .03);
      assertEquals(255 * sigmas[s - 1], moments.standardDeviation(), 255 * sigmas[s - 1] * .02);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 500, 250, 100, 75, 50",
    "false, 60, 25, 12, 5, 3",
  })
  void shotNoiseHasAVarianceOfLightOverLambda(
      boolean small, double a, double b, double c, double d, double e) {
    double[] lambdas = {a, b, c, d, e};
    for (int s = 1; s <= 5; s++) {
      for (int value : new int[] {0, 2, 20, 128, 255}) {
        Moments moments =
            moments(
                changed(new ShotNoise(), flat(value, 100, PixelFormat.RGB), small, s).channels());
        double variance = value / 255.0 / lambdas[s - 1];
        double sigma = 255 * Math.sqrt(variance);
        assertEquals(value, moments.mean(), sigma * .03);
        assertEquals(sigma, moments.standardDeviation(), sigma * .06);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, .01, .02, .03, .05, .07",
    "false, .03, .06, .09, .17, .27",
  })
  void impulsesHaveTheirShareHalfSaltHalfPepper(
      boolean small, double a, double b, double c, double d, double e) {
    double[] shares = {a, b, c, d, e};
    for (int s = 1; s <= 5; s++) {
      int salt = 0;
      int pepper = 0;
      int both = 0;
      float[][] channels =
          changed(new ImpulseNoise(), flat(100, 200, PixelFormat.RGB), small, s).channels();
      for (int i = 0; i < channels[0].length; i++) {
        for (float[] plane : channels) {
          salt += plane[i] == 255 ? 1 : 0;
          pepper += plane[i] == 0 ? 1 : 0;
          assertTrue(plane[i] == 255 || plane[i] == 0 || plane[i] == 100);
        }
        both += channels[0][i] != 100 && channels[1][i] != 100 ? 1 : 0;
      }
      double share = shares[s - 1];
      assertEquals(share / 2, salt / 120_000.0, 4 * Math.sqrt(share / 2 / 120_000));
      assertEquals(share / 2, pepper / 120_000.0, 4 * Math.sqrt(share / 2 / 120_000));
      assertEquals(share * share, both / 40_000.0, 4 * share / 200 + 1e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, .06, .10, .12, .16, .20",
    "false, .15, .20, .35, .45, .60",
  })
  void speckleGrowsWithTheSample(boolean small, double a, double b, double c, double d, double e) {
    double[] sigmas = {a, b, c, d, e};
    for (int s = 1; s <= 5; s++) {
      for (int value : new int[] {40, 200}) {
        Moments moments =
            moments(
                changed(new SpeckleNoise(), flat(value, 100, PixelFormat.RGB), small, s)
                    .channels());
        double sigma = value * sigmas[s - 1];
        assertEquals(value, moments.mean(), sigma * .03);
        assertEquals(sigma, moments.standardDeviation(), sigma * .02);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, .4, .6, .7, .8, 1",
    "false, 1, 2, 3, 4, 6",
  })
  void gaussianBlurHasSumOneAndItsVariance(
      boolean small, double a, double b, double c, double d, double e) {
    double[] sigmas = {a, b, c, d, e};
    for (int s = 1; s <= 5; s++) {
      double sigma = sigmas[s - 1];
      double norm = 0;
      double variance = 0;
      for (int i = -50; i <= 50; i++) {
        norm += Math.exp(-.5 * i * i / (sigma * sigma));
        variance += i * i * Math.exp(-.5 * i * i / (sigma * sigma));
      }
      double[] spread = spread(changed(new GaussianBlur(), point(), small, s));
      assertEquals(1, spread[0], 1e-5);
      assertEquals(0, spread[1], 1e-4);
      assertEquals(variance / norm, spread[3], variance / norm * .01);
      assertEquals(spread[3], spread[4], 1e-4);
    }
  }

  @Test
  void defocusHasSumOneAndTheVarianceOfADisk() {
    double[] radii = {3, 4, 6, 8, 10};
    for (int s = 1; s <= 5; s++) {
      double[] spread = spread(changed(new Defocus("defocus blur"), point(), false, s));
      assertEquals(1, spread[0], 1e-5);
      assertEquals(0, spread[1], 1e-4);
      assertEquals(radii[s - 1] * radii[s - 1] / 4, spread[3], radii[s - 1] * .2);
      assertEquals(spread[3], spread[4], 1e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 6, 6, 6, 8, 9, 1, 1.5, 2, 2, 2.5",
    "false, 10, 15, 15, 15, 20, 3, 5, 8, 12, 15",
  })
  void motionIsAOneSidedLineAtMost45DegreesFromTheHorizontal(
      boolean small,
      int r1,
      int r2,
      int r3,
      int r4,
      int r5,
      double s1,
      double s2,
      double s3,
      double s4,
      double s5) {
    int[] radii = {r1, r2, r3, r4, r5};
    double[] sigmas = {s1, s2, s3, s4, s5};
    for (int s = 1; s <= 5; s++) {
      double norm = 0;
      double first = 0;
      double second = 0;
      for (int i = 0; i <= 2 * radii[s - 1]; i++) {
        double weight = Math.exp(-.5 * i * i / (sigmas[s - 1] * sigmas[s - 1]));
        norm += weight;
        first += i * weight;
        second += i * i * weight;
      }
      double mean = first / norm;
      double variance = second / norm - mean * mean;
      double[] spread = spread(changed(new LineBlur(), point(), small, s));
      assertEquals(1, spread[0], 1e-5);
      assertEquals(mean, Math.hypot(spread[1], spread[2]), .35);
      assertTrue(Math.abs(spread[1]) >= Math.abs(spread[2]), "steeper than 45 degrees");
      assertEquals(variance, spread[3] + spread[4], .35 + .05 * variance);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 6, 11, 16, 21, 26, .01, .01, .01, .01, .01",
    "false, 11, 16, 11, 13, 11, .01, .01, .02, .02, .03",
  })
  void zoomBlurFlattensARampByTheMeanZoom(
      boolean small,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      double s1,
      double s2,
      double s3,
      double s4,
      double s5) {
    int[] counts = {c1, c2, c3, c4, c5};
    double[] steps = {s1, s2, s3, s4, s5};
    byte[] pixels = new byte[241 * 241];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 241);
    }
    Frame ramp = Frame.of(pixels, 241, 241, PixelFormat.GRAY);
    for (int s = 1; s <= 5; s++) {
      double slope = 1;
      for (int i = 0; i < counts[s - 1]; i++) {
        slope += 1 / (1 + i * steps[s - 1]);
      }
      slope /= counts[s - 1] + 1;
      float[] plane = changed(new ZoomBlur(), ramp, small, s).channels()[0];
      double across = (plane[120 * 241 + 220] - plane[120 * 241 + 20]) / 200;
      assertEquals(slope, across, .004);
      assertEquals(120, plane[120 * 241 + 120], 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void glassOnlyMovesSamplesAbout(boolean small) {
    Frame frame = Scenes.frame(6, 1, 90, 70);
    for (int s = 1; s <= 5; s++) {
      float[][] before = Planes.of(frame).channels();
      float[][] after = changed(new GlassBlur(), frame, small, s).channels();
      assertEquals(moments(before).mean(), moments(after).mean(), .2);
      if (small && s == 1) {
        for (int c = 0; c < 3; c++) {
          Arrays.sort(before[c]);
          Arrays.sort(after[c]);
          assertArrayEquals(before[c], after[c]);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, .75, .5, .4, .3, .15",
    "false, .4, .3, .2, .1, .05",
  })
  void contrastIsAFactorAboutTheMeanOfEachChannel(
      boolean small, double a, double b, double c, double d, double e) {
    double[] factors = {a, b, c, d, e};
    Frame frame = Scenes.frame(6, 1, 90, 70);
    float[][] before = Planes.of(frame).channels();
    for (int s = 1; s <= 5; s++) {
      float[][] after = changed(new LowContrast("contrast"), frame, small, s).channels();
      for (int i = 0; i < 3; i++) {
        Moments was = moments(new float[][] {before[i]});
        Moments is = moments(new float[][] {after[i]});
        assertEquals(was.mean(), is.mean(), .01);
        assertEquals(factors[s - 1] * was.standardDeviation(), is.standardDeviation(), .01);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, .05, .1, .15, .2, .3",
    "false, .1, .2, .3, .4, .5",
  })
  void brightnessIsAddedToTheHsvValue(
      boolean small, double a, double b, double c, double d, double e) {
    double[] added = {a, b, c, d, e};
    Frame frame = Scenes.frame(6, 1, 60, 50);
    for (int s = 1; s <= 5; s++) {
      Planes planes = changed(new HsvBrightness(), frame, small, s);
      for (int i = 0; i < 3000; i++) {
        float[] hsv = hsv(frame, i);
        hsv[2] = (float) Math.min(1, hsv[2] + added[s - 1]);
        assertColour(hsv, planes, i);
      }
    }
    Frame black = flat(0, 4, PixelFormat.RGB);
    assertEquals(
        255 * (float) added[4],
        changed(new HsvBrightness(), black, small, 5).channels()[2][3],
        .01);
  }

  @ParameterizedTest
  @CsvSource({
    "true, .3, 0, .1, 0, 1.5, 0, 2, .1, 2.5, .2",
    "false, .3, 0, .1, 0, 2, 0, 5, .1, 20, .2",
  })
  void saturateIsALineOfTheHsvSaturation(
      boolean small,
      double f1,
      double o1,
      double f2,
      double o2,
      double f3,
      double o3,
      double f4,
      double o4,
      double f5,
      double o5) {
    double[][] lines = {{f1, o1}, {f2, o2}, {f3, o3}, {f4, o4}, {f5, o5}};
    Frame frame = Scenes.frame(6, 1, 60, 50);
    for (int s = 1; s <= 5; s++) {
      Planes planes = changed(new HsvSaturation(), frame, small, s);
      for (int i = 0; i < 3000; i++) {
        float[] hsv = hsv(frame, i);
        hsv[1] = (float) Math.min(1, hsv[1] * lines[s - 1][0] + lines[s - 1][1]);
        assertColour(hsv, planes, i);
      }
    }
  }

  private static float[] hsv(Frame frame, int i) {
    byte[] p = frame.pixels();
    return Color.RGBtoHSB(p[3 * i] & 0xff, p[3 * i + 1] & 0xff, p[3 * i + 2] & 0xff, null);
  }

  private static void assertColour(float[] hsv, Planes planes, int i) {
    int rgb = Color.HSBtoRGB(hsv[0], hsv[1], hsv[2]);
    for (int c = 0; c < 3; c++) {
      assertEquals(rgb >> 16 - 8 * c & 0xff, planes.channels()[c][i], .6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, .95, .9, .85, .75, .65",
    "false, .6, .5, .4, .3, .25",
  })
  void pixelateLeavesAsManyBlocksEachOfItsMean(
      boolean small, double a, double b, double c, double d, double e) {
    double[] factors = {a, b, c, d, e};
    Frame frame = Scenes.frame(6, 1, 120, 80);
    float[] before = Planes.of(frame).channels()[1];
    for (int s = 1; s <= 5; s++) {
      Planes planes = changed(new Pixelate(), frame, small, s);
      float[] once = planes.channels()[1].clone();
      int[] columns = Pixelate.blocks(120, factors[s - 1]);
      int[] rows = Pixelate.blocks(80, factors[s - 1]);
      assertEquals(Math.round(120 * factors[s - 1]), columns[119] + 1);
      assertEquals(Math.round(80 * factors[s - 1]), rows[79] + 1);
      double[][] sums = new double[rows[79] + 1][columns[119] + 1];
      int[][] counts = new int[rows[79] + 1][columns[119] + 1];
      for (int i = 0; i < once.length; i++) {
        sums[rows[i / 120]][columns[i % 120]] += before[i];
        counts[rows[i / 120]][columns[i % 120]]++;
      }
      for (int i = 0; i < once.length; i++) {
        int row = rows[i / 120];
        int column = columns[i % 120];
        assertEquals(sums[row][column] / counts[row][column], once[i], .001);
      }
      new Pixelate().change(planes, small, s - 1, 0);
      assertArrayEquals(once, planes.channels()[1], .001f);
    }
  }

  /** White noise of sd 1/sqrt(3), smoothed as above; on a coarser grid where sigma is 8 or more. */
  @ParameterizedTest
  @CsvSource({"2.5, 400, .03", "7, 600, .06", "9, 700, .08", "30, 2000, .12"})
  void displacementsHaveTheSpreadOfSmoothedNoise(double sigma, int side, double tolerance) {
    Moments moments = new Moments();
    for (int seed = 0; seed < 4; seed++) {
      for (float v :
          ElasticTransform.displacement(side, side, sigma, 50, new SplittableRandom(seed))) {
        moments.accept(v);
      }
    }
    double expected = 50 / Math.sqrt(3) / (2 * Math.sqrt(Math.PI) * sigma);
    assertEquals(expected, moments.standardDeviation(), expected * tolerance);
  }
}
