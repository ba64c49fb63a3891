package io.virk.cause.catalogue;

/** Masks of the size of an image: one value a pixel, row-major. */
final class Shapes {
  private Shapes() {}

  /**
   * Adds a disk with a soft edge to a mask; where two overlap the larger value counts.
   *
   * @param mask of the planes' size
   * @param x centre, pixels
   * @param y centre, pixels
   * @param radius to the middle of the edge, pixels
   * @param softness width of the edge as a share of the radius, 0 .. 1
   * @param value inside
   */
  static void disk(
      float[] mask,
      Planes planes,
      double x,
      double y,
      double radius,
      double softness,
      double value) {
    double inner = radius * (1 - softness / 2);
    double outer = radius * (1 + softness / 2);
    int width = planes.width();
    int top = (int) Math.max(0, Math.floor(y - outer));
    int bottom = (int) Math.min(planes.height() - 1, Math.ceil(y + outer));
    int left = (int) Math.max(0, Math.floor(x - outer));
    int right = (int) Math.min(width - 1, Math.ceil(x + outer));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double distance = Math.hypot(column - x, row - y);
        double share =
            distance <= inner ? 1 : distance >= outer ? 0 : (outer - distance) / (outer - inner);
        double smooth = share * share * (3 - 2 * share);
        int at = row * width + column;
        mask[at] = (float) Math.max(mask[at], value * smooth);
      }
    }
  }

  /**
   * A ramp over the image.
   *
   * @param side 0 left, 1 right, 2 top, 3 bottom: where it is 0
   * @return 0 there .. 1 at the other side
   */
  static float[] ramp(Planes planes, int side) {
    int width = planes.width();
    int height = planes.height();
    float[] ramp = new float[width * height];
    for (int y = 0; y < height; y++) {
      float down = height == 1 ? 0.5f : (float) y / (height - 1);
      for (int x = 0; x < width; x++) {
        float along = width == 1 ? 0.5f : (float) x / (width - 1);
        ramp[y * width + x] =
            switch (side) {
              case 0 -> along;
              case 1 -> 1 - along;
              case 2 -> down;
              default -> 1 - down;
            };
      }
    }
    return ramp;
  }

  /**
   * Squared distances from the centre.
   *
   * @return 0 in the centre .. 1 in the corners
   */
  static float[] fromCentre(Planes planes) {
    int width = planes.width();
    int height = planes.height();
    float[] squares = new float[width * height];
    float cx = (width - 1) / 2f;
    float cy = (height - 1) / 2f;
    float corner = Math.max(1e-6f, cx * cx + cy * cy);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        squares[y * width + x] = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / corner;
      }
    }
    return squares;
  }
}
