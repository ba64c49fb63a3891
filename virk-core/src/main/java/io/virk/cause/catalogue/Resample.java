package io.virk.cause.catalogue;

/** Moves, turns and scales images: bilinear, the edges repeated outwards. */
final class Resample {
  private Resample() {}

  /** An affine map from a place in the new image to the place it is taken from, pixels. */
  record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {
    /** Scales about a point: what is seen at (x, y) stood at centre + (x - centre) / factor. */
    static Affine scale(double factorX, double factorY, double centreX, double centreY) {
      return new Affine(
          1 / factorX, 0, centreX - centreX / factorX, 0, 1 / factorY, centreY - centreY / factorY);
    }

    /** Turns about a point. */
    static Affine turn(double degrees, double centreX, double centreY) {
      double cos = Math.cos(Math.toRadians(degrees));
      double sin = Math.sin(Math.toRadians(degrees));
      return new Affine(
          cos,
          -sin,
          centreX - cos * centreX + sin * centreY,
          sin,
          cos,
          centreY - sin * centreX - cos * centreY);
    }
  }

  /** Replaces the image by the mapped one. */
  static void affine(Planes planes, Affine map) {
    int width = planes.width();
    int height = planes.height();
    int channels = planes.channels().length;
    float[][] source = planes.copy().channels();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sx = clamp(map.xx() * x + map.xy() * y + map.x0(), width - 1);
        float sy = clamp(map.yx() * x + map.yy() * y + map.y0(), height - 1);
        for (int c = 0; c < channels; c++) {
          planes.channels()[c][y * width + x] = at(source[c], width, height, sx, sy);
        }
      }
    }
  }

  private static float clamp(double place, int last) {
    return (float) Math.max(0, Math.min(last, place));
  }

  /** The level between pixels, 0 .. width - 1 and 0 .. height - 1. */
  static float at(float[] plane, int width, int height, float x, float y) {
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    float fx = x - left;
    float fy = y - top;
    float upper = plane[top * width + left] * (1 - fx) + plane[top * width + right] * fx;
    float lower = plane[bottom * width + left] * (1 - fx) + plane[bottom * width + right] * fx;
    return upper * (1 - fy) + lower * fy;
  }

  /**
   * Another size: area means where it becomes smaller, bilinear where larger.
   *
   * @param width new pixels of a row, &ge; 1
   * @param height new rows, &ge; 1
   */
  static Planes resized(Planes planes, int width, int height) {
    float[][] resized = new float[planes.channels().length][];
    for (int c = 0; c < resized.length; c++) {
      float[] wide = transposed(planes.channels()[c], planes.width(), planes.height(), width);
      resized[c] = transposed(wide, planes.height(), width, height);
    }
    return new Planes(width, height, resized);
  }

  /** Resizes rows from a length to another and gives the result as columns. */
  private static float[] transposed(float[] plane, int length, int rows, int newLength) {
    float[] result = new float[newLength * rows];
    double step = (double) length / newLength;
    for (int i = 0; i < newLength; i++) {
      if (newLength < length) {
        mean(plane, length, rows, i * step, (i + 1) * step, result, i * rows);
      } else {
        float place = clamp((i + 0.5) * step - 0.5, length - 1);
        int left = (int) place;
        int right = Math.min(left + 1, length - 1);
        float share = place - left;
        for (int r = 0; r < rows; r++) {
          float[] p = plane;
          result[i * rows + r] = p[r * length + left] * (1 - share) + p[r * length + right] * share;
        }
      }
    }
    return result;
  }

  /** The mean of every row from one place to another. */
  private static void mean(
      float[] plane, int length, int rows, double from, double to, float[] result, int at) {
    int first = (int) from;
    int last = Math.min(length - 1, (int) Math.ceil(to) - 1);
    for (int i = first; i <= last; i++) {
      float weight = (float) ((Math.min(to, i + 1) - Math.max(from, i)) / (to - from));
      for (int r = 0; r < rows; r++) {
        result[at + r] += weight * plane[r * length + i];
      }
    }
  }

  /** Takes the detail away that a smaller image cannot have; the size stays. */
  static void coarsen(Planes planes, int width, int height) {
    Planes coarse = resized(planes, Math.max(1, width), Math.max(1, height));
    Planes large = resized(coarse, planes.width(), planes.height());
    for (int c = 0; c < planes.channels().length; c++) {
      System.arraycopy(
          large.channels()[c], 0, planes.channels()[c], 0, planes.channels()[c].length);
    }
  }
}
