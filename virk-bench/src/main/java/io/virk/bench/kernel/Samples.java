package io.virk.bench.kernel;

import java.util.SplittableRandom;

/** Seeded normal vectors, the same in every fork. */
final class Samples {
  /** Bandwidth near the median distance of standard normal vectors of 512 numbers. */
  static final double SIGMA = 32;

  static final int D = 512;

  private Samples() {}

  static float[] normal(int n, int d, double mean, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() + mean);
    }
    return x;
  }
}
