package io.virk.examples.quickstart;

import java.util.SplittableRandom;

/** Turns light into 8-bit pixels: vignette, pixel gains, shot and read noise, clipping, gamma. */
final class Sensor {
  /** Electrons that fill a pixel of an industrial camera of the smaller kind. */
  private static final float FULL_WELL = 7000;

  /** The exposure time that the line was set up with. */
  private static final double EXPOSURE = 1.4;

  private static final float READ_NOISE = 9;
  private static final int LEVELS = 1 << 14;
  private static final byte[] GAMMA = gamma();
  private static final float[] NORMAL = normal();

  private final float[] gain;
  private final float[] balance;

  Sensor(Station station, int width, int height) {
    SplittableRandom random = new SplittableRandom(station.seed() + 1);
    gain = new float[width * height];
    for (int at = 0; at < gain.length; at++) {
      double x = (at % width + 0.5 - width / 2.0) / width;
      double y = (at / width + 0.5 - height / 2.0) / width;
      double vignette = 1 / Math.pow(1 + 1.1 * (x * x + y * y), 2);
      gain[at] = (float) (EXPOSURE * vignette * (1 + 0.006 * random.nextGaussian()));
    }
    balance = new float[] {(float) station.red(), 1, (float) station.blue()};
  }

  /**
   * Exposes once.
   *
   * @param light linear light. Not modified.
   * @param noise factor on the noise
   * @param random for the noise
   * @return interleaved red, green, blue: a new array
   */
  byte[] expose(Linear light, float noise, SplittableRandom random) {
    byte[] pixels = new byte[gain.length * 3];
    for (int colour = 0; colour < 3; colour++) {
      float[] plane = light.plane(colour);
      // red and blue gather fewer electrons behind their filters, and are amplified by more
      float channel = colour == 1 ? 1 : colour == 0 ? 0.75f : 0.6f;
      float well = FULL_WELL * channel;
      float scale = balance[colour] * (LEVELS - 1) / well;
      long bits = 0;
      for (int at = 0; at < plane.length; at++) {
        if ((at & 3) == 0) {
          bits = random.nextLong();
        }
        float electrons = plane[at] * gain[at] * well;
        float sigma = noise * (float) Math.sqrt(electrons + READ_NOISE * READ_NOISE);
        float read = electrons + sigma * NORMAL[(int) (bits & NORMAL.length - 1)];
        bits >>>= 16;
        int level = (int) (read * scale + 0.5f);
        pixels[at * 3 + colour] = GAMMA[Math.max(0, Math.min(LEVELS - 1, level))];
      }
    }
    return pixels;
  }

  private static byte[] gamma() {
    byte[] table = new byte[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      double linear = level / (LEVELS - 1.0);
      double coded =
          linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
      table[level] = (byte) Math.round(coded * 255);
    }
    return table;
  }

  /** Standard normal numbers, to be drawn from at random: far cheaper than to make each one. */
  private static float[] normal() {
    SplittableRandom random = new SplittableRandom(1);
    float[] table = new float[1 << 16];
    for (int at = 0; at < table.length; at++) {
      table[at] = (float) random.nextGaussian();
    }
    return table;
  }
}
