package io.virk.scenes;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.SplittableRandom;

/** Images of a made-up camera: shapes with edges on a shaded ground, a little sensor noise. */
public final class Scenes {
  private Scenes() {}

  /** One image; the same arguments give the same pixels. */
  public static Frame frame(long camera, int number, int width, int height) {
    SplittableRandom random = new SplittableRandom(camera * 1_000_003L + number * 7919L + 17);
    double light = 110 + 6 * random.nextGaussian();
    double[] plane = new double[width * height * 3];
    double slope = random.nextDouble(-0.3, 0.3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          plane[(y * width + x) * 3 + c] = light + slope * (x - width / 2.0) + 4 * c;
        }
      }
    }
    for (int shape = 0; shape < 10; shape++) {
      int w = random.nextInt(width / 8, width / 3);
      int h = random.nextInt(height / 8, height / 3);
      int left = random.nextInt(-w / 2, width - w / 2);
      int top = random.nextInt(-h / 2, height - h / 2);
      boolean round = random.nextBoolean();
      double[] colour = {
        random.nextDouble(50, 190), random.nextDouble(50, 190), random.nextDouble(50, 190)
      };
      for (int y = Math.max(0, top); y < Math.min(height, top + h); y++) {
        for (int x = Math.max(0, left); x < Math.min(width, left + w); x++) {
          double dx = 2.0 * (x - left) / w - 1;
          double dy = 2.0 * (y - top) / h - 1;
          if (!round || dx * dx + dy * dy <= 1) {
            System.arraycopy(colour, 0, plane, (y * width + x) * 3, 3);
          }
        }
      }
    }
    byte[] pixels = new byte[plane.length];
    for (int i = 0; i < plane.length; i++) {
      double value = plane[i] + 2 * random.nextGaussian();
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return Frame.of(pixels, width, height, PixelFormat.RGB);
  }
}
