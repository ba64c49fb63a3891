package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.PixelFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConveyorCameraTest {
  @Test
  void sameCameraSeedAndIndexGiveTheSamePixels() {
    ConveyorCamera one = new ConveyorCamera(2, 42);
    ConveyorCamera other = new ConveyorCamera(2, 42);
    for (int i = 0; i < 20; i++) {
      Shot a = one.next();
      Shot b = other.next();
      assertEquals(i, a.index());
      assertEquals(a.label(), b.label());
      assertArrayEquals(a.frame().pixels(), b.frame().pixels(), "shot " + i);
    }
  }

  @Tag("slow")
  @Test
  void aShotDoesNotDependOnThoseBefore() {
    ConveyorCamera camera = new ConveyorCamera(1, 7);
    byte[] inTurn = null;
    for (int i = 0; i <= 9; i++) {
      inTurn = camera.next().frame().pixels();
    }
    Shot alone = new ConveyorCamera(1, 7).shot(9);
    assertArrayEquals(inTurn, alone.frame().pixels());
    assertArrayEquals(inTurn, camera.shot(9).frame().pixels());
    assertEquals(10, camera.next().index());
  }

  @Test
  void seedsAndIndicesGiveOtherPixels() {
    ConveyorCamera camera = new ConveyorCamera(1, 7);
    byte[] first = camera.next().frame().pixels();
    assertFalse(Arrays.equals(first, camera.next().frame().pixels()));
    assertFalse(Arrays.equals(first, new ConveyorCamera(1, 8).next().frame().pixels()));
  }

  @Test
  void framesAreRgbOfTheSaidSize() {
    Shot shot = new ConveyorCamera(3, 1).next();
    assertEquals(ConveyorCamera.WIDTH, shot.frame().width());
    assertEquals(ConveyorCamera.HEIGHT, shot.frame().height());
    assertEquals(PixelFormat.RGB, shot.frame().format());
    assertEquals(ConveyorCamera.WIDTH * ConveyorCamera.HEIGHT * 3, shot.frame().pixels().length);
  }

  @Tag("slow")
  @Test
  void everyClassAppearsAboutEquallyOften() {
    int[] seen = new int[ConveyorCamera.classNames().size()];
    ConveyorCamera camera = new ConveyorCamera(4, 5);
    for (int i = 0; i < 600; i++) {
      seen[camera.next().label()]++;
    }
    for (int label = 0; label < seen.length; label++) {
      assertTrue(
          seen[label] > 60 && seen[label] < 140,
          ConveyorCamera.classNames().get(label) + ": " + seen[label] + " of 600");
    }
  }

  /** What stays (rails, light, colour) differs between cameras, and not between seeds of one. */
  @Tag("slow")
  @Test
  void camerasDifferAndOneCameraDoesNotDifferFromItself() {
    double[][] means = new double[5][];
    for (int number = 1; number <= 4; number++) {
      means[number] = meanImage(number, 11);
    }
    for (int a = 1; a <= 4; a++) {
      double itself = Pixels.distance(means[a], meanImage(a, 12));
      assertTrue(itself < 0.02, "cam-" + a + " from itself: " + itself);
      for (int b = a + 1; b <= 4; b++) {
        double apart = Pixels.distance(means[a], means[b]);
        assertTrue(apart > 2.5 * itself, "cam-" + a + " from cam-" + b + ": " + apart);
      }
    }
  }

  /** Neither black nor burnt out: the faults need room both ways. */
  @Tag("slow")
  @Test
  void framesAreWellExposed() {
    for (int number = 1; number <= 4; number++) {
      double[] mean = meanImage(number, 3);
      double level = Pixels.mean(mean);
      assertTrue(level > 0.08 && level < 0.35, "cam-" + number + ": " + level);
      long burnt = Arrays.stream(mean).filter(value -> value > 0.97).count();
      assertTrue(burnt < mean.length / 50, "cam-" + number + ": " + burnt + " burnt samples");
    }
  }

  @Test
  void argumentsOutOfRangeAreNamed() {
    Exception camera = assertThrows(IllegalArgumentException.class, () -> new ConveyorCamera(0, 1));
    assertEquals("camera: 0 (expected: >= 1)", camera.getMessage());
    ConveyorCamera first = new ConveyorCamera(1, 1);
    Exception index = assertThrows(IllegalArgumentException.class, () -> first.shot(-1));
    assertEquals("index: -1 (expected: >= 0)", index.getMessage());
    assertThrows(NullPointerException.class, () -> first.fault(null));
    assertEquals("cam-1", first.name());
  }

  private static double[] meanImage(int number, long seed) {
    ConveyorCamera camera = new ConveyorCamera(number, seed);
    double[] sum = new double[ConveyorCamera.WIDTH * ConveyorCamera.HEIGHT * 3];
    int shots = 80;
    for (int i = 0; i < shots; i++) {
      double[] one = Pixels.linear(camera.next().frame());
      for (int at = 0; at < sum.length; at++) {
        sum[at] += one[at] / shots;
      }
    }
    return sum;
  }
}
