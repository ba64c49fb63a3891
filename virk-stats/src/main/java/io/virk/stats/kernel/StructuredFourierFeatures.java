package io.virk.stats.kernel;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import java.util.random.RandomGenerator;

/**
 * Structured orthogonal random features of the Gaussian kernel: the matrix of frequencies is made
 * of blocks H D1 H D2 H D3 / (p sigma), with H the Walsh-Hadamard matrix of size p, D random signs,
 * and p the power of two at or above d, at least 64. Its rows are orthogonal in each block, which
 * lowers the variance, and nothing but signs is stored: cost 3 F log2 p additions, memory 12 F
 * bytes. Phases that may be above 1e5 in size are taken in double, which allocates.
 *
 * <p>z(x) = [cos(w x), sin(w x)] / sqrt(F), 2 F numbers of squared length 1.
 *
 * <p>Source: F. X. Yu, A. T. Suresh, K. Choromanski, D. Holtmann-Rice and S. Kumar, <i>Orthogonal
 * random features</i>, NIPS (2016), arXiv:1610.09072 (SORF).
 */
public final class StructuredFourierFeatures implements FeatureMap {
  /** In fewer dimensions the frequencies are too far from normal. */
  private static final int LEAST = 64;

  private final Kernels kernels = Kernels.inUse();
  private final int d;
  private final int padded;
  private final int count;
  private final float[][][] signs;
  private final float scale;

  /** Squared length of a vector, up to which single precision has the range. */
  private final double longest;

  private StructuredFourierFeatures(int d, int padded, double sigma, float[][][] signs) {
    this.d = d;
    this.padded = padded;
    this.signs = signs;
    this.count = signs.length * padded;
    this.scale = (float) (1 / Math.sqrt(count));
    // frequencies are sqrt(p) / sigma long; before the last step sums are up to p as long as x
    double length = Math.min(Frequencies.LARGEST_PHASE * sigma / Math.sqrt(padded), 1e30 / padded);
    this.longest = length * length;
  }

  /**
   * With random signs.
   *
   * @param atLeast frequencies asked for, 1 or more; F is the next multiple of p
   * @param d 1 or more
   * @param sigma bandwidth, 1e-30 to 1e30, in the unit of the vectors
   * @param random of the signs; the same seed gives the same features
   */
  public static StructuredFourierFeatures of(
      int atLeast, int d, double sigma, RandomGenerator random) {
    Checks.atLeast(atLeast, 1, "atLeast");
    Checks.atLeast(d, 1, "d");
    if (!(sigma >= 1e-30 && sigma <= 1e30)) {
      throw Checks.rejected("sigma", sigma, "1e-30 to 1e30");
    }
    int padded = Integer.highestOneBit(Math.max(d, LEAST) - 1) << 1;
    int blocks = (int) (((long) atLeast + padded - 1) / padded);
    float[][][] signs = new float[blocks][3][padded];
    for (float[][] block : signs) {
      for (int step = 0; step < 3; step++) {
        // the last of the three carries the scale
        float size = step == 2 ? (float) (1 / (padded * sigma)) : 1;
        for (int i = 0; i < padded; i++) {
          block[step][i] = random.nextBoolean() ? size : -size;
        }
      }
    }
    return new StructuredFourierFeatures(d, padded, sigma, signs);
  }

  /** F, the number of frequencies: a multiple of p. */
  public int frequencyCount() {
    return count;
  }

  @Override
  public int inputDimension() {
    return d;
  }

  @Override
  public int featureCount() {
    return 2 * count;
  }

  @Override
  public int scratchLength() {
    return count + padded;
  }

  @Override
  public void map(float[] x, float[] features, float[] scratch) {
    FeatureMaps.check(this, x, features, scratch);
    if (!(kernels.dot(x, 0, x, 0, d) <= longest)) {
      FeatureMaps.mapInDouble(this, x, features);
      return;
    }
    float[] block = features;
    for (int b = 0; b < signs.length; b++) {
      // the front of features is free until the cosines come
      System.arraycopy(x, 0, block, 0, d);
      for (int i = d; i < padded; i++) {
        block[i] = 0;
      }
      for (float[] some : signs[b]) {
        kernels.multiply(block, some, padded);
        kernels.hadamard(block, padded);
      }
      System.arraycopy(block, 0, scratch, b * padded, padded);
    }
    kernels.cosinesAndSines(scratch, count, features, scratch);
    for (int i = 0; i < count; i++) {
      features[i] *= scale;
    }
    System.arraycopy(scratch, 0, features, count, count);
    for (int i = count; i < 2 * count; i++) {
      features[i] *= scale;
    }
  }

  @Override
  public double[] map(double[] x) {
    Checks.matrix(x, 1, d, "x");
    double[] features = new double[2 * count];
    double norm = 1 / Math.sqrt(count);
    for (int b = 0; b < signs.length; b++) {
      double[] block = new double[padded];
      System.arraycopy(x, 0, block, 0, d);
      for (float[] some : signs[b]) {
        for (int i = 0; i < padded; i++) {
          block[i] *= some[i];
        }
        hadamard(block);
      }
      for (int i = 0; i < padded; i++) {
        Checks.finite(block[i], "inner product of x and a frequency");
        features[b * padded + i] = Math.cos(block[i]) * norm;
        features[count + b * padded + i] = Math.sin(block[i]) * norm;
      }
    }
    return features;
  }

  private static void hadamard(double[] values) {
    for (int half = 1; half < values.length; half *= 2) {
      for (int from = 0; from < values.length; from += 2 * half) {
        for (int i = from; i < from + half; i++) {
          double a = values[i];
          double b = values[i + half];
          values[i] = a + b;
          values[i + half] = a - b;
        }
      }
    }
  }
}
