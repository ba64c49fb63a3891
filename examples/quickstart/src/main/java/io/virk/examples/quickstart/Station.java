package io.virk.examples.quickstart;

import java.util.SplittableRandom;

/**
 * What makes one camera of the line differ from the next: how it was mounted, how its lamp was, and
 * how worn the belt under it is. Lengths are in half-widths of the belt, angles in radians.
 *
 * @param tilt from straight down
 * @param yaw of the belt's run against the rows of the image
 * @param roll of the sensor
 * @param zoom focal length, 1 = the line's standard
 * @param lampX of the lamp, along the belt
 * @param lampY of the lamp, across the belt, away from the camera
 * @param lampZ of the lamp, above the belt
 * @param lampPower brightness of the lamp, 1 = the line's standard
 * @param red white balance error of the red channel, 1 = none
 * @param blue white balance error of the blue channel, 1 = none
 * @param dirt how worn and stained the belt is, 1 = the line's average
 * @param blur standard deviation of the lens blur, pixels
 * @param seed of everything else that stays as it is: scratches, stains, pixel gains
 */
record Station(
    double tilt,
    double yaw,
    double roll,
    double zoom,
    double lampX,
    double lampY,
    double lampZ,
    double lampPower,
    double red,
    double blue,
    double dirt,
    double blur,
    long seed) {

  /** The station of a camera: always the same for the same number. */
  static Station of(int camera) {
    long seed = Smooth.mix(camera * 0x9e3779b97f4a7c15L + 0x5eed);
    SplittableRandom random = new SplittableRandom(seed);
    double side = random.nextBoolean() ? 1 : -1;
    return new Station(
        Math.toRadians(random.nextDouble(25, 34)),
        Math.toRadians(random.nextDouble(-5, 5)),
        Math.toRadians(random.nextDouble(-1.2, 1.2)),
        random.nextDouble(0.95, 1.06),
        side * random.nextDouble(0.5, 1.3),
        random.nextDouble(0.1, 1.0),
        random.nextDouble(2.4, 3.0),
        random.nextDouble(0.93, 1.07),
        random.nextDouble(0.96, 1.05),
        random.nextDouble(0.94, 1.04),
        random.nextDouble(0.6, 1.5),
        random.nextDouble(0.55, 0.66),
        random.nextLong());
  }
}
