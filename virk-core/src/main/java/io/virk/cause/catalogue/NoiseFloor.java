package io.virk.cause.catalogue;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The noise of a sensor, estimated where an image is flattest: of each channel the tenth percentile
 * over blocks of the noise after Immerkaer (1996), doi:10.1006/cviu.1996.0060.
 *
 * <p>What happens to light in front of a sensor leaves the sensor's own noise as it is, but a
 * change of the finished image takes it along: a blur smooths it, a gain below 1 shrinks it. {@link
 * #restore} puts back what was lost.
 */
final class NoiseFloor {
  private static final int BLOCK = 8;
  private static final double FLATTEST = 0.1;

  private final double[] sigmas;

  private NoiseFloor(double[] sigmas) {
    this.sigmas = sigmas;
  }

  static NoiseFloor of(Planes planes) {
    double[] sigmas = new double[planes.channels().length];
    for (int c = 0; c < sigmas.length; c++) {
      sigmas[c] = sigma(planes.channels()[c], planes.width(), planes.height());
    }
    return new NoiseFloor(sigmas);
  }

  /** Levels; 0 of an image without a whole block. */
  private static double sigma(float[] plane, int width, int height) {
    int across = (width - 2) / BLOCK;
    int down = (height - 2) / BLOCK;
    if (across < 1 || down < 1) {
      return 0;
    }
    double[] sums = new double[across * down];
    for (int y = 0; y < down * BLOCK; y++) {
      int above = y * width;
      int row = above + width;
      int below = row + width;
      for (int x = 0; x < across * BLOCK; x++) {
        float response =
            plane[above + x]
                - 2 * plane[above + x + 1]
                + plane[above + x + 2]
                - 2 * plane[row + x]
                + 4 * plane[row + x + 1]
                - 2 * plane[row + x + 2]
                + plane[below + x]
                - 2 * plane[below + x + 1]
                + plane[below + x + 2];
        sums[y / BLOCK * across + x / BLOCK] += Math.abs(response);
      }
    }
    Arrays.sort(sums);
    double flattest = sums[(int) (FLATTEST * sums.length)];
    return Math.sqrt(Math.PI / 2) * flattest / (6.0 * BLOCK * BLOCK);
  }

  /** Adds as much noise to changed planes as they have less than a multiple of that before. */
  void restore(Planes changed, double factor, SplittableRandom random) {
    NoiseFloor now = of(changed);
    for (int c = 0; c < sigmas.length; c++) {
      double wanted = factor * sigmas[c];
      double lost = wanted * wanted - now.sigmas[c] * now.sigmas[c];
      if (lost > 0) {
        double sigma = Math.sqrt(lost);
        float[] plane = changed.channels()[c];
        for (int i = 0; i < plane.length; i++) {
          plane[i] += (float) (sigma * random.nextGaussian());
        }
      }
    }
  }
}
