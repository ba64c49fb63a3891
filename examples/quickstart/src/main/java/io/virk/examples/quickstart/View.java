package io.virk.examples.quickstart;

/**
 * Where the rays of a camera's pixels go: a pinhole with a little barrel distortion, looking down
 * at the middle of the belt. The belt is the plane z = 0, runs along x, and is seen from the side
 * of negative y.
 */
final class View {
  private static final double DISTANCE = 4.4;
  private static final double SEEN = 2.55;
  private static final double BARREL = 0.045;

  private final int width;
  private final int height;
  private final double focal;
  private final double[] eye;
  private final double[] right;
  private final double[] down;
  private final double[] forward;

  View(Station station, int width, int height) {
    this.width = width;
    this.height = height;
    focal = height * DISTANCE / SEEN * station.zoom();
    double sin = Math.sin(station.tilt());
    double cos = Math.cos(station.tilt());
    double sinYaw = Math.sin(station.yaw());
    double cosYaw = Math.cos(station.yaw());
    forward = turn(0, sin, -cos, sinYaw, cosYaw);
    double[] levelRight = turn(1, 0, 0, sinYaw, cosYaw);
    double[] levelDown = turn(0, -cos, -sin, sinYaw, cosYaw);
    double sinRoll = Math.sin(station.roll());
    double cosRoll = Math.cos(station.roll());
    right = new double[3];
    down = new double[3];
    eye = new double[3];
    for (int i = 0; i < 3; i++) {
      right[i] = cosRoll * levelRight[i] + sinRoll * levelDown[i];
      down[i] = cosRoll * levelDown[i] - sinRoll * levelRight[i];
      eye[i] = -DISTANCE * forward[i];
    }
  }

  /** The point the rays start from. Not to be modified. */
  double[] eye() {
    return eye;
  }

  /** The direction the camera looks in, of length 1. Not to be modified. */
  double[] forward() {
    return forward;
  }

  /**
   * The ray through a point of the image.
   *
   * @param column from the left edge, in pixels
   * @param row from the upper edge, in pixels
   * @param ray the direction, not normalised. Modified.
   */
  void ray(double column, double row, double[] ray) {
    double u = (column - width / 2.0) / focal;
    double v = (row - height / 2.0) / focal;
    double stretch = 1 + BARREL * (u * u + v * v) * 4;
    for (int i = 0; i < 3; i++) {
      ray[i] = forward[i] + stretch * (u * right[i] + v * down[i]);
    }
  }

  private static double[] turn(double x, double y, double z, double sin, double cos) {
    return new double[] {cos * x - sin * y, sin * x + cos * y, z};
  }
}
