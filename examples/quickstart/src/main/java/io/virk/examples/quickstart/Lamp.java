package io.virk.examples.quickstart;

/** The lamp of a station: a diffuse panel above the belt, and the hall's light around it. */
final class Lamp {
  /** The share of the light on open ground that does not come from the panel. */
  static final float AMBIENT = 0.24f;

  private final double x;
  private final double y;
  private final double z;
  private final double power;

  Lamp(Station station) {
    x = station.lampX();
    y = station.lampY();
    z = station.lampZ();
    power = station.lampPower() * z * z;
  }

  /** The light on the plane of the belt at a point: 1 under the lamp of a standard station. */
  float onBelt(double px, double py) {
    double square = (x - px) * (x - px) + (y - py) * (y - py) + z * z;
    double cosine = z / Math.sqrt(square);
    return (float) (power * (AMBIENT / (z * z) + (1 - AMBIENT) * cosine / square));
  }

  /** The way to the lamp from a point of the belt: x for one unit of height. */
  float towardsX(double px) {
    return (float) ((x - px) / z);
  }

  /** The way to the lamp from a point of the belt: y for one unit of height. */
  float towardsY(double py) {
    return (float) ((y - py) / z);
  }

  /** The direction of the lamp from the middle of the belt, of length 1. */
  double[] direction() {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }

  double power() {
    return power / (z * z);
  }
}
