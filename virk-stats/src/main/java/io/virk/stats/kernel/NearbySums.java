package io.virk.stats.kernel;

import io.virk.stats.internal.Pairs;
import java.util.Arrays;

/**
 * Kernel sums for a bandwidth that is known only after the distances have passed: they are summed
 * at four bandwidths about where it must lie, and interpolated. So distances that are too many to
 * be kept are computed once, not twice.
 *
 * <p>With a = gamma |a - b|^2 a kernel value is exp(-a (1 + t)), |t| at most 0.025, and the cubic
 * through the four Chebyshev points of that interval is within 0.025^4 / 192 times the largest a^4
 * exp(-a) of it: 1e-8.
 */
final class NearbySums implements MedianOfPairs.Watcher {
  private static final int POINTS = 4;

  /** Wider intervals of squared distances are not interpolated. */
  private static final float WIDEST = 1.05f;

  private final Pairs pairs;

  /** Per kind of pair, part and point. */
  private final double[][][] sums;

  private final float[] gammas = new float[POINTS];
  private boolean narrow;
  private double least;
  private double largest;

  NearbySums(Pairs pairs, int parts) {
    this.pairs = pairs;
    this.sums = new double[DistanceBlocks.Of.values().length][parts][POINTS];
  }

  @Override
  public void begin(float low, float high) {
    narrow = low > 0 && high <= WIDEST * low;
    least = 0.5 / high;
    largest = 0.5 / low;
    for (int i = 0; i < POINTS; i++) {
      double at = Math.cos((2 * i + 1) * Math.PI / (2 * POINTS));
      gammas[i] = (float) ((least + largest) / 2 + at * (largest - least) / 2);
    }
    for (double[][] kind : sums) {
      for (double[] part : kind) {
        Arrays.fill(part, 0);
      }
    }
  }

  @Override
  public void visit(
      float[][] block, int row, int rows, int columns, DistanceBlocks.Of of, int part) {
    if (narrow) {
      double[] into = sums[of.ordinal()][part];
      for (int i = 0; i < POINTS; i++) {
        into[i] += pairs.kernels().kernelSum(block, row, rows, columns, gammas[i], pairs.scratch());
      }
    }
  }

  /** Whether the sums for this gamma can be had: one of the interval, and that narrow. */
  boolean hasSums(double gamma) {
    return narrow && gamma >= least * (1 - 1e-6) && gamma <= largest * (1 + 1e-6);
  }

  /** The sums for a gamma that has them. */
  MmdSums sums(double gamma) {
    return new MmdSums(
        sum(DistanceBlocks.Of.XX, gamma),
        sum(DistanceBlocks.Of.YY, gamma),
        sum(DistanceBlocks.Of.XY, gamma));
  }

  private double sum(DistanceBlocks.Of of, double gamma) {
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      double weight = 1;
      for (int j = 0; j < POINTS; j++) {
        weight *= j == i ? 1 : (gamma - gammas[j]) / ((double) gammas[i] - gammas[j]);
      }
      double at = 0;
      for (double[] part : sums[of.ordinal()]) {
        at += part[i];
      }
      sum += weight * at;
    }
    return sum;
  }
}
