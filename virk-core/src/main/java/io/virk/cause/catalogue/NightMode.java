package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Night mode of a camera with an infrared lamp: no colour, flat, noisy, bright in the centre and
 * dark in the corners.
 */
final class NightMode extends ColourFault {
  /** Sigma of the noise, levels of 255: the gain that the lamp's light needs. */
  private static final double[] SIGMAS = {2, 4, 7, 11, 16};

  /** Contrast that is left: infrared light shows most materials alike. */
  private static final double[] CONTRASTS = {.85, .75, .65, .55, .4};

  /** Share of light lost in the corners of the lamp's beam. */
  private static final double[] LOSSES = {.25, .4, .55, .7, .85};

  NightMode() {
    super("night mode", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.saturate(0);
    planes.towardsMean(CONTRASTS[level]);
    float[] gains = Shapes.fromCentre(planes);
    for (int i = 0; i < gains.length; i++) {
      gains[i] = 1 + (float) LOSSES[level] * (.35f - gains[i]);
    }
    planes.multiply(gains);
    planes.addGrayNoise(SIGMAS[level], new SplittableRandom(seed));
  }
}
