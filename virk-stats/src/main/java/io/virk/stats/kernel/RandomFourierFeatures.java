package io.virk.stats.kernel;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import java.util.random.RandomGenerator;

/**
 * Random Fourier features of the Gaussian kernel: with F frequencies w ~ N(0, I / sigma^2), z(x) =
 * [cos(w x), sin(w x)] / sqrt(F), 2 F numbers of squared length 1. The error of the kernel is about
 * 1 / sqrt(2 F). Cost: F d multiplications and F sines and cosines. Memory: 12 F d bytes. Phases w
 * x above 1e5 in size are taken in double, which allocates.
 *
 * <p>{@link OffsetFourierFeatures} is the other form of the same features, {@link
 * StructuredFourierFeatures} is much faster for large d and at least as accurate.
 *
 * <p>Source: A. Rahimi and B. Recht, <i>Random features for large-scale kernel machines</i>, NIPS
 * (2007); of the two forms there this one has the smaller variance: D. J. Sutherland and J.
 * Schneider, <i>On the error of random Fourier features</i>, UAI (2015), arXiv:1506.02785.
 */
public final class RandomFourierFeatures implements FeatureMap {
  private final Kernels kernels = Kernels.inUse();
  private final Frequencies frequencies;
  private final int count;
  private final double norm;

  private RandomFourierFeatures(Frequencies frequencies) {
    this.frequencies = frequencies;
    this.count = frequencies.count();
    this.norm = 1 / Math.sqrt(count);
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
    return new RandomFourierFeatures(Frequencies.of(count, d, sigma, random));
  }

  /**
   * With given frequencies.
   *
   * @param frequencies [count x d] row-major, at most 1e30 in size. Not modified.
   * @param count F, 1 or more
   * @param d 1 or more
   */
  public static RandomFourierFeatures ofFrequencies(double[] frequencies, int count, int d) {
    return new RandomFourierFeatures(Frequencies.copyOf(frequencies, count, d));
  }

  /** The frequencies, [F x d] row-major; a copy. */
  public double[] frequencies() {
    return frequencies.exact();
  }

  @Override
  public int inputDimension() {
    return frequencies.dimension();
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
    FeatureMaps.check(this, x, features, scratch);
    if (!frequencies.phases(x, scratch)) {
      FeatureMaps.mapInDouble(this, x, features);
      return;
    }
    // cosines straight into the first half; the sines end up behind them
    kernels.cosinesAndSines(scratch, count, features, scratch);
    float scale = (float) norm;
    for (int i = 0; i < count; i++) {
      features[i] *= scale;
      features[count + i] = scratch[i] * scale;
    }
  }

  @Override
  public double[] map(double[] x) {
    Checks.matrix(x, 1, frequencies.dimension(), "x");
    double[] features = new double[2 * count];
    for (int i = 0; i < count; i++) {
      double phase = frequencies.phase(i, x);
      features[i] = Math.cos(phase) * norm;
      features[count + i] = Math.sin(phase) * norm;
    }
    return features;
  }
}
