package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.applied;
import static io.virk.cause.catalogue.Pictures.at;
import static io.virk.cause.catalogue.Pictures.colour;
import static io.virk.cause.catalogue.Pictures.flat;
import static io.virk.cause.catalogue.Pictures.gray;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.scenes.Scenes;
import org.junit.jupiter.api.Test;

/** What only one cause has: those that do the same everywhere in the frame. */
class PointTraitsTest {
  private static final Frame RAMP = gray(256, 4, (x, y) -> x);

  private static int[] first(Frame rgb) {
    return new int[] {rgb.pixels()[0] & 0xff, rgb.pixels()[1] & 0xff, rgb.pixels()[2] & 0xff};
  }

  @Test
  void gammaLeavesBlackAndWhiteAndIsUndoneByItsOpposite() {
    Frame washed = applied("washed-out gamma", RAMP, 5);
    Frame crushed = applied("crushed gamma", RAMP, 5);
    for (Frame frame : new Frame[] {washed, crushed}) {
      assertEquals(0, at(frame, 0, 0));
      assertEquals(255, at(frame, 255, 0));
    }
    assertEquals(Math.round(255 * Math.pow(128 / 255.0, .45)), at(washed, 128, 0));
    assertEquals(Math.round(255 * Math.pow(128 / 255.0, 2.2)), at(crushed, 128, 0));
    Frame undone = applied("crushed gamma", washed, 5);
    for (int x = 0; x < 256; x++) {
      assertEquals(x, at(undone, x, 0), 3);
    }
  }

  @Test
  void levelsMoveByOneAmountAndContrastStays() {
    assertEquals(128, at(applied("levels moved up", RAMP, 3), 100, 0));
    assertEquals(72, at(applied("levels moved down", RAMP, 3), 100, 0));
    Frame scene = Scenes.frame(6, 1, 40, 40);
    ImageAnalyzer analyzer = new ImageAnalyzer();
    assertEquals(
        analyzer.analyze(scene).contrast(),
        analyzer.analyze(applied("levels moved up", scene, 2)).contrast(),
        .1);
  }

  @Test
  void videoLevelsAre16To235AndTheirOppositeUndoesThem() {
    Frame compressed = applied("compressed levels", RAMP, 1);
    assertEquals(16, at(compressed, 0, 0));
    assertEquals(235, at(compressed, 255, 0));
    Frame undone = applied("stretched levels", compressed, 1);
    for (int x = 0; x < 256; x++) {
      assertEquals(x, at(undone, x, 0), 1);
    }
    Frame stretched = applied("stretched levels", RAMP, 1);
    assertEquals(0, at(stretched, 16, 0));
    assertEquals(255, at(stretched, 235, 0));
  }

  @Test
  void greenAndMagentaAreOppositeOnOneAxis() {
    assertArrayEquals(
        new int[] {92, 116, 92}, first(applied("green colour cast", colour(4, 100, 100, 100), 3)));
    assertArrayEquals(
        new int[] {108, 84, 108},
        first(applied("magenta colour cast", colour(4, 100, 100, 100), 3)));
  }

  @Test
  void saturationScalesTheDistanceFromTheLumaAndKeepsIt() {
    Frame frame = colour(4, 140, 100, 90);
    for (String name : new String[] {"pale colours", "strong colours"}) {
      for (int s = 1; s <= 5; s++) {
        int[] rgb = first(applied(name, frame, s));
        double factor =
            (name.startsWith("pale")
                    ? new double[] {.75, .58, .42, .26, .1}
                    : new double[] {1.25, 1.5, 1.85, 2.3, 3})
                [s - 1];
        assertEquals(50 * factor, rgb[0] - rgb[2], 1.01, name);
        assertEquals(
            .299 * 140 + .587 * 100 + .114 * 90,
            .299 * rgb[0] + .587 * rgb[1] + .114 * rgb[2],
            .6,
            name);
      }
    }
  }

  @Test
  void grayIsGrayAndStaysSo() {
    Frame scene = Scenes.frame(6, 2, 30, 30);
    Frame once = applied("gray instead of colour", scene, 1);
    for (int i = 0; i < once.pixels().length; i += 3) {
      assertEquals(once.pixels()[i], once.pixels()[i + 1]);
      assertEquals(once.pixels()[i], once.pixels()[i + 2]);
    }
    assertArrayEquals(once.pixels(), applied("gray instead of colour", once, 5).pixels());
  }

  @Test
  void swappedTwiceIsAsBefore() {
    Frame scene = Scenes.frame(6, 3, 30, 30);
    Frame swapped = applied("red and blue swapped", scene, 2);
    assertEquals(scene.pixels()[0], swapped.pixels()[2]);
    assertArrayEquals(scene.pixels(), applied("red and blue swapped", swapped, 4).pixels());
  }

  @Test
  void blackIsBlack() {
    for (byte sample : applied("black picture", Scenes.frame(6, 4, 30, 30), 1).pixels()) {
      assertEquals(0, sample);
    }
  }

  @Test
  void hazeIsThickerAboveAndNearlyHidesTheScene() {
    Frame haze = applied("haze", gray(40, 40, (x, y) -> 50), 3);
    for (int y = 1; y < 40; y++) {
      assertTrue(at(haze, 7, y) <= at(haze, 7, y - 1));
    }
    assertEquals(50 * .68 + 225 * .32, at(haze, 0, 39), 1);
    assertEquals(50 * .68 * .68 + 225 * (1 - .68 * .68), at(haze, 0, 0), 1);
  }

  @Test
  void nightModeIsGrayFlatNoisyAndBrightInTheCentre() {
    Frame night = applied("night mode", flat(100, 90, PixelFormat.RGB), 4);
    double centre = 0;
    double corner = 0;
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 10; x++) {
        int at = 3 * ((y + 40) * 90 + x + 40);
        assertEquals(night.pixels()[at], night.pixels()[at + 1]);
        assertEquals(night.pixels()[at], night.pixels()[at + 2]);
        centre += (night.pixels()[at] & 0xff) / 100.0;
        corner += (night.pixels()[3 * (y * 90 + x)] & 0xff) / 100.0;
      }
    }
    assertTrue(centre > 1.5 * corner, centre + " and " + corner);
    double noise = new ImageAnalyzer().analyze(night).noise();
    assertEquals(11, noise, 1.5);
  }
}
