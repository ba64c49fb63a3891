package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.applied;
import static io.virk.cause.catalogue.Pictures.at;
import static io.virk.cause.catalogue.Pictures.blockiness;
import static io.virk.cause.catalogue.Pictures.changed;
import static io.virk.cause.catalogue.Pictures.distance;
import static io.virk.cause.catalogue.Pictures.flat;
import static io.virk.cause.catalogue.Pictures.gray;
import static io.virk.cause.catalogue.Pictures.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.scenes.Scenes;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only one cause has: those that do something else at every place. */
class PlaceTraitsTest {
  private static final int SIDE = 96;

  private static final Frame GROUND = flat(200, SIDE, PixelFormat.GRAY);

  private static final Frame SCENE = scene(7);

  private static Frame scene(int number) {
    Frame rgb = Scenes.frame(7, number, SIDE, SIDE);
    return gray(SIDE, SIDE, (x, y) -> rgb.pixels()[3 * (y * SIDE + x)] & 0xff);
  }

  @Test
  void vignettingDarkensTheFourCornersAlikeAndLeavesTheCentre() {
    Frame after = applied("vignetting", GROUND, 3);
    assertEquals(100, at(after, 0, 0));
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertEquals(at(after, x, y), at(after, SIDE - 1 - x, y));
        assertEquals(at(after, x, y), at(after, y, SIDE - 1 - x));
      }
    }
    assertEquals(200, at(after, SIDE / 2, SIDE / 2));
  }

  @Test
  void oneSidedLightFallsOffEvenlyTowardsOneSide() {
    for (int seed = 0; seed < 20; seed++) {
      Frame after = applied("one-sided light", GROUND, 3, seed);
      int across = at(after, SIDE - 1, 5) - at(after, 0, 5);
      int down = at(after, 5, SIDE - 1) - at(after, 5, 0);
      assertEquals(200 * .48, Math.abs(across) + Math.abs(down), 1);
      assertTrue(across == 0 || down == 0);
      assertEquals(200 * .76, mean(after), 1);
      int dark = Integer.signum(across) + 3 * Integer.signum(down);
      assertEquals(new int[] {1, -1, 3, -3}[seed % 4], dark);
    }
  }

  @Test
  void glareAddsLightAroundOneWhiteSpot() {
    Frame dark = flat(40, SIDE, PixelFormat.GRAY);
    Frame after = applied("glare", dark, 3);
    long x = 0;
    long y = 0;
    int white = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = at(after, i % SIDE, i / SIDE);
      assertTrue(level > 40);
      if (level == 255) {
        x += i % SIDE;
        y += i / SIDE;
        white++;
      }
    }
    assertTrue(white > 20 && white < SIDE * SIDE / 4, white + " white");
    assertEquals(255, at(after, (int) (x / white), (int) (y / white)));
  }

  /** The phase at the first row of bands of 2.5 periods. */
  static double phaseOfBands(Frame frame) {
    double sine = 0;
    double cosine = 0;
    int bands = frame.height() * 4 / 5; // two whole periods
    for (int y = 0; y < bands; y++) {
      double angle = 2 * Math.PI * 2.5 * y / frame.height();
      sine += at(frame, 1, y) * Math.sin(angle);
      cosine += at(frame, 1, y) * Math.cos(angle);
    }
    return Math.atan2(cosine, sine);
  }

  @Test
  void flickerIsASineOverTheRows() {
    Frame after = applied("flicker", gray(50, 80, (x, y) -> 120), 4);
    double phase = phaseOfBands(after);
    for (int y = 0; y < 80; y++) {
      double sine = 120 * (1 + .24 * Math.sin(2 * Math.PI * 2.5 * y / 80 + phase));
      for (int x = 0; x < 50; x++) {
        assertEquals(sine, at(after, x, y), 1);
      }
    }
  }

  @Test
  void cameraShakeMakesALineOfAPoint() {
    for (int seed = 0; seed < 10; seed++) {
      Frame after =
          applied("camera shake", gray(SIDE, SIDE, (x, y) -> square(x, y) ? 255 : 0), 5, seed);
      double xx = 0;
      double xy = 0;
      double yy = 0;
      double sum = 0;
      for (int i = 0; i < SIDE * SIDE; i++) {
        double dx = i % SIDE - 47.5;
        double dy = i / SIDE - 47.5;
        int level = at(after, i % SIDE, i / SIDE);
        sum += level;
        xx += level * dx * dx;
        xy += level * dx * dy;
        yy += level * dy * dy;
      }
      double spread = Math.hypot((xx - yy) / 2, xy) / sum;
      double middle = (xx + yy) / 2 / sum;
      double length = .11 * SIDE;
      assertEquals(length * length / 12, 2 * spread, 1.5);
      assertEquals(16 / 12.0, middle - spread, .5);
      assertEquals(16 * 255, sum, 16 * 255 * .05);
    }
  }

  /** Four by four in the middle. */
  private static boolean square(int x, int y) {
    return x >= 46 && x < 50 && y >= 46 && y < 50;
  }

  @Test
  void lowResolutionLosesWhatASmallerPictureCannotHave() {
    Frame chess = gray(SIDE, SIDE, (x, y) -> (x + y) % 2 * 200);
    Frame after = applied("low resolution", chess, 4);
    for (int i = 0; i < SIDE * SIDE; i++) {
      assertEquals(100, at(after, i % SIDE, i / SIDE), 15);
    }
    Frame once = applied("low resolution", SCENE, 5);
    Frame twice = applied("low resolution", once, 5);
    assertTrue(distance(once, twice) < .5 * distance(SCENE, once));
  }

  @Test
  void stuckPixelsAreBlackOrWhiteInTheSamePlacesOfAnyScene() {
    Frame one = applied("dead and hot pixels", GROUND, 4);
    assertEquals(.014, changed(GROUND, one), .001);
    Frame other = applied("dead and hot pixels", SCENE, 4);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = at(one, i % SIDE, i / SIDE);
      assertTrue(level == 200 || level == 0 || level == 255);
      assertEquals(
          level == 200 ? at(SCENE, i % SIDE, i / SIDE) : level, at(other, i % SIDE, i / SIDE));
    }
  }

  @Test
  void stripesAreWholeRowsOrWholeColumns() {
    for (int seed = 0; seed < 12; seed++) {
      Frame after = applied("stripes", GROUND, 3, seed);
      boolean rows = sameAlong(after, true);
      assertEquals(!rows, sameAlong(after, false));
      assertEquals(3.0 / SIDE, changed(GROUND, after), 1.01 / SIDE);
      assertEquals(seed % 2 == 0, rows);
    }
  }

  /** Whether every row, or every column, is of one level. */
  private static boolean sameAlong(Frame frame, boolean rows) {
    for (int line = 0; line < SIDE; line++) {
      for (int i = 1; i < SIDE; i++) {
        boolean same =
            rows
                ? at(frame, i, line) == at(frame, 0, line)
                : at(frame, line, i) == at(frame, line, 0);
        if (!same) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void theFixedPatternIsOneOfColumns() {
    Frame middle = flat(128, SIDE, PixelFormat.GRAY);
    Frame after = applied("fixed pattern noise", middle, 3);
    assertTrue(sameAlong(after, false));
    assertEquals(Math.hypot(8, .035 * 128), distance(middle, after), 2);
  }

  @Test
  void dirtTakesLightInSoftSpots() {
    Frame after = applied("dirt on the lens", GROUND, 3);
    double share = changed(GROUND, after);
    assertTrue(share > .03 && share < .6, "" + share);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = at(after, i % SIDE, i / SIDE);
      assertTrue(level <= 200);
      if (i % SIDE > 0) {
        assertEquals(level, at(after, i % SIDE - 1, i / SIDE), 40);
      }
    }
  }

  @Test
  void dropsShowTheSceneUpsideDown() {
    Frame halves = gray(SIDE, SIDE, (x, y) -> y < SIDE / 2 ? 30 : 220);
    Frame after = applied("drops on the lens", halves, 5);
    int turned = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = at(after, i % SIDE, i / SIDE);
      turned += i / SIDE < SIDE / 2 ? (level > 150 ? 1 : 0) : (level < 100 ? 1 : 0);
    }
    assertTrue(turned > 20, turned + " turned");
    assertTrue(changed(halves, after) < .7);
  }

  @Test
  void whatBlocksAPartIsOfOneShadeAndReachesInFromOneSide() {
    double[] shares = {.08, .16, .28, .42, .6};
    for (int s = 1; s <= 5; s++) {
      Frame after = applied("view blocked in part", GROUND, s, s);
      assertEquals(shares[s - 1], changed(GROUND, after), .02);
      Set<Integer> levels = new HashSet<>();
      for (int i = 0; i < SIDE * SIDE; i++) {
        levels.add(at(after, i % SIDE, i / SIDE));
      }
      assertEquals(2, levels.size());
    }
  }

  @Test
  void behindACoverAllScenesAreAlikeAndDark() {
    Frame one = applied("covered lens", SCENE, 5, 1);
    Frame other = applied("covered lens", GROUND, 5, 2);
    assertEquals(mean(one), mean(other), .5);
    assertTrue(mean(one) < 20);
    ImageAnalyzer analyzer = new ImageAnalyzer();
    Frame thin = applied("covered lens", SCENE, 1);
    assertTrue(analyzer.analyze(thin).sharpness() < .3 * analyzer.analyze(SCENE).sharpness());
  }

  /** Degrees that the levels of a frame rise towards, and how much a pixel. */
  private static double[] slope(Frame frame) {
    int m = SIDE / 2;
    double right = (at(frame, m + 12, m) - at(frame, m - 12, m)) / 24.0;
    double down = (at(frame, m, m + 12) - at(frame, m, m - 12)) / 24.0;
    return new double[] {right, down};
  }

  private static final Frame SLOPE = gray(SIDE, SIDE, (x, y) -> x + y);

  @Test
  void aTiltTurnsTheSlopeAndKeepsIt() {
    double[] degrees = {2, 4, 7.5, 13, 22};
    for (int s = 1; s <= 5; s++) {
      double[] slope = slope(applied("tilted camera", SLOPE, s));
      double turned = Math.toDegrees(Math.atan2(slope[1], slope[0])) - 45;
      assertEquals(degrees[s - 1], Math.abs(turned), 2);
      assertEquals(Math.sqrt(2), Math.hypot(slope[0], slope[1]), .06);
    }
  }

  @Test
  void zoomAspectAndCropScaleTheSlopeTheirOwnWay() {
    assertArrayNear(slope(applied("changed zoom", SLOPE, 4)), 1 / 1.4, 1 / 1.4);
    assertArrayNear(slope(applied("wrong aspect ratio", SLOPE, 4)), 1 / 1.4, 1);
    Frame cropped = applied("wrong crop", SLOPE, 4);
    assertArrayNear(slope(cropped), .68, .68);
    assertEquals(0, at(cropped, 0, 0));
    assertEquals(at(SLOPE, 48, 47), at(applied("changed zoom", SLOPE, 4), 48, 47), 1);
  }

  private static void assertArrayNear(double[] slope, double right, double down) {
    assertEquals(right, slope[0], .06);
    assertEquals(down, slope[1], .06);
  }

  @Test
  void aShiftMovesTheInsideByWholePixels() {
    double[] shares = {.025, .05, .09, .15, .24};
    for (int s = 1; s <= 5; s++) {
      Frame after = applied("shifted camera", SCENE, s, s);
      double found = Double.NaN;
      for (int dy = -30; dy <= 30; dy++) {
        for (int dx = -30; dx <= 30; dx++) {
          if (isMoved(after, dx, dy)) {
            found = Math.hypot(dx, dy);
          }
        }
      }
      assertEquals(Math.max(s, shares[s - 1] * SIDE), found, 1);
    }
  }

  private static boolean isMoved(Frame after, int dx, int dy) {
    for (int y = 30; y < SIDE - 30; y++) {
      for (int x = 30; x < SIDE - 30; x++) {
        if (at(after, x, y) != at(SCENE, x - dx, y - dy)) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void jpegShowsItsGridAndChangesLittleASecondTime() {
    Frame once = applied("JPEG compression", SCENE, 3);
    assertTrue(blockiness(once, 0) > 1.5 * blockiness(SCENE, 0));
    assertTrue(blockiness(once, 0) > 1.5 * blockiness(once, 4));
    Frame twice = applied("JPEG compression", once, 3);
    assertTrue(distance(once, twice) < .2 * distance(SCENE, once));
  }

  @Test
  void doubleJpegShowsASecondGrid() {
    Frame once = applied("JPEG compression", SCENE, 5);
    Frame twice = applied("double JPEG compression", SCENE, 5);
    assertTrue(blockiness(twice, 4) > 1.3 * blockiness(once, 4));
  }

  @Test
  void aLowBitRateSmearsWithoutSharpEdgesOfBlocks() {
    Frame video = applied("low bit rate", SCENE, 4);
    ImageAnalyzer analyzer = new ImageAnalyzer();
    double sharp = analyzer.analyze(video).sharpness() / analyzer.analyze(SCENE).sharpness();
    double blocks = blockiness(video, 0) / blockiness(applied("JPEG compression", SCENE, 4), 0);
    assertTrue(sharp < .6, "" + sharp);
    assertTrue(blocks < .7, "" + blocks);
  }

  @Test
  void interlacingMovesTheOddRows() {
    Frame after = applied("interlacing", SCENE, 3);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertEquals(at(SCENE, y % 2 == 0 ? x : Math.max(0, x - 3), y), at(after, x, y));
      }
    }
  }

  @Test
  void aTornFrameIsWholeAboveALineAndMovedBelow() {
    Frame after = applied("torn frame", SCENE, 4);
    int line = 0;
    while (line < SIDE && at(SCENE, 3, line) == at(after, 3, line)) {
      line++;
    }
    assertEquals(SIDE * .47, line, SIDE * .06);
    for (int y = line; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertEquals(at(SCENE, (x + 19) % SIDE, y), at(after, x, y));
      }
    }
  }
}
