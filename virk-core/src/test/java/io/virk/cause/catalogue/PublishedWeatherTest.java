package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.flat;
import static io.virk.cause.catalogue.PublishedNumbersTest.changed;
import static io.virk.cause.catalogue.PublishedNumbersTest.moments;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.PixelFormat;
import io.virk.stats.twosample.NormalTail;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published weather and what it leaves on a lens, before samples are rounded and clipped. */
class PublishedWeatherTest {
  @Test
  void plasmaGetsRougherAsItsDecayFalls() {
    double last = 0;
    for (double decay : new double[] {3, 2.5, 2, 1.75, 1.4}) {
      double steps = 0;
      for (int seed = 0; seed < 4; seed++) {
        float[] plasma = Plasma.of(128, 100, decay, new SplittableRandom(seed));
        for (int i = 1; i < plasma.length; i++) {
          assertTrue(plasma[i] >= 0 && plasma[i] <= 1);
          steps += i % 128 == 0 ? 0 : Math.abs(plasma[i] - plasma[i - 1]);
        }
      }
      assertTrue(steps > last, decay + ": " + steps + " after " + last);
      last = steps;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, .2, .5, .75, 1, 1.5",
    "false, 1.5, 2, 2.5, 2.5, 3",
  })
  void fogLeavesAFlatFrameBetweenItsScaleAndItself(
      boolean small, double a, double b, double c, double d, double e) {
    double[] weights = {a, b, c, d, e};
    for (int s = 1; s <= 5; s++) {
      double floor = 150 * 150 / (150 + 255 * weights[s - 1]);
      double ceiling = (150 + 255 * weights[s - 1]) * 150 / (150 + 255 * weights[s - 1]);
      float[] plane =
          changed(new PlasmaFog(), flat(150, 128, PixelFormat.GRAY), small, s).channels()[0];
      float min = 255;
      float max = 0;
      for (float v : plane) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      }
      assertEquals(floor, min, .01);
      assertEquals(ceiling, max, .01);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void snowIsAlikeWhenTurnedAndWhitens(boolean small) {
    double[] shares =
        small ? new double[] {.95, .9, .9, .85, .8} : new double[] {.8, .7, .7, .65, .55};
    for (int s = 1; s <= 5; s++) {
      float[] plane = changed(new Snow(), flat(100, 120, PixelFormat.GRAY), small, s).channels()[0];
      double bare = shares[s - 1] * 100 + (1 - shares[s - 1]) * 255 * (150.0 / 255 + .5);
      float least = Float.MAX_VALUE;
      for (int i = 0; i < plane.length; i++) {
        least = Math.min(least, plane[i]);
        assertEquals(plane[i], plane[plane.length - 1 - i], .001);
      }
      assertTrue(least >= bare - .01, s + ": " + least + " below " + bare);
      assertTrue(moments(new float[][] {plane}).mean() > bare + .5);
    }
  }

  @ParameterizedTest
  @CsvSource({"32, 32", "224, 224", "320, 240"})
  void frostIsThickestAtTheBorder(int width, int height) {
    double border = 0;
    double middle = 0;
    for (int seed = 0; seed < 6; seed++) {
      float[] ice = Frost.texture(width, height, new SplittableRandom(seed));
      for (int i = 0; i < ice.length; i++) {
        assertTrue(ice[i] >= 0 && ice[i] <= 1);
        boolean inner =
            Math.abs(2 * (i % width) - width) < width / 2
                && Math.abs(2 * (i / width) - height) < height / 2;
        middle += inner ? ice[i] / 6 : 0;
        border += inner ? 0 : ice[i] / 6;
      }
    }
    middle /= width * height / 4.0;
    border /= width * height * .75;
    assertTrue(border > 1.5 * middle, border + " and " + middle);
    assertTrue(border > .3 && border < .7, "mean ice at the border " + border);
  }

  /** Smoothing by a Gaussian takes white noise of sd to sd / (2 sqrt(pi) sigma). */
  @ParameterizedTest
  @CsvSource({".65, .3, 4, .69, 1", ".65, .3, 3, .68, 2", ".65, .3, 2, .68, 3"})
  void dropsCoverTheTailOfTheSmoothedNoise(
      double mean, double sd, double sigma, double threshold, int severity) {
    float[][] channels =
        changed(new Spatter(), flat(60, 400, PixelFormat.RGB), false, severity).channels();
    int wet = 0;
    float most = 0;
    for (int i = 0; i < channels[0].length; i++) {
      wet += channels[0][i] > 60 ? 1 : 0;
      most = Math.max(most, channels[1][i]);
      assertTrue(channels[0][i] >= 60);
      assertTrue(channels[1][i] >= channels[0][i]);
    }
    double z = (threshold - mean) / (sd / (2 * Math.sqrt(Math.PI) * sigma));
    double tail = Math.exp(NormalTail.logSurvival(z));
    double covered = wet / 160_000.0;
    assertTrue(covered <= tail * 1.3 && covered > tail * .3, covered + " of " + tail);
    assertEquals(60 + (severity == 3 ? .5 : .6) * 238, most, .01);
  }

  @Test
  void mudCoversAndIsBrown() {
    for (int s = 4; s <= 5; s++) {
      float[][] channels =
          changed(new Spatter(), flat(200, 200, PixelFormat.RGB), false, s).channels();
      int mud = 0;
      for (int i = 0; i < channels[0].length; i++) {
        boolean covered = channels[0][i] < 200;
        mud += covered ? 1 : 0;
        if (covered) {
          assertTrue(channels[0][i] >= 63 - .01 && channels[0][i] <= .2 * 200 + .8 * 63 + .01);
          assertTrue(channels[2][i] >= 20 - .01 && channels[2][i] <= .2 * 200 + .8 * 20 + .01);
        }
      }
      assertTrue(mud > 400, "mud on " + mud);
    }
  }
}
