package io.virk.cause.catalogue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Normal;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The channels of a frame as planes of floats, 0 .. 255; what causes work on. */
final class Planes {
  private final int width;
  private final int height;
  private final float[][] channels;

  /** Luma of ITU-R BT.601, as everywhere in VIRK. */
  private static final float[] LUMA = {.299f, .587f, .114f};

  Planes(int width, int height, float[][] channels) {
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

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int shorterSide() {
    return Math.min(width, height);
  }

  /** One or three planes, row-major, to be worked on. */
  float[][] channels() {
    return channels;
  }

  boolean isGray() {
    return channels.length == 1;
  }

  Planes copy() {
    float[][] copies = new float[channels.length][];
    for (int c = 0; c < copies.length; c++) {
      copies[c] = channels[c].clone();
    }
    return new Planes(width, height, copies);
  }

  /** The luma plane, a new one. */
  float[] luma() {
    if (isGray()) {
      return channels[0].clone();
    }
    float[] luma = new float[width * height];
    for (int c = 0; c < channels.length; c++) {
      float weight = LUMA[c];
      float[] plane = channels[c];
      for (int i = 0; i < luma.length; i++) {
        luma[i] += weight * plane[i];
      }
    }
    return luma;
  }

  /** A colour as a gray image sees it, or as it is. */
  float[] seen(float... rgb) {
    return isGray() ? new float[] {LUMA[0] * rgb[0] + LUMA[1] * rgb[1] + LUMA[2] * rgb[2]} : rgb;
  }

  /** Replaces whole levels, as they are read, by those of a table. */
  void map(float[] table) {
    for (float[] plane : channels) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = table[(int) plane[i]];
      }
    }
  }

  /** Every sample times a gain, plus levels. */
  void linear(double gain, double offset) {
    for (float[] plane : channels) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (float) (plane[i] * gain + offset);
      }
    }
  }

  /** Every pixel times its gain. */
  void multiply(float[] gains) {
    for (float[] plane : channels) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= gains[i];
      }
    }
  }

  /** Lays a colour over the image. */
  void cover(float[] opacity, float[] colour) {
    for (int c = 0; c < channels.length; c++) {
      float[] plane = channels[c];
      float level = colour[c];
      for (int i = 0; i < plane.length; i++) {
        plane[i] += opacity[i] * (level - plane[i]);
      }
    }
  }

  /** Saturation: the distance of every channel from the pixel's luma times a factor. */
  void saturate(double factor) {
    if (isGray()) {
      return;
    }
    float[] luma = luma();
    for (float[] plane : channels) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = luma[i] + (float) factor * (plane[i] - luma[i]);
      }
    }
  }

  /** The same noise for all channels of a pixel. */
  void addGrayNoise(double sigma, SplittableRandom random) {
    Normal normal = new Normal(random);
    float[] noise = new float[width * height];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (sigma * normal.next());
    }
    for (float[] plane : channels) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] += noise[i];
      }
    }
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
    Normal normal = new Normal(random);
    for (float[] plane : channels) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] += (float) (sigma * normal.next());
      }
    }
  }

  /**
   * Convolves every channel; borders mirrored without repeating the edge. Works on whole rows,
   * shifted into place first, so that the innermost loop runs over two arrays with one index and
   * becomes SIMD.
   */
  void convolve(DiskKernel kernel) {
    convolve(kernel.radius(), kernel.weights());
  }

  /**
   * The same.
   *
   * @param weights [side x side] row-major, side = 2 radius + 1
   */
  void convolve(int radius, float[] weights) {
    int side = 2 * radius + 1;
    float[][] shifted = new float[height + 2 * radius][width];
    float[][] sums = new float[height][width];
    for (float[] plane : channels) {
      for (float[] row : sums) {
        Arrays.fill(row, 0);
      }
      for (int dx = 0; dx < side; dx++) {
        shift(plane, dx - radius, radius, shifted);
        for (int y = 0; y < height; y++) {
          for (int dy = 0; dy < side; dy++) {
            float weight = weights[dy * side + dx];
            if (weight != 0) {
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
      int first = Math.min(width, Math.max(0, -by));
      int last = Math.max(first, Math.min(width, width - by));
      for (int x = 0; x < first; x++) {
        row[x] = plane[from + reflect(x + by, width)];
      }
      if (last > first) {
        System.arraycopy(plane, from + first + by, row, first, last - first);
      }
      for (int x = last; x < width; x++) {
        row[x] = plane[from + reflect(x + by, width)];
      }
    }
  }

  private static void addScaled(float weight, float[] row, float[] sum) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] += weight * row[x];
    }
  }

  /** An index mirrored into 0 .. length - 1, without repeating the edge. */
  static int reflect(int index, int length) {
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
      float[] plane = channels[c];
      for (int i = 0, at = c; i < plane.length; i++, at += samples) {
        pixels[at] = (byte) Math.max(0, Math.min(255, (int) (plane[i] + .5f)));
      }
    }
    return Frame.of(pixels, width, height, samples == 1 ? PixelFormat.GRAY : PixelFormat.RGB);
  }
}
