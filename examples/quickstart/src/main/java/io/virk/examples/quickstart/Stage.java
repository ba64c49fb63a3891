package io.virk.examples.quickstart;

/**
 * What a camera sees that does not move: the rails at the sides of the belt and the floor behind
 * them, and for each pixel how much of it is belt, and where on the belt it looks.
 */
public final class Stage {
  private static final int FINE = 4;
  private static final double RAIL = 0.17;
  private static final double INNER = 1.0;
  private static final double OUTER = 1.25;
  private static final double FLOOR = -2;

  private final Linear still;
  private final float[] beltShare;
  private final float[] light;
  private final Rays centres;
  private final Rays quarters;
  private final View view;
  private final Lamp lamp;
  private final Station station;

  Stage(Station station, View view, Lamp lamp, int width, int height) {
    this.station = station;
    this.view = view;
    this.lamp = lamp;
    still = new Linear(width, height);
    beltShare = new float[width * height];
    light = new float[width * height];
    centres = new Rays(view, width, height, 1);
    quarters = new Rays(view, width, height, 2);
    float[] colour = new float[3];
    double[] ray = new double[3];
    for (int at = 0; at < beltShare.length; at++) {
      float[] sum = new float[3];
      int belt = 0;
      for (int sub = 0; sub < FINE * FINE; sub++) {
        double column = at % width + (sub % FINE + 0.5) / FINE;
        double row = at / width + (sub / FINE + 0.5) / FINE;
        view.ray(column, row, ray);
        if (hitsBelt(ray, colour)) {
          belt++;
        } else {
          for (int i = 0; i < 3; i++) {
            sum[i] += colour[i] / (FINE * FINE);
          }
        }
      }
      still.set(at, sum[0], sum[1], sum[2]);
      beltShare[at] = belt / (float) (FINE * FINE);
      double y = centres.y(at);
      double corner = Math.exp(-Math.max(0, INNER - Math.abs(y)) / 0.10);
      light[at] = lamp.onBelt(centres.x(at), y) * (float) (1 - 0.5 * corner);
    }
  }

  /** All but the belt, 0 where there is only belt. Not to be modified. */
  Linear still() {
    return still;
  }

  /** How much of each pixel is belt, 0 .. 1. Not to be modified. */
  float[] beltShare() {
    return beltShare;
  }

  /** The light on the belt at each pixel. Not to be modified. */
  float[] light() {
    return light;
  }

  /** Where the middle of each pixel looks. */
  Rays centres() {
    return centres;
  }

  /** Where the middle of each quarter of a pixel looks; twice as many each way. */
  Rays quarters() {
    return quarters;
  }

  private boolean hitsBelt(double[] ray, float[] colour) {
    double[] eye = view.eye();
    double reach = (RAIL - eye[2]) / ray[2];
    double x = eye[0] + reach * ray[0];
    double y = eye[1] + reach * ray[1];
    if (Math.abs(y) >= INNER && Math.abs(y) <= OUTER) {
      railTop(x, y, colour);
      return false;
    }
    if (Math.abs(y) < INNER) {
      double toWall = (INNER - eye[1]) / ray[1];
      double z = eye[2] + toWall * ray[2];
      if (z <= 0 || z > RAIL) {
        return true;
      }
      wall(eye[0] + toWall * ray[0], z / RAIL, 0.30, colour);
      return false;
    }
    double toFace = (-OUTER - eye[1]) / ray[1];
    double z = eye[2] + toFace * ray[2];
    if (y < -OUTER && z < RAIL && z > -0.55) {
      wall(eye[0] + toFace * ray[0], (z + 0.55) / (RAIL + 0.55), 0.16, colour);
      return false;
    }
    double toFloor = (FLOOR - eye[2]) / ray[2];
    floor(eye[0] + toFloor * ray[0], eye[1] + toFloor * ray[1], colour);
    return false;
  }

  /** The top of an aluminium profile: brushed, with a slot, screws and the odd sensor. */
  private void railTop(double x, double y, float[] colour) {
    double across = (Math.abs(y) - INNER) / (OUTER - INNER);
    double brushed = Smooth.noise(x * 2 + 900, y * 90, 100000, station.seed() + 5);
    double value = 0.36 + 0.035 * brushed;
    value *= 0.75 + 0.35 * lamp.onBelt(x, y);
    value += 0.25 * Math.exp(-square((x - station.lampX() * 0.6) / 0.45));
    value *= 1 - 0.85 * Smooth.step(0.41, 0.45, across) * (1 - Smooth.step(0.57, 0.61, across));
    value *= 1 + 0.5 * Math.exp(-square((across - 0.05) / 0.05));
    double place = x / 0.9 + (y > 0 ? 0.3 : 0.1) + station.yaw() * 20;
    double along = (place - Math.floor(place) - 0.5) * 0.9;
    double screw = Math.hypot(along, (across - 0.5) * (OUTER - INNER));
    if (screw < 0.075) {
      double slope = Math.max(-1, Math.min(1, along / 0.075));
      value = screw < 0.032 ? 0.03 : 0.22 - 0.14 * slope * Math.signum(station.lampX() + 0.01);
    }
    double eyePlace = x - 1.05 * Math.signum(station.lampX());
    if (y > 0 && Math.abs(eyePlace) < 0.17 && across > 0.08 && across < 0.92) {
      sensorHead(eyePlace / 0.17, across, colour);
      return;
    }
    tint(value, 0.97, 1.0, 1.03, colour);
  }

  /** A photo-eye: a dark housing with a lit edge and its red light. */
  private static void sensorHead(double along, double across, float[] colour) {
    double edge = Math.max(Math.abs(along), Math.abs(across - 0.5) * 2.2);
    tint(edge > 0.86 ? 0.055 : 0.022 + 0.012 * across, 1, 1, 1.05, colour);
    if (Math.hypot(along - 0.45, (across - 0.5) * 1.6) < 0.22) {
      colour[0] = 0.75f;
      colour[1] = 0.05f;
      colour[2] = 0.04f;
    }
  }

  private void wall(double x, double up, double brightness, float[] colour) {
    double brushed = Smooth.noise(x * 3 + 300, up * 14, 100000, station.seed() + 6);
    double value = brightness * (0.45 + 0.55 * up) * (0.6 + 0.5 * lamp.onBelt(x, 0));
    value *= 1 - 0.7 * Math.exp(-square((up - 0.5) / 0.09));
    tint(value * (1 + 0.09 * brushed), 0.97, 1.0, 1.02, colour);
  }

  private void floor(double x, double y, float[] colour) {
    double cloud = Smooth.noise(x * 1.3 + 90, y * 1.3 + 90, 100000, station.seed() + 7);
    double value = 0.022 + 0.009 * cloud + 0.012 * Smooth.step(1.2, 3.5, y);
    tint(value, 1.0, 0.98, 0.93, colour);
  }

  private static void tint(double value, double red, double green, double blue, float[] colour) {
    colour[0] = (float) (value * red);
    colour[1] = (float) (value * green);
    colour[2] = (float) (value * blue);
  }

  private static double square(double value) {
    return value * value;
  }
}
