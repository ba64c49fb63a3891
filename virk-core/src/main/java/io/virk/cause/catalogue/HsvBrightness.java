package io.virk.cause.catalogue;

/**
 * Brightness, published: an amount is added to the HSV value, the largest of the three samples; hue
 * and saturation stay.
 */
final class HsvBrightness extends CameraFault {
  private static final double[] SMALL = {.05, .1, .15, .2, .3};
  private static final double[] LARGE = {.1, .2, .3, .4, .5};

  HsvBrightness() {
    super("brightness", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    float added = (float) (255 * (small ? SMALL : LARGE)[level]);
    float[][] channels = planes.channels();
    for (int i = 0; i < channels[0].length; i++) {
      float value = 0;
      for (float[] plane : channels) {
        value = Math.max(value, plane[i]);
      }
      float raised = Math.min(255, value + added);
      for (float[] plane : channels) {
        plane[i] = value > 0 ? plane[i] * (raised / value) : raised;
      }
    }
  }
}
