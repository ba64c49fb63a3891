package io.virk.detect.internal;

import io.virk.signal.SignalSchema;
import java.util.Arrays;

/**
 * Vectors whose numbers have scales of their own, some missing, in standard deviations of a
 * reference; what is missing counts as the reference's mean. Immutable.
 */
public final class Standardised {
  /** Of a number that never changes, where nothing else is known. */
  private static final double LEAST = 1e-6;

  private final double[] means;
  private final double[] deviations;

  private Standardised(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
  }

  /**
   * Learns a reference.
   *
   * @param x [n x d] row-major, NaN where one is missing. Not modified.
   * @param least of each number the smallest deviation that means anything. Not modified, not kept.
   * @return means and deviations, of a number that is nowhere 0 and the least one
   */
  public static Standardised of(float[] x, double[] least) {
    int d = least.length;
    double[] means = new double[d];
    double[] squares = new double[d];
    int[] counts = new int[d];
    for (int i = 0; i < x.length; i++) {
      int k = i % d;
      if (!Float.isNaN(x[i])) {
        counts[k]++;
        double difference = x[i] - means[k];
        means[k] += difference / counts[k];
        squares[k] += difference * (x[i] - means[k]);
      }
    }
    for (int k = 0; k < d; k++) {
      double deviation = Math.sqrt(squares[k] / Math.max(1, counts[k] - 1));
      squares[k] = Math.max(Math.max(deviation, least[k]), LEAST);
    }
    return new Standardised(means, squares);
  }

  /**
   * Learns a reference of a derived vector signal: numbers that hardly vary, as of clipped pixels,
   * then weigh no more than what can be told apart of them.
   *
   * @param x as of {@link #of(float[], double[])}. Not modified.
   * @param schema of the signal
   * @return means and deviations, each at least the number's resolution
   */
  public static Standardised ofAppearance(float[] x, SignalSchema schema) {
    return of(x, leastOfAppearance(schema));
  }

  /** Of the numbers of an appearance the smallest deviations that mean anything. */
  public static double[] leastOfAppearance(SignalSchema schema) {
    return schema.appearanceResolutions().stream().mapToDouble(v -> v).toArray();
  }

  /**
   * Brings vectors on the common scale.
   *
   * @param x [n x d] row-major. Modified.
   * @return the same array
   */
  public float[] apply(float[] x) {
    for (int i = 0; i < x.length; i++) {
      int k = i % means.length;
      x[i] = Float.isNaN(x[i]) ? 0 : (float) ((x[i] - means[k]) / deviations[k]);
    }
    return x;
  }

  /**
   * The same, with values further out than that brought back to it: of heavy tails the mean then
   * scatters less, and of a few rows more is needed to move it.
   *
   * @param x [n x d] row-major. Modified.
   * @param most deviations, &gt; 0
   * @return the same array
   */
  public float[] applyWithin(float[] x, float most) {
    apply(x);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(-most, Math.min(most, x[i]));
    }
    return x;
  }

  /**
   * A change of the mean on the common scale, as far as {@link #applyWithin} lets it be seen.
   *
   * @param shift of each number. Not modified.
   * @param most deviations, &gt; 0
   * @return in deviations, each at most that
   */
  public double[] changeWithin(float[] shift, float most) {
    double[] change = new double[means.length];
    Arrays.setAll(change, k -> Math.max(-most, Math.min(most, shift[k] / deviations[k])));
    return change;
  }
}
