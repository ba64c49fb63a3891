package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import java.util.random.RandomGenerator;

/**
 * A matrix of frequencies, and the phases w x of vectors. Immutable, thread-safe. Memory: 12 F d
 * bytes.
 */
final class Frequencies {
  /** Beyond this a phase in single precision is not right to 0.01 any more. */
  static final float LARGEST_PHASE = 1e5f;

  private static final double LARGEST = 1e30;

  private final Kernels kernels = Kernels.inUse();
  private final double[] exact;
  private final float[] rows;
  private final int count;
  private final int d;

  private Frequencies(double[] exact, int count, int d) {
    this.exact = exact;
    this.count = count;
    this.d = d;
    this.rows = new float[exact.length];
    for (int i = 0; i < rows.length; i++) {
      if (!(Math.abs(exact[i]) <= LARGEST)) {
        throw rejected("frequencies[" + i + "]", exact[i], "at most 1e30 in size");
      }
      rows[i] = (float) exact[i];
    }
  }

  /** Normal, of standard deviation 1 / sigma. */
  static Frequencies of(int count, int d, double sigma, RandomGenerator random) {
    Checks.atLeast(count, 1, "count");
    Checks.atLeast(d, 1, "d");
    GaussianKernel.gamma(sigma);
    double[] frequencies = new double[Math.multiplyExact(count, d)];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = random.nextGaussian() / sigma;
    }
    return new Frequencies(frequencies, count, d);
  }

  /** As given, [count x d] row-major; copied. */
  static Frequencies copyOf(double[] frequencies, int count, int d) {
    Checks.matrix(frequencies, count, d, "frequencies");
    return new Frequencies(frequencies.clone(), count, d);
  }

  /** A copy. */
  double[] exact() {
    return exact.clone();
  }

  int count() {
    return count;
  }

  int dimension() {
    return d;
  }

  /**
   * The phases in single precision.
   *
   * @param phases the first F are modified
   * @return whether all are within {@link #LARGEST_PHASE}
   */
  boolean phases(float[] x, float[] phases) {
    boolean within = true;
    for (int i = 0; i < count; i++) {
      float phase = (float) kernels.dot(rows, i * d, x, 0, d);
      phases[i] = phase;
      within &= Math.abs(phase) <= LARGEST_PHASE;
    }
    return within;
  }

  /**
   * The phase of one frequency, in double.
   *
   * @throws IllegalArgumentException if it overflows
   */
  double phase(int frequency, double[] x) {
    double phase = 0;
    for (int k = 0; k < d; k++) {
      phase += exact[frequency * d + k] * x[k];
    }
    return Checks.finite(phase, "inner product of x and a frequency");
  }
}
