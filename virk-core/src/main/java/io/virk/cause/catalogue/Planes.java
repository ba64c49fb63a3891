package io.virk.cause.catalogue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The channels of a frame as planes of floats, 0 .. 255; what causes work on. */
final class Planes {
  private final int width;
  private final int height;
  private final float[][] channels;

  private Planes(int width, int height, float[][] channels) {
    this.width = width;
    this.height = height;
    this.channels = channels;
  }

  static Planes of(Frame frame) {
    PixelFormat format = frame.format();
    int[] bands =
        format == PixelFormat.GRAY
            ? new int[] {0}
            : new int[] {format.red(), format.green(), format.blue()};
    int width = frame.width();
    int height = frame.height();
    float[][] channels = new float[bands.length][width * height];
    for (int c = 0; c < bands.length; c++) {
      for (int y = 0; y < height; y++) {
        int at = frame.offset() + y * frame.rowStride() + bands[c];
        for (int x = 0; x < width; x++, at += format.samplesPerPixel()) {
          channels[c][y * width + x] = frame.pixels()[at] & 0xff;
        }
      }
    }
    return new Planes(width, height, channels);
  }

  /** Multiplies the channels; a gray image takes the mean of the three gains. */
  void gain(double red, double green, double blue) {
    double[] gains =
        channels.length == 1
            ? new double[] {(red + green + blue) / 3}
            : new double[] {red, green, blue};
    for (int c = 0; c < channels.length; c++) {
      float gain = (float) gains[c];
      float[] plane = channels[c];
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= gain;
      }
    }
  }

  void towardsMean(double factor) {
    for (float[] plane : channels) {
      double sum = 0;
      for (float v : plane) {
        sum += v;
      }
      float mean = (float) (sum / plane.length);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (float) ((plane[i] - mean) * factor + mean);
      }
    }
  }

  void addNoise(double sigma, SplittableRandom random) {
    for (float[] plane : channels) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] += (float) (sigma * random.nextGaussian());
      }
    }
  }

  /**
   * Convolves every channel; borders mirrored without repeating the edge. Works on whole rows,
   * shifted into place first, so that the innermost loop runs over two arrays with one index and
   * becomes SIMD.
   */
  void convolve(DiskKernel kernel) {
    int radius = kernel.radius();
    int side = 2 * radius + 1;
    float[][] shifted = new float[height + 2 * radius][width];
    float[][] sums = new float[height][width];
    for (float[] plane : channels) {
      for (float[] row : sums) {
        Arrays.fill(row, 0);
      }
      for (int dx = 0; dx < side; dx++) {
        shift(plane, dx - radius, radius, shifted);
        for (int dy = 0; dy < side; dy++) {
          float weight = kernel.weights()[dy * side + dx];
          if (weight != 0) {
            for (int y = 0; y < height; y++) {
              addScaled(weight, shifted[y + dy], sums[y]);
            }
          }
        }
      }
      for (int y = 0; y < height; y++) {
        System.arraycopy(sums[y], 0, plane, y * width, width);
      }
    }
  }

  /** Copies all rows, and the mirrored ones above and below, moved left by a number of pixels. */
  private void shift(float[] plane, int by, int radius, float[][] shifted) {
    for (int y = 0; y < shifted.length; y++) {
      int from = reflect(y - radius, height) * width;
      float[] row = shifted[y];
      for (int x = 0; x < width; x++) {
        int at = x + by;
        row[x] = plane[from + (at >= 0 && at < width ? at : reflect(at, width))];
      }
    }
  }

  private static void addScaled(float weight, float[] row, float[] sum) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] += weight * row[x];
    }
  }

  private static int reflect(int index, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int folded = Math.floorMod(index, period);
    return folded < length ? folded : period - folded;
  }

  /** Rounds and clips to 8 bits. */
  Frame toFrame() {
    int samples = channels.length;
    byte[] pixels = new byte[width * height * samples];
    for (int c = 0; c < samples; c++) {
      for (int i = 0; i < width * height; i++) {
        pixels[i * samples + c] = (byte) Math.max(0, Math.min(255, Math.round(channels[c][i])));
      }
    }
    return Frame.of(pixels, width, height, samples == 1 ? PixelFormat.GRAY : PixelFormat.RGB);
  }
}
