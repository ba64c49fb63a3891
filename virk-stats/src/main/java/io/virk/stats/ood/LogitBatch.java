package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.ProductKernels;
import java.util.Objects;

/**
 * All scores that logits alone give, for many observations in one pass: energy, maximum softmax
 * probability, largest logit, entropy, margin and, on request, generalised entropy. Every score is
 * larger for what is more out of distribution.
 *
 * <p>The object holds the scores of the last call and is used again for the next: nothing is
 * allocated after construction, but for a longer row than any before where generalised entropy is
 * asked for. Not thread-safe. Memory: 48 bytes per observation of its capacity, and 80 KiB.
 *
 * <p>In single precision, sums in double: within 2e-5 of the value, or 2e-6, of what the forms for
 * one observation ({@link Energy}, {@link MaxSoftmax}, {@link MaxLogit}, {@link Entropy}, {@link
 * Margin}, {@link GeneralizedEntropy}) give. Cost: two passes over each row while it is in the
 * cache, one polynomial per class; with the Vector API about 0.6 ns per class.
 */
public final class LogitBatch {
  private static final double LEAST_TEMPERATURE = 1e-6;
  private static final double LARGEST_TEMPERATURE = 1e6;

  private final ProductKernels kernels = ProductKernels.inUse();
  private final double temperature;
  private final GeneralizedEntropy generalized;
  private final double[] energy;
  private final double[] maxSoftmax;
  private final double[] maxLogit;
  private final double[] entropy;
  private final double[] margin;
  private final double[] generalizedEntropy;
  private final double[] sums = new double[5];
  private final float[][] scratch = new float[5][ProductKernels.SOFTMAX_BLOCK];
  private float[] row = new float[0];
  private int size;

  /**
   * Without generalised entropy.
   *
   * @param capacity most observations of one call, 1 or more
   * @param temperature T of softmax(z / T), 1e-6 to 1e6; 1 is usual
   */
  public LogitBatch(int capacity, double temperature) {
    this(null, capacity, temperature);
  }

  /**
   * With generalised entropy.
   *
   * @param capacity most observations of one call, 1 or more
   * @param temperature T of softmax(z / T), 1e-6 to 1e6; 1 is usual
   * @param generalized which
   */
  public LogitBatch(int capacity, double temperature, GeneralizedEntropy generalized) {
    this(Objects.requireNonNull(generalized, "generalized"), capacity, temperature);
  }

  private LogitBatch(GeneralizedEntropy generalized, int capacity, double temperature) {
    Checks.atLeast(capacity, 1, "capacity");
    if (!(temperature >= LEAST_TEMPERATURE && temperature <= LARGEST_TEMPERATURE)) {
      throw rejected("temperature", temperature, "1e-6 to 1e6");
    }
    this.temperature = temperature;
    this.generalized = generalized;
    this.energy = new double[capacity];
    this.maxSoftmax = new double[capacity];
    this.maxLogit = new double[capacity];
    this.entropy = new double[capacity];
    this.margin = new double[capacity];
    this.generalizedEntropy = new double[generalized == null ? 0 : capacity];
  }

  /**
   * Scores n observations and forgets those before.
   *
   * @param logits [n x classes] row-major, finite. Not modified.
   * @param n 1 to the capacity
   * @param classes 1 or more
   * @throws IllegalArgumentException if an argument is not as said above; the object then holds no
   *     observation
   */
  public void score(float[] logits, int n, int classes) {
    size = 0;
    Objects.requireNonNull(logits, "logits");
    Checks.atLeast(n, 1, "n");
    Checks.atLeast(classes, 1, "classes");
    if (n > energy.length) {
      throw rejected("n", n, "at most the capacity " + energy.length);
    }
    if ((long) n * classes != logits.length) {
      throw rejected("logits.length", logits.length, n + " rows x " + classes + " columns");
    }
    if (generalized != null && row.length < classes) {
      row = new float[classes];
    }
    float inverse = (float) (1 / temperature);
    for (int i = 0; i < n; i++) {
      kernels.softmaxSums(logits, i * classes, classes, inverse, scratch, sums);
      if (Double.isNaN(sums[0])) {
        Checks.matrix(logits, n, classes, "logits");
      }
      keep(i);
      if (generalized != null) {
        System.arraycopy(logits, i * classes, row, 0, classes);
        generalizedEntropy[i] =
            generalized.score(row, classes, sums[0], sums[4], sums[2], temperature);
      }
    }
    size = n;
  }

  private void keep(int i) {
    double max = sums[0];
    double rest = sums[2];
    double ties = sums[4];
    double sum = ties + rest;
    double log = Softmax.logSum(ties, rest);
    energy[i] = -(max + temperature * log);
    maxSoftmax[i] = -1 / sum;
    maxLogit[i] = -max;
    entropy[i] = Math.max(0, log - sums[3] / sum);
    // with the second largest logit, so that two close ones lose no digits
    margin[i] = -Softmax.margin(max, sums[1], ties, rest, temperature);
  }

  /** Number of observations scored by the last call. */
  public int size() {
    return size;
  }

  /** -T ln(sum of exp(z / T)) of observation i. */
  public double energy(int i) {
    return energy[Objects.checkIndex(i, size)];
  }

  /** The negated largest probability of observation i. */
  public double maxSoftmax(int i) {
    return maxSoftmax[Objects.checkIndex(i, size)];
  }

  /** The negated largest logit of observation i. */
  public double maxLogit(int i) {
    return maxLogit[Objects.checkIndex(i, size)];
  }

  /** The entropy of observation i, in nats. */
  public double entropy(int i) {
    return entropy[Objects.checkIndex(i, size)];
  }

  /** The negated difference of the two largest probabilities of observation i. */
  public double margin(int i) {
    return margin[Objects.checkIndex(i, size)];
  }

  /**
   * The generalised entropy of observation i.
   *
   * @throws IllegalStateException if it was not asked for
   */
  public double generalizedEntropy(int i) {
    if (generalized == null) {
      throw new IllegalStateException("generalised entropy was not asked for");
    }
    return generalizedEntropy[Objects.checkIndex(i, size)];
  }
}
