package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/** Sensor noise: normal, independent for each sample. */
final class SensorNoise extends CameraFault {
  private static final double[] SMALL = {.04, .06, .08, .09, .10};
  private static final double[] LARGE = {.08, .12, .18, .26, .38};

  SensorNoise() {
    super(
        "sensor noise",
        "noise",
        "is noisier than the baseline",
        "Check the gain, the sensor's temperature, the exposure time and the cable's shielding.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.addNoise(255 * (small ? SMALL : LARGE)[level], new SplittableRandom(seed));
  }
}
