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
 * <p>An encoder smooths colours more than luma, so that noise of the three channels hangs together:
 * what they share is estimated by the noise of their differences.
 *
 * @param sigmas of red, green and blue, levels; of a gray image thrice the same
 * @param shared by the channels, a share of their variance, 0 .. 1
 */
record SensorFloor(double[] sigmas, double shared) {
  private static final int BLOCK = 8;
  private static final double FLATTEST = 0.1;
  private static final int NONE = -1;

  /** The tenth percentile of a block's mean response to white noise, over its mean. */
  private static final double OF_WHITE_NOISE = 0.83;

  /** Drawn once: each row of an image begins somewhere in them. */
  private static final float[] NORMALS = normals(1 << 15);

  private static float[] normals(int number) {
    Normal normal = new Normal(new SplittableRandom(0));
    float[] values = new float[number];
    for (int i = 0; i < number; i++) {
      values[i] = (float) normal.next();
    }
    return values;
  }

  /** Of a frame as a capture keeps it: of its patches, if it has any. */
  static SensorFloor of(Frame frame) {
    List<Frame> parts = frame.patches().isEmpty() ? List.of(frame) : frame.patches();
    int[] channels = channels(frame.format());
    double[] sigmas = new double[channels.length];
    for (int c = 0; c < sigmas.length; c++) {
      boolean again = c > 0 && channels[c] == channels[0];
      sigmas[c] = again ? sigmas[0] : sigma(parts, channels[c], NONE);
    }
    if (frame.format() == PixelFormat.GRAY) {
      return new SensorFloor(sigmas, 1);
    }
    double shared = 0;
    double all = 0;
    for (int c = 0; c <= 2; c += 2) { // red less green, blue less green
      double apart = sigma(parts, channels[c], channels[1]);
      double both = sigmas[c] * sigmas[c] + sigmas[1] * sigmas[1];
      shared += both - apart * apart;
      all += both;
    }
    return new SensorFloor(sigmas, all > 0 ? Math.max(0, Math.min(1, shared / all)) : 0);
  }

  /** Where in a pixel red, green and blue are: all the same of a gray image. */
  private static int[] channels(PixelFormat format) {
    return new int[] {format.red(), format.green(), format.blue()};
  }

  /** Of a channel, less another if there is one: levels; 0 of an image without a whole block. */
  private static double sigma(List<Frame> parts, int channel, int less) {
    double[] sums =
        parts.stream()
            .flatMapToDouble(part -> DoubleStream.of(blocks(part, channel, less)))
            .toArray();
    if (sums.length == 0) {
      return 0;
    }
    Arrays.sort(sums);
    double flattest = sums[(int) (FLATTEST * sums.length)];
    return Math.sqrt(Math.PI / 2) * flattest / (6.0 * BLOCK * BLOCK * OF_WHITE_NOISE);
  }

  /** The sizes of the responses in each block, added up. */
  private static double[] blocks(Frame frame, int channel, int less) {
    int across = (frame.width() - 2) / BLOCK;
    int down = (frame.height() - 2) / BLOCK;
    if (across < 1 || down < 1) {
      return new double[0];
    }
    int width = across * BLOCK + 2;
    double[] sums = new double[across * down];
    int[] above = row(frame, channel, less, 0, new int[width]);
    int[] row = row(frame, channel, less, 1, new int[width]);
    int[] below = new int[width];
    int[] bends = new int[width];
    for (int y = 0; y < down * BLOCK; y++) {
      row(frame, channel, less, y + 2, below);
      for (int x = 0; x < width; x++) {
        bends[x] = above[x] - 2 * row[x] + below[x];
      }
      for (int x = 0; x < width - 2; x++) {
        bends[x] = Math.abs(bends[x] - 2 * bends[x + 1] + bends[x + 2]);
      }
      for (int block = 0; block < across; block++) {
        int sum = 0;
        for (int x = block * BLOCK; x < (block + 1) * BLOCK; x++) {
          sum += bends[x];
        }
        sums[y / BLOCK * across + block] += sum;
      }
      int[] free = above;
      above = row;
      row = below;
      below = free;
    }
    return sums;
  }

  private static int[] row(Frame frame, int channel, int less, int y, int[] into) {
    byte[] pixels = frame.pixels();
    int step = frame.format().samplesPerPixel();
    int at = frame.offset() + y * frame.rowStride();
    for (int x = 0; x < into.length; x++, at += step) {
      into[x] = (pixels[at + channel] & 0xff) - (less == NONE ? 0 : pixels[at + less] & 0xff);
    }
    return into;
  }

  /**
   * Adds as much noise to a changed image as it has less than a multiple of this.
   *
   * @param changed gray, or in colour. Not modified.
   * @param now its own noise
   * @param factor of this noise that is wanted
   * @return a frame of its own
   */
  Frame restored(Frame changed, SensorFloor now, double factor, SplittableRandom random) {
    Frame restored = changed.copy();
    byte[] pixels = restored.pixels();
    int step = changed.format().samplesPerPixel();
    int[] channels = channels(changed.format());
    boolean gray = changed.format() == PixelFormat.GRAY;
    int length = step * changed.width();
    float own = (float) Math.sqrt(gray ? 1 : 1 - shared);
    float common = (float) Math.sqrt(gray ? 0 : shared);
    long seedOfShared = common > 0 ? random.nextLong() : 0;
    for (int c = 0; c < (gray ? 1 : channels.length); c++) {
      double wanted = factor * sigmas[c];
      double lost = wanted * wanted - now.sigmas[c] * now.sigmas[c];
      if (lost > 0) {
        float sigma = (float) Math.sqrt(lost);
        SplittableRandom ofShared = new SplittableRandom(seedOfShared); // the same for each channel
        for (int from = channels[c]; from < pixels.length; from += length) {
          int drawn = random.nextInt(NORMALS.length);
          int sharedDrawn = ofShared.nextInt(NORMALS.length);
          int end = Math.min(pixels.length, from - channels[c] + length);
          for (int i = from; i < end; i += step) {
            float noise =
                own * NORMALS[drawn++ & (NORMALS.length - 1)]
                    + common * NORMALS[sharedDrawn++ & (NORMALS.length - 1)];
            float noisy = (pixels[i] & 0xff) + sigma * noise;
            pixels[i] = (byte) Math.max(0, Math.min(255, (int) (noisy + .5f)));
          }
        }
      }
    }
    return restored;
  }
}
