package io.virk.cause.catalogue;

/** Haze or a dirty window: samples move towards their channel's mean. */
final class LowContrast extends CameraFault {
  private static final double[] SMALL = {.75, .5, .4, .3, .15};
  private static final double[] LARGE = {.4, .3, .2, .1, .05};

  LowContrast() {
    super(
        "low contrast",
        "contrast",
        "has less contrast than the baseline",
        "Clean the lens and its window; look for steam, dust or a new filter.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.towardsMean((small ? SMALL : LARGE)[level]);
  }
}
