package io.virk.cause.catalogue;

/** Haze or a dirty window: samples move towards their channel's mean. */
final class LowContrast extends CameraFault {
  private static final double[] SMALL = {.75, .5, .4, .3, .15};
  private static final double[] LARGE = {.4, .3, .2, .1, .05};

  /** Of a camera: what is left of the contrast, from just less to hardly any. */
  private static final double[] CAMERA = {.8, .6, .42, .26, .12};

  private final boolean published;

  LowContrast() {
    this("low contrast", false);
  }

  /** Under another name: a published one. */
  LowContrast(String name) {
    this(name, true);
  }

  private LowContrast(String name, boolean published) {
    super(name, "contrast");
    this.published = published;
  }

  @Override
  public boolean isOptical() {
    return !published;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.towardsMean((small ? SMALL : published ? LARGE : CAMERA)[level]);
  }
}
