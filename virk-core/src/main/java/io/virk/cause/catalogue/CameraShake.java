package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * The camera moved while the shutter was open: every point becomes a line. Its direction is random
 * in every frame.
 */
final class CameraShake extends CameraFault {
  /** Length of the line, pixels, for images as small as CIFAR's: two pixels are just seen. */
  private static final double[] SMALL = {2, 3, 4, 5.2, 7};

  /** Length as a share of the shorter side: 2.7 to 25 of 224 pixels, about the published spread. */
  private static final double[] LARGE = {.012, .025, .045, .07, .11};

  CameraShake() {
    super("camera shake", "blur");
  }

  /** Along the rows, falling, along the columns, rising. */
  @Override
  public int variants() {
    return 4;
  }

  @Override
  public boolean isOptical() {
    return true;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double length = small ? SMALL[level] : LARGE[level] * planes.shorterSide();
    double degrees = 45 * (variant(seed) + new SplittableRandom(seed).nextDouble(-.5, .5));
    LineKernel line = LineKernel.of(length, degrees);
    planes.convolve(line.radius(), line.weights());
  }
}
