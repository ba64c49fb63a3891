package io.virk.scenes;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.SplittableRandom;

/**
 * A made-up camera that stands still before a scene of its own, larger than its picture, through
 * which something passes; until it is knocked.
 */
public final class StillCamera {
  private static final int SPOTS = 150;

  private final int width;
  private final int height;
  private final double[][] spots = new double[SPOTS][];
  private double right;
  private double down;
  private double radians;
  private double scale = 1;

  /** One camera; the same arguments give the same scene. */
  public StillCamera(long seed, int width, int height) {
    this.width = width;
    this.height = height;
    SplittableRandom random = new SplittableRandom(seed * 7919 + 3);
    for (int i = 0; i < SPOTS; i++) {
      double size = random.nextDouble(0.02, 0.08);
      spots[i] =
          new double[] {
            random.nextDouble(-0.5, 1.5),
            random.nextDouble(-0.5, 1.5),
            size * random.nextDouble(0.5, 2),
            size,
            random.nextDouble(-70, 70)
          };
    }
  }

  /** Moves its picture: shares of width and height, degrees clockwise, and a zoom. */
  public StillCamera knocked(double toTheRight, double downwards, double degrees, double zoom) {
    right = toTheRight;
    down = downwards;
    radians = Math.toRadians(degrees);
    scale = zoom;
    return this;
  }

  /** One picture; the same number gives the same pixels. */
  public Frame frame(int number) {
    SplittableRandom random = new SplittableRandom(number * 104_729L + 11);
    double light = 110 + random.nextGaussian();
    double passes = random.nextDouble(1.2);
    byte[] pixels = new byte[width * height];
    double[] luma = new double[width * height];
    double cos = Math.cos(radians) / scale;
    double sin = Math.sin(radians) / scale;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = x + 0.5 - width * (0.5 + right);
        double dy = y + 0.5 - height * (0.5 + down);
        double u = (cos * dx + sin * dy) / width + 0.5;
        double v = (cos * dy - sin * dx) / height + 0.5;
        luma[y * width + x] = light + seen(u, v, passes);
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      double value = luma[i] + 3 * random.nextGaussian();
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return Frame.of(pixels, width, height, PixelFormat.GRAY);
  }

  private double seen(double u, double v, double passes) {
    if (Math.abs(u - passes) < 0.06 && Math.abs(v - 0.6) < 0.05) {
      return 60;
    }
    double sum = 0;
    for (double[] spot : spots) {
      double a = (u - spot[0]) / spot[2];
      double b = (v - spot[1]) / spot[3];
      double square = a * a + b * b;
      if (square < 2) {
        sum += square < 1 ? spot[4] : spot[4] * (2 - square);
      }
    }
    return sum;
  }
}
