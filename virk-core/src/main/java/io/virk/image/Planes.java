package io.virk.image;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The channels of a frame as planes of floats, 0 .. 255; what the corruptions work on. */
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

  /** Convolves every channel; borders mirrored without repeating the edge. */
  void convolve(DiskKernel kernel) {
    int radius = kernel.radius();
    int side = 2 * radius + 1;
    int paddedWidth = width + 2 * radius;
    float[] padded = new float[paddedWidth * (height + 2 * radius)];
    for (float[] plane : channels) {
      for (int y = -radius; y < height + radius; y++) {
        int row = reflect(y, height) * width;
        int to = (y + radius) * paddedWidth + radius;
        for (int x = -radius; x < width + radius; x++) {
          padded[to + x] = plane[row + reflect(x, width)];
        }
      }
      float[] line = new float[width];
      for (int y = 0; y < height; y++) {
        Arrays.fill(line, 0);
        for (int k = 0; k < side * side; k++) {
          float weight = kernel.weights()[k];
          if (weight != 0) {
            int from = (y + k / side) * paddedWidth + k % side;
            for (int x = 0; x < width; x++) {
              line[x] += weight * padded[from + x];
            }
          }
        }
        System.arraycopy(line, 0, plane, y * width, width);
      }
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
