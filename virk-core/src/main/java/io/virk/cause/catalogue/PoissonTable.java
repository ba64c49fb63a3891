package io.virk.cause.catalogue;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws from one Poisson distribution by inverting its distribution function, kept as a table from
 * where the probability is 1e-17 of the mode's to where it is so again; exact but for that. A guide
 * of 128 entries (Chen and Asau, 1974) says where in the table to begin, so that a draw takes one
 * or two comparisons. For means up to some thousands.
 */
final class PoissonTable {
  private static final int GUIDES = 128;
  private static final double NOTHING = 1e-17;

  private final int first;
  private final double[] cumulative;
  private final int[] guide = new int[GUIDES];

  PoissonTable(double mean) {
    int mode = (int) mean;
    int low = mode;
    for (double p = 1; low > 0 && p * low / mean > NOTHING; low--) {
      p *= low / mean;
    }
    double weight = 1;
    for (int k = mode; k > low; k--) {
      weight *= k / mean;
    }
    double[] sums = new double[64];
    double sum = 0;
    int count = 0;
    for (int k = low; k <= mode || weight > NOTHING; k++) {
      if (count == sums.length) {
        sums = Arrays.copyOf(sums, 2 * count);
      }
      sum += weight;
      sums[count++] = sum;
      weight *= mean / (k + 1);
    }
    first = low;
    cumulative = Arrays.copyOf(sums, count);
    for (int i = 0; i < count; i++) {
      cumulative[i] /= sum;
    }
    int at = 0;
    for (int g = 0; g < GUIDES; g++) {
      while (cumulative[at] <= (double) g / GUIDES) {
        at++;
      }
      guide[g] = at;
    }
  }

  int draw(SplittableRandom random) {
    double uniform = random.nextDouble();
    int at = guide[(int) (uniform * GUIDES)];
    while (cumulative[at] <= uniform) {
      at++;
    }
    return first + at;
  }
}
