package io.virk.cause.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Normal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * The noise of a sensor, estimated where an image is flattest: of each channel the tenth percentile
 * over blocks of the noise after Immerkaer (1996), doi:10.1006/cviu.1996.0060.
 *
 * <p>What happens to light in front of a sensor leaves the sensor's own noise as it is, but a
 * change of the finished image takes it along: a blur smooths it, a gain below 1 shrinks it. {@link
 * #restored} puts back what was lost.
 *
 * @param sigmas of red, green and blue, levels; of a gray image thrice the same
 */
record SensorFloor(double[] sigmas) {
  private static final int BLOCK = 8;
  private static final double FLATTEST = 0.1;

  /** The tenth percentile of a block's mean response to white noise, over its mean. */
  private static final double OF_WHITE_NOISE = 0.83;

  /** Of a frame as a capture keeps it: of its patches, if it has any. */
  static SensorFloor of(Frame frame) {
    List<Frame> parts = frame.patches().isEmpty() ? List.of(frame) : frame.patches();
    int[] channels = channels(frame.format());
    double[] sigmas = new double[channels.length];
    for (int c = 0; c < sigmas.length; c++) {
      boolean again = c > 0 && channels[c] == channels[0];
      sigmas[c] = again ? sigmas[0] : sigma(parts, channels[c]);
    }
    return new SensorFloor(sigmas);
  }

  /** Where in a pixel red, green and blue are: all the same of a gray image. */
  private static int[] channels(PixelFormat format) {
    return new int[] {format.red(), format.green(), format.blue()};
  }

  /** Levels; 0 of an image without a whole block. */
  private static double sigma(List<Frame> parts, int channel) {
    double[] sums =
        parts.stream().flatMapToDouble(part -> DoubleStream.of(blocks(part, channel))).toArray();
    if (sums.length == 0) {
      return 0;
    }
    Arrays.sort(sums);
    double flattest = sums[(int) (FLATTEST * sums.length)];
    return Math.sqrt(Math.PI / 2) * flattest / (6.0 * BLOCK * BLOCK * OF_WHITE_NOISE);
  }

  /** The sizes of the responses in each block, added up. */
  private static double[] blocks(Frame frame, int channel) {
    int across = Math.max(0, (frame.width() - 2) / BLOCK);
    int down = Math.max(0, (frame.height() - 2) / BLOCK);
    byte[] pixels = frame.pixels();
    int step = frame.format().samplesPerPixel();
    double[] sums = new double[across * down];
    for (int y = 0; y < down * BLOCK; y++) {
      int above = frame.offset() + y * frame.rowStride() + channel;
      int row = above + frame.rowStride();
      int below = row + frame.rowStride();
      for (int x = 0; x < across * BLOCK; x++, above += step, row += step, below += step) {
        int corners = at(pixels, above) + at(pixels, above + 2 * step);
        corners += at(pixels, below) + at(pixels, below + 2 * step);
        int sides = at(pixels, above + step) + at(pixels, below + step);
        sides += at(pixels, row) + at(pixels, row + 2 * step);
        int response = corners - 2 * sides + 4 * at(pixels, row + step);
        sums[y / BLOCK * across + x / BLOCK] += Math.abs(response);
      }
    }
    return sums;
  }

  private static int at(byte[] pixels, int index) {
    return pixels[index] & 0xff;
  }

  /**
   * Adds as much noise to a changed image as it has less than a multiple of this.
   *
   * @param changed gray, or in colour. Not modified.
   * @param now the noise that it has
   * @param factor of this noise that is wanted
   * @return a frame of its own
   */
  Frame restored(Frame changed, SensorFloor now, double factor, SplittableRandom random) {
    Frame restored = changed.copy();
    byte[] pixels = restored.pixels();
    int step = changed.format().samplesPerPixel();
    int[] channels = channels(changed.format());
    Normal normal = new Normal(random);
    for (int c = 0; c < (changed.format() == PixelFormat.GRAY ? 1 : channels.length); c++) {
      double wanted = factor * sigmas[c];
      double lost = wanted * wanted - now.sigmas[c] * now.sigmas[c];
      if (lost > 0) {
        double sigma = Math.sqrt(lost);
        for (int i = channels[c]; i < pixels.length; i += step) {
          double noisy = (pixels[i] & 0xff) + sigma * normal.next();
          pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(noisy)));
        }
      }
    }
    return restored;
  }
}
