package io.virk.cause.catalogue;

/** A lens out of focus: convolution with a smoothed disk. */
final class Defocus extends CameraFault {
  /** Radius of the disk and sigma of its smoothing, pixels. */
  private static final double[][] SMALL = {{.3, .4}, {.4, .5}, {.5, .6}, {1, .2}, {1.5, .1}};

  private static final double[][] LARGE = {{3, .1}, {4, .5}, {6, .5}, {8, .5}, {10, .5}};

  /** Of a camera: from a lens that is just not sharp to one that shows nothing. */
  private static final double[][] CAMERA = {{1, .5}, {2, .5}, {3, .5}, {5, .5}, {8, .5}};

  private final boolean published;

  Defocus() {
    this("defocus", false);
  }

  /** Under another name: a published one. */
  Defocus(String name) {
    this(name, true);
  }

  private Defocus(String name, boolean published) {
    super(name, "blur");
    this.published = published;
  }

  @Override
  public boolean isOptical() {
    return !published;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] disk = (small ? SMALL : published ? LARGE : CAMERA)[level];
    planes.convolve(DiskKernel.of(disk[0], disk[1]));
  }
}
