package io.virk.cause.catalogue;

/**
 * A normalised, smoothed disk: what a point of light becomes behind a lens out of focus. Kept as
 * the few rows and columns that are not zero.
 *
 * @param radius half the side of the kernel: it has 2 radius + 1 rows and columns
 * @param weights [side x side] row-major, sum 1
 */
record DiskKernel(int radius, float[] weights) {
  /**
   * The kernel of defocus: a disk on a grid of at least 17 x 17, smoothed by a Gaussian of 3 x 3 (5
   * x 5 above radius 8), as published.
   */
  static DiskKernel of(double diskRadius, double aliasSigma) {
    int grid = diskRadius <= 8 ? 8 : (int) Math.ceil(diskRadius);
    int blur = diskRadius <= 8 ? 1 : 2;
    int radius = Math.min(grid, (int) Math.floor(diskRadius)) + blur;
    int side = 2 * radius + 1;
    double[] gaussian = new double[2 * blur + 1];
    double norm = 0;
    for (int i = -blur; i <= blur; i++) {
      gaussian[i + blur] = Math.exp(-i * i / (2 * aliasSigma * aliasSigma));
      norm += gaussian[i + blur];
    }
    float[] weights = new float[side * side];
    double sum = 0;
    for (int y = -radius; y <= radius; y++) {
      for (int x = -radius; x <= radius; x++) {
        double value = 0;
        for (int dy = -blur; dy <= blur; dy++) {
          for (int dx = -blur; dx <= blur; dx++) {
            int sx = x + dx;
            int sy = y + dy;
            if (sx * sx + sy * sy <= diskRadius * diskRadius) {
              value += gaussian[dy + blur] * gaussian[dx + blur] / (norm * norm);
            }
          }
        }
        weights[(y + radius) * side + x + radius] = (float) value;
        sum += value;
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) sum;
    }
    return new DiskKernel(radius, weights);
  }
}
