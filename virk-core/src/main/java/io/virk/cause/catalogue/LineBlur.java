package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Motion blur, published: convolution with a one-sided Gaussian line at an angle of -45 .. 45
 * degrees from the horizontal, drawn for each frame.
 */
final class LineBlur extends CameraFault {
  /** Radius of the line (it has 2 radius + 1 steps) and sigma of its Gaussian, pixels. */
  private static final double[][] SMALL = {{6, 1}, {6, 1.5}, {6, 2}, {8, 2}, {9, 2.5}};

  private static final double[][] LARGE = {{10, 3}, {15, 5}, {15, 8}, {15, 12}, {20, 15}};

  LineBlur() {
    super("motion blur", "blur");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] line = (small ? SMALL : LARGE)[level];
    double degrees = new SplittableRandom(seed).nextDouble(-45, 45);
    OneSidedLine kernel = OneSidedLine.of((int) line[0], line[1], degrees);
    for (float[] plane : planes.channels()) {
      kernel.apply(plane, planes.width(), planes.height());
    }
  }
}
