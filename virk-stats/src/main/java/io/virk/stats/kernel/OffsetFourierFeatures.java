package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import java.util.random.RandomGenerator;

/**
 * Random Fourier features of the Gaussian kernel with random offsets: with F frequencies w ~ N(0, I
 * / sigma^2) and offsets b uniform in 0 to 2 pi, z(x) = sqrt(2 / F) cos(w x + b), F numbers, of
 * squared length 1 on average only. The form of scikit-learn's {@code RBFSampler}.
 *
 * <p>For features made elsewhere in this form; of equally many numbers {@link
 * RandomFourierFeatures} approximates the Gaussian kernel better, with half the frequencies. Cost:
 * F d multiplications and F cosines. Memory: 12 F d + 12 F bytes. Phases above 1e5 in size are
 * taken in double, which allocates.
 *
 * <p>Source: A. Rahimi and B. Recht, <i>Random features for large-scale kernel machines</i>, NIPS
 * (2007), algorithm 1; the comparison: D. J. Sutherland and J. Schneider, <i>On the error of random
 * Fourier features</i>, UAI (2015), arXiv:1506.02785.
 */
public final class OffsetFourierFeatures implements FeatureMap {
  private final Kernels kernels = Kernels.inUse();
  private final Frequencies frequencies;
  private final double[] offsets;
  private final float[] narrowOffsets;
  private final int count;
  private final double norm;

  private OffsetFourierFeatures(Frequencies frequencies, double[] offsets) {
    this.frequencies = frequencies;
    this.offsets = offsets;
    this.count = frequencies.count();
    this.norm = Math.sqrt(2.0 / count);
    this.narrowOffsets = new float[count];
    for (int i = 0; i < count; i++) {
      if (!(Math.abs(offsets[i]) <= 2 * Math.PI)) {
        throw rejected("offsets[" + i + "]", offsets[i], "-2 pi to 2 pi");
      }
      narrowOffsets[i] = (float) offsets[i];
    }
  }

  /**
   * With random frequencies and offsets.
   *
   * @param count F, 1 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @param random of the frequencies, then of the offsets; the same seed gives the same features
   */
  public static OffsetFourierFeatures of(int count, int d, double sigma, RandomGenerator random) {
    Frequencies frequencies = Frequencies.of(count, d, sigma, random);
    double[] offsets = new double[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = 2 * Math.PI * random.nextDouble();
    }
    return new OffsetFourierFeatures(frequencies, offsets);
  }

  /**
   * With given frequencies and offsets.
   *
   * @param frequencies [count x d] row-major, at most 1e30 in size. Not modified.
   * @param offsets [count], in radians, at most 2 pi in size. Not modified.
   * @param count F, 1 or more
   * @param d 1 or more
   */
  public static OffsetFourierFeatures ofFrequencies(
      double[] frequencies, double[] offsets, int count, int d) {
    Frequencies copy = Frequencies.copyOf(frequencies, count, d);
    Checks.matrix(offsets, 1, count, "offsets");
    return new OffsetFourierFeatures(copy, offsets.clone());
  }

  @Override
  public int inputDimension() {
    return frequencies.dimension();
  }

  @Override
  public int featureCount() {
    return count;
  }

  @Override
  public int scratchLength() {
    return count;
  }

  @Override
  public void map(float[] x, float[] features, float[] scratch) {
    FeatureMaps.check(this, x, features, scratch);
    if (!frequencies.phases(x, scratch)) {
      FeatureMaps.mapInDouble(this, x, features);
      return;
    }
    for (int i = 0; i < count; i++) {
      scratch[i] += narrowOffsets[i];
    }
    kernels.cosinesAndSines(scratch, count, features, scratch);
    float scale = (float) norm;
    for (int i = 0; i < count; i++) {
      features[i] *= scale;
    }
  }

  @Override
  public double[] map(double[] x) {
    Checks.matrix(x, 1, frequencies.dimension(), "x");
    double[] features = new double[count];
    for (int i = 0; i < count; i++) {
      features[i] = Math.cos(frequencies.phase(i, x) + offsets[i]) * norm;
    }
    return features;
  }
}
