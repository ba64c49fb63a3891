package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import java.util.random.RandomGenerator;

/**
 * Random Fourier features of the Gaussian kernel: with F frequencies w ~ N(0, I / sigma^2), z(x) =
 * [cos(w x), sin(w x)] / sqrt(F), 2 F numbers of squared length 1. The error of the kernel is about
 * 1 / sqrt(2 F). Cost: F d multiplications and F sines and cosines. Memory: 12 F d bytes.
 *
 * <p>{@link StructuredFourierFeatures} is much faster for large d and at least as accurate.
 *
 * <p>Source: A. Rahimi and B. Recht, <i>Random features for large-scale kernel machines</i>, NIPS
 * (2007); of the two forms there this one has the smaller variance: D. J. Sutherland and J.
 * Schneider, <i>On the error of random Fourier features</i>, UAI (2015), arXiv:1506.02785.
 */
public final class RandomFourierFeatures implements FeatureMap {
  private final Kernels kernels = Kernels.inUse();
  private final double[] frequencies;
  private final float[] rows;
  private final int count;
  private final int d;
  private final float scale;

  private RandomFourierFeatures(double[] frequencies, int count, int d) {
    this.frequencies = frequencies;
    this.count = count;
    this.d = d;
    this.rows = new float[frequencies.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) frequencies[i];
    }
    this.scale = (float) (1 / Math.sqrt(count));
  }

  /**
   * With random frequencies.
   *
   * @param count F, 1 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @param random of the frequencies; the same seed gives the same features
   */
  public static RandomFourierFeatures of(int count, int d, double sigma, RandomGenerator random) {
    Checks.atLeast(count, 1, "count");
    Checks.atLeast(d, 1, "d");
    GaussianKernel.gamma(sigma);
    double[] frequencies = new double[Math.multiplyExact(count, d)];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = random.nextGaussian() / sigma;
    }
    return new RandomFourierFeatures(frequencies, count, d);
  }

  /**
   * With given frequencies.
   *
   * @param frequencies [count x d] row-major, finite. Not modified.
   * @param count F, 1 or more
   * @param d 1 or more
   */
  public static RandomFourierFeatures ofFrequencies(double[] frequencies, int count, int d) {
    Checks.matrix(frequencies, count, d, "frequencies");
    return new RandomFourierFeatures(frequencies.clone(), count, d);
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
    return 2 * count;
  }

  @Override
  public void map(float[] x, float[] features, float[] scratch) {
    Checks.matrix(x, 1, d, "x");
    checkRoom(this, features, scratch);
    for (int i = 0; i < count; i++) {
      scratch[i] = (float) kernels.dot(rows, i * d, x, 0, d);
    }
    // cosines straight into the first half; the sines end up behind them
    kernels.cosinesAndSines(scratch, count, features, scratch);
    for (int i = 0; i < count; i++) {
      features[i] *= scale;
      features[count + i] = scratch[i] * scale;
    }
  }

  @Override
  public double[] map(double[] x) {
    Checks.matrix(x, 1, d, "x");
    double[] features = new double[2 * count];
    double norm = 1 / Math.sqrt(count);
    for (int i = 0; i < count; i++) {
      double phase = 0;
      for (int k = 0; k < d; k++) {
        phase += frequencies[i * d + k] * x[k];
      }
      features[i] = Math.cos(phase) * norm;
      features[count + i] = Math.sin(phase) * norm;
    }
    return features;
  }

  static void checkRoom(FeatureMap map, float[] features, float[] scratch) {
    if (features.length < map.featureCount()) {
      throw rejected("features.length", features.length, ">= " + map.featureCount());
    }
    if (scratch.length < map.scratchLength()) {
      throw rejected("scratch.length", scratch.length, ">= " + map.scratchLength());
    }
  }
}
