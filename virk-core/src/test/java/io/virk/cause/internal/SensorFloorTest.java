package io.virk.cause.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Normal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SensorFloorTest {
  private static final int SIDE = 160;

  /** Gray with noise of these deviations in its channels. */
  private static Frame noisy(double red, double green, double blue) {
    double[] sigmas = {red, green, blue};
    Normal normal = new Normal(new SplittableRandom(5));
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(128 + sigmas[i % 3] * normal.next());
    }
    return Frame.of(pixels, SIDE, SIDE, PixelFormat.RGB);
  }

  private static void assertNoise(double[] expected, SensorFloor floor) {
    assertArrayEquals(expected, floor.sigmas(), 0.6);
  }

  @Test
  void isTheNoiseOfEachChannel() {
    assertNoise(new double[] {3, 5, 8}, SensorFloor.of(noisy(3, 5, 8)));
    assertNoise(new double[] {8, 5, 3}, SensorFloor.of(noisy(8, 5, 3)));
  }

  @Test
  void whatWasLostIsPutBackAndNoMore() {
    SensorFloor floor = new SensorFloor(new double[] {6, 4, 6}, 0);
    Frame changed = noisy(3, 5, 0);
    Frame restored = floor.restored(changed, SensorFloor.of(changed), 1, new SplittableRandom(1));
    assertNoise(new double[] {6, 5, 6}, SensorFloor.of(restored));
    assertNoise(new double[] {3, 5, 0}, SensorFloor.of(changed));
    Frame more = floor.restored(changed, SensorFloor.of(changed), 1.5, new SplittableRandom(1));
    assertNoise(new double[] {9, 6, 9}, SensorFloor.of(more));
  }

  /** As an encoder leaves it that smooths colours: was put back in colour. */
  @Test
  void whatTheChannelsShareIsPutBackInAllAlike() {
    Normal normal = new Normal(new SplittableRandom(5));
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i += 3) {
      double shared = 5 * normal.next();
      for (int c = 0; c < 3; c++) {
        pixels[i + c] = (byte) Math.round(128 + shared + normal.next());
      }
    }
    SensorFloor floor = SensorFloor.of(Frame.of(pixels, SIDE, SIDE, PixelFormat.RGB));
    assertEquals(25.0 / 26, floor.shared(), 0.03);
    assertEquals(0, SensorFloor.of(noisy(5, 5, 5)).shared(), 0.05);
    Frame smooth = noisy(0, 0, 0);
    SensorFloor none = SensorFloor.of(smooth);
    SensorFloor restored = SensorFloor.of(floor.restored(smooth, none, 1, new SplittableRandom(2)));
    assertNoise(floor.sigmas(), restored);
    assertEquals(floor.shared(), restored.shared(), 0.05);
  }

  @Test
  void ofAnImageWithoutAWholeBlockItIsUnknown() {
    Frame small = Frame.of(new byte[9 * 20], 9, 20, PixelFormat.GRAY);
    assertEquals(0, SensorFloor.of(small).sigmas()[0]);
  }
}
