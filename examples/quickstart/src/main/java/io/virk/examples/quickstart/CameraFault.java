package io.virk.examples.quickstart;

/**
 * What is wrong with a camera, each fault where physics puts it: light and optics before the noise
 * of the sensor, so that a darker image is also a noisier one, and a blurred one keeps its noise.
 *
 * @param exposure share of the light that still reaches the sensor, 1 = all of it: an aged lamp, a
 *     dirty window, a shorter exposure time
 * @param defocus radius of the disk that a point becomes, in pixels, 0 = in focus
 * @param noise factor on the standard deviation of the sensor's noise, 1 = as new
 */
public record CameraFault(double exposure, double defocus, double noise) {
  /** Nothing is wrong. */
  public static final CameraFault NONE = new CameraFault(1, 0, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public CameraFault {
    if (!(exposure > 0 && exposure <= 16)) {
      throw new IllegalArgumentException("exposure: " + exposure + " (expected: > 0, <= 16)");
    }
    if (!(defocus >= 0 && defocus <= 16)) {
      throw new IllegalArgumentException("defocus: " + defocus + " (expected: 0 .. 16 pixels)");
    }
    if (!(noise >= 0 && noise <= 1000)) {
      throw new IllegalArgumentException("noise: " + noise + " (expected: 0 .. 1000)");
    }
  }

  /**
   * Too little light, or too much.
   *
   * @param factor on the light that reaches the sensor, &gt; 0; 0.5 = one stop darker
   * @return the fault
   */
  public static CameraFault exposure(double factor) {
    return new CameraFault(factor, 0, 1);
  }

  /**
   * Out of focus.
   *
   * @param radius of the blur disk, pixels
   * @return the fault
   */
  public static CameraFault defocus(double radius) {
    return new CameraFault(1, radius, 1);
  }

  /**
   * A noisier sensor.
   *
   * @param factor on the standard deviation of its noise
   * @return the fault
   */
  public static CameraFault noise(double factor) {
    return new CameraFault(1, 0, factor);
  }
}
