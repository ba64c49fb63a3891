package io.virk.cause.catalogue;

/**
 * Haze, mist or smoke: white light between camera and scene, more of it in the upper, farther part
 * (Koschmieder: scene x transmission + airlight x the rest).
 */
final class Haze extends CameraFault {
  /**
   * Transmission in the lower part: visibility from about ten down to less than one scene depth.
   */
  private static final double[] TRANSMISSIONS = {.9, .8, .68, .52, .33};

  /** Transmission of the upper part: that of the lower to this power, for it is farther away. */
  private static final double DEPTH = 2;

  /** Airlight, levels: overcast daylight. */
  private static final float[] AIR = {222, 226, 230};

  Haze() {
    super("haze", "weather");
  }

  @Override
  public boolean isOptical() {
    return true;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    float[] opacity = Shapes.ramp(planes, 3);
    double log = Math.log(TRANSMISSIONS[level]);
    int width = planes.width();
    for (int y = 0; y < planes.height(); y++) {
      float row = 1 - (float) Math.exp(log * (1 + (DEPTH - 1) * opacity[y * width]));
      for (int i = y * width; i < (y + 1) * width; i++) {
        opacity[i] = row;
      }
    }
    planes.cover(opacity, planes.seen(AIR));
  }
}
