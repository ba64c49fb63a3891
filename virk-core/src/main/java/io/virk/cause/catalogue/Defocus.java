package io.virk.cause.catalogue;

/** A lens out of focus: convolution with a smoothed disk. */
final class Defocus extends CameraFault {
  /** Radius of the disk and sigma of its smoothing, pixels. */
  private static final double[][] SMALL = {{.3, .4}, {.4, .5}, {.5, .6}, {1, .2}, {1.5, .1}};

  private static final double[][] LARGE = {{3, .1}, {4, .5}, {6, .5}, {8, .5}, {10, .5}};

  Defocus() {
    super(
        "defocus",
        "blur",
        "is out of focus, blurrier than the baseline",
        "Check the lens: focus ring, locking screw, working distance; clean the front glass.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] disk = (small ? SMALL : LARGE)[level];
    planes.convolve(DiskKernel.of(disk[0], disk[1]));
  }
}
