package io.virk.examples.quickstart;

/** For a grid of rays: where each meets the belt, and how it leans. */
final class Rays {
  private final float[] x;
  private final float[] y;
  private final float[] leanX;
  private final float[] leanY;

  /**
   * Follows the rays of an image.
   *
   * @param fine rays along each side of a pixel
   */
  Rays(View view, int width, int height, int fine) {
    int count = width * fine * height * fine;
    x = new float[count];
    y = new float[count];
    leanX = new float[count];
    leanY = new float[count];
    double[] eye = view.eye();
    double[] ray = new double[3];
    for (int at = 0; at < count; at++) {
      view.ray((at % (width * fine) + 0.5) / fine, (at / (width * fine) + 0.5) / fine, ray);
      leanX[at] = (float) (ray[0] / ray[2]);
      leanY[at] = (float) (ray[1] / ray[2]);
      x[at] = (float) (eye[0] - eye[2] * ray[0] / ray[2]);
      y[at] = (float) (eye[1] - eye[2] * ray[1] / ray[2]);
    }
  }

  float x(int at) {
    return x[at];
  }

  float y(int at) {
    return y[at];
  }

  /** How far the ray goes along x for one unit of height. */
  float leanX(int at) {
    return leanX[at];
  }

  /** How far the ray goes along y for one unit of height. */
  float leanY(int at) {
    return leanY[at];
  }
}
