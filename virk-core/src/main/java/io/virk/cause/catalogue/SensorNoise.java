package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/** Sensor noise: normal, independent for each sample. */
final class SensorNoise extends CameraFault {
  private static final double[] SMALL = {.04, .06, .08, .09, .10};
  private static final double[] LARGE = {.08, .12, .18, .26, .38};

  /** Of a camera: 4 to 56 levels, from just more grain to hardly a picture. */
  private static final double[] CAMERA = {.016, .03, .055, .1, .22};

  private final boolean published;

  SensorNoise() {
    this("sensor noise", false);
  }

  /** Under another name: a published one. */
  SensorNoise(String name) {
    this(name, true);
  }

  private SensorNoise(String name, boolean published) {
    super(name, "noise");
    this.published = published;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.addNoise(
        255 * (small ? SMALL : published ? LARGE : CAMERA)[level], new SplittableRandom(seed));
  }
}
