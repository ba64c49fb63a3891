package io.virk.detect.internal;

import java.util.SplittableRandom;

/**
 * Directions in which the vectors of a reference differ, two kinds of them. Large ones: the
 * difference of two of its vectors that were drawn at random, along which the reference varies
 * most, as distances see it. Small ones: of one of its vectors and the one nearest to it, the
 * inverse covariance times their difference (Fisher's linear discriminant), along which it hardly
 * varies and a small change counts as much as a large one elsewhere, as the Mahalanobis shift sees
 * it; of vectors in clusters that is what varies within one.
 */
public final class Contrasts {
  private Contrasts() {}

  /**
   * Finds some.
   *
   * @param vectors [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   * @param count how many of each kind
   * @param seed of the choice
   * @return [2 count x d] row-major, each of length 1, or of 0 where vectors are equal; the large
   *     ones first
   */
  public static float[] of(float[] vectors, int n, int d, int count, long seed) {
    Precision precision = Precision.of(vectors, n, d);
    SplittableRandom random = new SplittableRandom(seed);
    float[] directions = new float[2 * count * d];
    for (int c = 0; c < 2 * count; c++) {
      int a = random.nextInt(n);
      boolean large = c < count;
      int b = large ? (a + 1 + random.nextInt(n - 1)) % n : nearest(vectors, n, d, a);
      double[] difference = new double[d];
      for (int k = 0; k < d; k++) {
        difference[k] = (double) vectors[a * d + k] - vectors[b * d + k];
      }
      double[] direction = large ? difference : precision.times(difference);
      double length = 0;
      for (double v : direction) {
        length = Math.hypot(length, v);
      }
      for (int k = 0; k < d && length > 0; k++) {
        directions[c * d + k] = (float) (direction[k] / length);
      }
    }
    return directions;
  }

  /** The nearest one that is not equal; any other if there is none. */
  private static int nearest(float[] vectors, int n, int d, int a) {
    int nearest = (a + 1) % n;
    double least = Double.POSITIVE_INFINITY;
    for (int b = 0; b < n; b++) {
      double squared = 0;
      for (int k = 0; k < d; k++) {
        double difference = (double) vectors[a * d + k] - vectors[b * d + k];
        squared += difference * difference;
      }
      if (squared > 0 && squared < least) {
        least = squared;
        nearest = b;
      }
    }
    return nearest;
  }
}
