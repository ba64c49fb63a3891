package io.virk.examples.quickstart;

import io.virk.image.Frame;

/** Measures frames in the tests, by definitions of its own. */
final class Pixels {
  private Pixels() {}

  /** The samples back in linear light, 0 .. 1. */
  static double[] linear(Frame frame) {
    byte[] coded = frame.pixels();
    double[] linear = new double[coded.length];
    for (int at = 0; at < coded.length; at++) {
      double value = (coded[at] & 0xff) / 255.0;
      linear[at] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The root of the mean square of the differences. */
  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int at = 0; at < a.length; at++) {
      sum += (a[at] - b[at]) * (a[at] - b[at]);
    }
    return Math.sqrt(sum / a.length);
  }

  /** The variance of the Laplacian of the green samples, as 8-bit numbers. */
  static double sharpness(Frame frame) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int y = 1; y < frame.height() - 1; y++) {
      for (int x = 1; x < frame.width() - 1; x++) {
        double value =
            green(frame, x - 1, y)
                + green(frame, x + 1, y)
                + green(frame, x, y - 1)
                + green(frame, x, y + 1)
                - 4 * green(frame, x, y);
        sum += value;
        squares += value * value;
        count++;
      }
    }
    double mean = sum / count;
    return squares / count - mean * mean;
  }

  private static double green(Frame frame, int x, int y) {
    return frame.pixels()[(y * frame.width() + x) * 3 + 1] & 0xff;
  }
}
