package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Elastic transform, published: a random affine map, then a displacement of each pixel by uniform
 * noise that a Gaussian has smoothed. The numbers are shares of the shorter side; those of
 * ImageNet-C were taken of 244 pixels for images of 224, and so they are here. Not monotone: low
 * severities bend as a whole, high ones ripple.
 */
final class ElasticTransform extends CameraFault {
  /** Strength of the displacement, sigma of the Gaussian, and the affine map's largest shift. */
  private static final double[][] SMALL = {
    {0, 0, .08}, {.05, .2, .07}, {.08, .06, .06}, {.1, .04, .05}, {.1, .03, .03}
  };

  private static final double[][] LARGE = {
    {2, .7, .1}, {2, .08, .2}, {.05, .01, .02}, {.07, .01, .02}, {.12, .01, .02}
  };

  /** Above so many pixels a Gaussian's noise is drawn on a coarser grid. */
  private static final double COARSE_SIGMA = 4;

  ElasticTransform() {
    super("elastic transform", "geometry");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] elastic = (small ? SMALL : LARGE)[level];
    int width = planes.width();
    int height = planes.height();
    double side = Math.min(width, height) * (small ? 1 : 244 / 224.0);
    SplittableRandom random = new SplittableRandom(seed);
    affine(planes, side * elastic[2], random);
    if (elastic[0] > 0) {
      float[] dx = displacement(width, height, side * elastic[1], side * elastic[0], random);
      float[] dy = displacement(width, height, side * elastic[1], side * elastic[0], random);
      for (int y = 0, i = 0; y < height; y++) {
        for (int x = 0; x < width; x++, i++) {
          dx[i] += x;
          dy[i] += y;
        }
      }
      sample(planes, dx, dy);
    }
  }

  /**
   * Moves three corners of the middle third to random places. A map that all but folds the image is
   * drawn again.
   */
  private static void affine(Planes planes, double largest, SplittableRandom random) {
    int width = planes.width();
    int height = planes.height();
    double third = Math.max(1, Math.min(width, height) / 3);
    double[] moved = new double[6];
    double xx;
    double xy;
    double yx;
    double yy;
    double determinant;
    do {
      for (int i = 0; i < moved.length; i++) {
        moved[i] = largest * random.nextDouble(-1, 1);
      }
      xx = 1 + (moved[2] - moved[4]) / (2 * third);
      yx = (moved[3] - moved[5]) / (2 * third);
      xy = (moved[0] - moved[2]) / (2 * third);
      yy = 1 + (moved[1] - moved[3]) / (2 * third);
      determinant = xx * yy - xy * yx;
    } while (determinant < .1);
    double shiftX = (moved[0] + moved[4]) / 2;
    double shiftY = (moved[1] + moved[5]) / 2;
    int middleX = width / 2;
    int middleY = height / 2;
    float[] atX = new float[width * height];
    float[] atY = new float[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      double fromY = y - middleY - shiftY;
      for (int x = 0; x < width; x++, i++) {
        double fromX = x - middleX - shiftX;
        atX[i] = (float) (middleX + (yy * fromX - xy * fromY) / determinant);
        atY[i] = (float) (middleY + (xx * fromY - yx * fromX) / determinant);
      }
    }
    sample(planes, atX, atY);
  }

  /**
   * Uniform noise of -1 .. 1, smoothed, times a strength. A wide Gaussian makes means of so many
   * samples that those of k x k pixels can be drawn at once, with a k-th of the spread, on a grid k
   * times as coarse, which is then enlarged: the same but for a hundredth, and not in seconds.
   */
  static float[] displacement(
      int width, int height, double sigma, double strength, SplittableRandom random) {
    int step = Math.max(1, (int) (sigma / COARSE_SIGMA));
    int columns = (width + step - 1) / step;
    int rows = (height + step - 1) / step;
    float[] noise = new float[columns * rows];
    float spread = (float) (strength / step);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = spread * (random.nextInt() * 0x1p-31f);
    }
    GaussianFilter.mirrored(sigma / step).apply(noise, columns, rows);
    return step == 1 ? noise : enlarged(noise, columns, rows, step, width, height);
  }

  private static float[] enlarged(
      float[] coarse, int columns, int rows, int step, int width, int height) {
    float[] plane = new float[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      float atY = Math.max(0, Math.min(rows - 1, (y + .5f) / step - .5f));
      int above = (int) atY * columns;
      int below = Math.min((int) atY + 1, rows - 1) * columns;
      float down = atY - (int) atY;
      for (int x = 0; x < width; x++, i++) {
        float atX = Math.max(0, Math.min(columns - 1, (x + .5f) / step - .5f));
        int left = (int) atX;
        int right = Math.min(left + 1, columns - 1);
        float across = atX - left;
        float upper =
            coarse[above + left] + across * (coarse[above + right] - coarse[above + left]);
        float lower =
            coarse[below + left] + across * (coarse[below + right] - coarse[below + left]);
        plane[i] = upper + down * (lower - upper);
      }
    }
    return plane;
  }

  /**
   * Takes every pixel from another place, bilinear; outside, the image is mirrored without
   * repeating the edge.
   *
   * @param atX [width x height] columns
   * @param atY rows
   */
  private static void sample(Planes planes, float[] atX, float[] atY) {
    int width = planes.width();
    int height = planes.height();
    float[][] channels = planes.channels();
    float[][] sources = new float[channels.length][];
    for (int c = 0; c < sources.length; c++) {
      sources[c] = channels[c].clone();
    }
    for (int i = 0; i < atX.length; i++) {
      int floorX = (int) Math.floor(atX[i]);
      int floorY = (int) Math.floor(atY[i]);
      float right = atX[i] - floorX;
      float down = atY[i] - floorY;
      int left = inside(floorX, width);
      int next = inside(floorX + 1, width);
      int above = inside(floorY, height) * width;
      int below = inside(floorY + 1, height) * width;
      for (int c = 0; c < sources.length; c++) {
        float[] source = sources[c];
        float upper = source[above + left] + right * (source[above + next] - source[above + left]);
        float lower = source[below + left] + right * (source[below + next] - source[below + left]);
        channels[c][i] = upper + down * (lower - upper);
      }
    }
  }

  private static int inside(int index, int length) {
    return index >= 0 && index < length ? index : Planes.reflect(index, length);
  }
}
