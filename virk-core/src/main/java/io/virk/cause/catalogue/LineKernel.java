package io.virk.cause.catalogue;

/**
 * What a point of light becomes when the camera moves while the shutter is open: a line.
 *
 * @param radius half the side of the kernel: it has 2 radius + 1 rows and columns
 * @param weights [side x side] row-major, sum 1
 */
record LineKernel(int radius, float[] weights) {
  private static final int STEPS = 4;

  /**
   * A line of one brightness through the centre.
   *
   * @param length pixels, &ge; 0
   * @param degrees its direction, 0 along the rows
   */
  static LineKernel of(double length, double degrees) {
    int radius = (int) Math.ceil(length / 2) + 1;
    int side = 2 * radius + 1;
    double[] sums = new double[side * side];
    int points = 1 + STEPS * (int) Math.ceil(length);
    for (int i = 0; i < points; i++) {
      double place = points == 1 ? 0 : length * ((double) i / (points - 1) - 0.5);
      double x = radius + place * Math.cos(Math.toRadians(degrees));
      double y = radius + place * Math.sin(Math.toRadians(degrees));
      int left = (int) x;
      int top = (int) y;
      double fx = x - left;
      double fy = y - top;
      sums[top * side + left] += (1 - fx) * (1 - fy);
      sums[top * side + left + 1] += fx * (1 - fy);
      sums[(top + 1) * side + left] += (1 - fx) * fy;
      sums[(top + 1) * side + left + 1] += fx * fy;
    }
    float[] weights = new float[sums.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (sums[i] / points);
    }
    return new LineKernel(radius, weights);
  }
}
