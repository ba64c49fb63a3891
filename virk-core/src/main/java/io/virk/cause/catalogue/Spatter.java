package io.virk.cause.catalogue;

import io.virk.internal.Normal;
import java.util.SplittableRandom;

/**
 * Spatter, published: normal noise, smoothed and cut off at a threshold, is a layer of drops on the
 * lens. Water is a pale blue, shaded from its rims as if lit from above left, and is added; mud is
 * brown and covers. Not monotone: water at the low severities, mud at the high ones.
 */
final class Spatter extends CameraFault {
  /** Mean and standard deviation of the noise, sigma of its Gaussian, threshold, strength, mud. */
  private static final double[][] SMALL = {
    {.62, .1, .7, .7, .5, 0},
    {.65, .1, .8, .7, .5, 0},
    {.65, .3, 1, .69, .5, 0},
    {.65, .1, .7, .69, .6, 1},
    {.65, .1, .5, .68, .6, 1}
  };

  private static final double[][] LARGE = {
    {.65, .3, 4, .69, .6, 0},
    {.65, .3, 3, .68, .6, 0},
    {.65, .3, 2, .68, .5, 0},
    {.65, .3, 1, .65, 1.5, 1},
    {.67, .4, 1, .65, 1.5, 1}
  };

  private static final float[] WATER = {175, 238, 238};
  private static final float[] MUD = {63, 42, 20};

  /** Mud is where the smoothed mask is at least this. */
  private static final float MUD_FLOOR = .8f;

  Spatter() {
    super("spatter", "occlusion");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] spatter = (small ? SMALL : LARGE)[level];
    int width = planes.width();
    int height = planes.height();
    SplittableRandom random = new SplittableRandom(seed);
    Normal normal = new Normal(random);
    float[] layer = new float[width * height];
    for (int i = 0; i < layer.length; i++) {
      layer[i] = (float) (spatter[0] + spatter[1] * normal.next());
    }
    GaussianFilter.of(spatter[2]).apply(layer, width, height);
    boolean mud = spatter[5] != 0;
    float threshold = (float) spatter[3];
    for (int i = 0; i < layer.length; i++) {
      boolean dry = mud ? layer[i] <= threshold : layer[i] < threshold;
      layer[i] = dry ? 0 : mud ? 1 : Math.min(1, layer[i]);
    }
    if (mud) {
      GaussianFilter.of(spatter[4]).apply(layer, width, height);
      for (int i = 0; i < layer.length; i++) {
        layer[i] = layer[i] < MUD_FLOOR ? 0 : layer[i];
      }
      cover(planes, layer, planes.seen(MUD), true);
    } else {
      shade(layer, width, height, (float) spatter[4]);
      cover(planes, layer, planes.seen(WATER), false);
    }
  }

  private static void cover(Planes planes, float[] layer, float[] colour, boolean opaque) {
    float[][] channels = planes.channels();
    for (int c = 0; c < channels.length; c++) {
      float tone = colour[c];
      float[] plane = channels[c];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = plane[i] * (opaque ? 1 - layer[i] : 1) + layer[i] * tone;
      }
    }
  }

  /** Times the relief of the drops, then scaled so that the most of it is the strength. */
  private static void shade(float[] layer, int width, int height, float strength) {
    float[] relief = WaterRelief.of(layer, width, height);
    float most = 0;
    for (int i = 0; i < layer.length; i++) {
      layer[i] *= relief[i];
      most = Math.max(most, layer[i]);
    }
    for (int i = 0; most > 0 && i < layer.length; i++) {
      layer[i] *= strength / most;
    }
  }
}
