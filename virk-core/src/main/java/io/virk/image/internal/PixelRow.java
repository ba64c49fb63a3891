package io.virk.image.internal;

/** One row of a frame, read. */
final class PixelRow {
  /** Whole numbers: luma times {@link PixelSums#SCALE}; and the same, to sum squares exactly. */
  final float[] luma;

  final double[] exact;

  /** R - G and B - G; all 0 of a gray frame. */
  final float[] redGreen;

  final float[] blueGreen;

  /** Of the luma. */
  long sum;

  PixelRow(int width) {
    luma = new float[width];
    exact = new double[width];
    redGreen = new float[width];
    blueGreen = new float[width];
  }

  /** Copies a row one to the right, so that a loop finds the left neighbour at its own index. */
  static void lefts(float[] row, int width, float[] target) {
    System.arraycopy(row, 0, target, 1, width - 1);
    target[0] = row[Math.min(1, width - 1)];
  }

  /** Copies a row one to the left: each finds its right neighbour. Ends are mirrored. */
  static void rights(float[] row, int width, float[] target) {
    System.arraycopy(row, 1, target, 0, width - 1);
    target[width - 1] = row[Math.max(0, width - 2)];
  }

  static void lefts(double[] row, int width, double[] target) {
    System.arraycopy(row, 0, target, 1, width - 1);
    target[0] = row[Math.min(1, width - 1)];
  }

  static void rights(double[] row, int width, double[] target) {
    System.arraycopy(row, 1, target, 0, width - 1);
    target[width - 1] = row[Math.max(0, width - 2)];
  }
}
