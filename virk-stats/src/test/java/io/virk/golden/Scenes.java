package io.virk.golden;

import java.util.Random;

/** Small generated scenes: a disc before a background, with the noise of a sensor. */
public final class Scenes {
  /** Of every scene, pixels. */
  public static final int WIDTH = 48;

  /** Of every scene, pixels. */
  public static final int HEIGHT = 36;

  private Scenes() {}

  /** The scene of a number in {@code light} times its light: RGB, row by row, 3 bytes a pixel. */
  public static byte[] rgb(long seed, double light) {
    Random random = new Random(seed);
    int[] back = colour(random);
    int[] disc = colour(random);
    int x0 = random.nextInt(WIDTH);
    int y0 = random.nextInt(HEIGHT);
    int radius = 6 + random.nextInt(12);
    byte[] pixels = new byte[3 * WIDTH * HEIGHT];
    int at = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] of = Math.hypot(x - x0, y - y0) < radius ? disc : back;
        for (int c = 0; c < 3; c++) {
          double value = light * of[c] + 3 * random.nextGaussian();
          pixels[at++] = (byte) (int) Math.max(0, Math.min(255, value));
        }
      }
    }
    return pixels;
  }

  private static int[] colour(Random random) {
    int gray = 90 + random.nextInt(80);
    return new int[] {
      gray + random.nextInt(40), gray + random.nextInt(40), gray + random.nextInt(40)
    };
  }
}
