package io.virk.bench;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.SplittableRandom;

/** Scenes of smooth light and shade, with the noise of a sensor; the same for the same numbers. */
public final class Pictures {
  private Pictures() {}

  /**
   * A picture.
   *
   * @param width in pixels
   * @param height in pixels
   * @param camera that has a scene of its own
   * @param number of the picture
   * @param light 1 for the usual
   */
  public static Frame frame(int width, int height, int camera, int number, double light) {
    SplittableRandom random = new SplittableRandom(camera * 7919L + number);
    double shift = random.nextDouble(20);
    byte[] pixels = new byte[width * height * 3];
    double[] across = new double[width];
    for (int x = 0; x < width; x++) {
      across[x] = 40 * Math.sin((x + shift) / (9 + camera));
    }
    for (int y = 0, at = 0; y < height; y++) {
      double down = Math.cos((y - shift) / 13);
      for (int x = 0; x < width; x++) {
        double shade = across[x] * down;
        for (int c = 0; c < 3; c++) {
          double value = light * (110 + 12 * c + shade + random.nextInt(-6, 7));
          pixels[at++] = (byte) Math.max(0, Math.min(255, value));
        }
      }
    }
    return Frame.of(pixels, width, height, PixelFormat.RGB);
  }

  /** The same, of a size as "1920x1080". */
  public static Frame frame(String size, int camera, int number) {
    String[] sides = size.split("x");
    return frame(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), camera, number, 1);
  }
}
