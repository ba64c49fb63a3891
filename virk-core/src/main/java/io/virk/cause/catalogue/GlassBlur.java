package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Glass blur, published: a Gaussian blur, then pixels change places with random neighbours, then
 * the blur again; as behind frosted glass or a wet window. Not monotone in the smaller set, which
 * has less blur and more iterations at severity 4.
 */
final class GlassBlur extends CameraFault {
  /** Sigma of the blur, pixels; the furthest neighbour, pixels; iterations. */
  private static final double[][] SMALL = {
    {.05, 1, 1}, {.25, 1, 1}, {.4, 1, 1}, {.25, 1, 2}, {.4, 1, 2}
  };

  private static final double[][] LARGE = {
    {.7, 1, 2}, {.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}
  };

  GlassBlur() {
    super("glass blur", "blur");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] glass = (small ? SMALL : LARGE)[level];
    SplittableRandom random = new SplittableRandom(seed);
    GaussianFilter filter = GaussianFilter.of(glass[0]);
    filter.apply(planes);
    for (int i = 0; i < (int) glass[2]; i++) {
      swap(planes, (int) glass[1], random);
    }
    filter.apply(planes);
  }

  /** Every pixel with one at most so many pixels before it, or fewer after, from the end on. */
  private static void swap(Planes planes, int furthest, SplittableRandom random) {
    int width = planes.width();
    int height = planes.height();
    for (int y = height - furthest; y > furthest; y--) {
      for (int x = width - furthest; x > furthest; x--) {
        int dx = random.nextInt(2 * furthest) - furthest;
        int dy = random.nextInt(2 * furthest) - furthest;
        int from = y * width + x;
        int to = from + dy * width + dx;
        for (float[] plane : planes.channels()) {
          float kept = plane[from];
          plane[from] = plane[to];
          plane[to] = kept;
        }
      }
    }
  }
}
