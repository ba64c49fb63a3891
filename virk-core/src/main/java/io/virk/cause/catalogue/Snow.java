package io.virk.cause.catalogue;

import io.virk.internal.Normal;
import java.util.SplittableRandom;

/**
 * Snow, published: normal noise, enlarged, kept above a threshold and blurred along a steep line is
 * added, once as it is and once turned by 180 degrees, to an image that is blended with a whitened
 * gray one. In the larger set severity 3 changes an image no more than 2.
 */
final class Snow extends CameraFault {
  /**
   * Mean and standard deviation of the noise, its zoom, the threshold, radius and sigma of the line
   * in pixels, and the share of the image in the blend.
   */
  private static final double[][] SMALL = {
    {.1, .2, 1, .6, 8, 3, .95},
    {.1, .2, 1, .5, 10, 4, .9},
    {.15, .3, 1.75, .55, 10, 4, .9},
    {.25, .3, 2.25, .6, 12, 6, .85},
    {.3, .3, 1.25, .65, 14, 12, .8}
  };

  private static final double[][] LARGE = {
    {.1, .3, 3, .5, 10, 4, .8},
    {.2, .3, 2, .5, 12, 4, .7},
    {.55, .3, 4, .9, 12, 8, .7},
    {.55, .3, 4.5, .85, 12, 8, .65},
    {.55, .3, 2.5, .85, 12, 12, .55}
  };

  Snow() {
    super("snow", "weather");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] snow = (small ? SMALL : LARGE)[level];
    int count = planes.width() * planes.height();
    float[] flakes = flakes(planes.width(), planes.height(), snow, new SplittableRandom(seed));
    float[] luma = planes.luma();
    float share = (float) snow[6];
    for (float[] plane : planes.channels()) {
      for (int i = 0; i < count; i++) {
        float whitened = Math.max(plane[i], luma[i] * 1.5f + 127.5f);
        plane[i] =
            share * plane[i] + (1 - share) * whitened + 255 * (flakes[i] + flakes[count - 1 - i]);
      }
    }
  }

  private static float[] flakes(int width, int height, double[] snow, SplittableRandom random) {
    Normal normal = new Normal(random);
    float[] noise = new float[width * height];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (snow[0] + snow[1] * normal.next());
    }
    float[] flakes = new float[noise.length];
    new CentreZoom(width, height, snow[2]).addTo(noise, flakes);
    for (int i = 0; i < flakes.length; i++) {
      flakes[i] = flakes[i] < snow[3] ? 0 : Math.min(1, flakes[i]);
    }
    OneSidedLine.of((int) snow[4], snow[5], random.nextDouble(-135, -45))
        .apply(flakes, width, height);
    return flakes;
  }
}
