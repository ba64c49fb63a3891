package io.virk.signal;

import java.util.Arrays;

/**
 * Draws in the tails of numbers whose mean is to be compared: x becomes m + w asinh((x - m) / w),
 * the middle m and the width w being the median and the spread of each number over a baseline. Near
 * the middle it is x itself, far out its logarithm, so that a few strange pictures move a mean far
 * less, and that mean scatters less. It has no bound and looks at one row alone: a fault of a fifth
 * of the rows moves the mean by a fifth of what it does when it is in all. Immutable, thread-safe.
 *
 * <p>Cost: a logarithm and a root for each number.
 *
 * <p>Source: the inverse hyperbolic sine transformation, J. B. Burbidge, L. Magee, A. L. Robb, J.
 * Am. Stat. Assoc. 83 (1988), doi:10.1080/01621459.1988.10478575.
 */
public final class AsinhScale {
  /** From a median absolute deviation to a standard deviation, of normal numbers. */
  private static final double NORMAL = 1.4826;

  /** Of the standard deviation: of numbers that mostly are one and the same. */
  private static final double LEAST_SHARE = 0.1;

  /** A spread below it, in parts of a number's size, is rounding. */
  private static final double LEAST = 1e-6;

  /** From here on the inverse hyperbolic sine is the logarithm of twice the number. */
  private static final double LARGE = 1e9;

  private final double[] middles;

  /** 0 of a number that is left as it is. */
  private final double[] widths;

  /**
   * Takes middles and widths.
   *
   * @param middles one of each number, finite. Copied.
   * @param widths as many, above 0, or 0 for a number that is left as it is. Copied.
   */
  public AsinhScale(double[] middles, double[] widths) {
    if (middles.length != widths.length) {
      throw new IllegalArgumentException(
          "widths: " + widths.length + " (expected: " + middles.length + ", one a middle)");
    }
    for (int k = 0; k < widths.length; k++) {
      if (!Double.isFinite(middles[k])) {
        throw new IllegalArgumentException(
            "middles[" + k + "]: " + middles[k] + " (expected: finite)");
      }
      if (!(widths[k] >= 0) || Double.isInfinite(widths[k])) {
        throw new IllegalArgumentException(
            "widths[" + k + "]: " + widths[k] + " (expected: finite, >= 0)");
      }
    }
    this.middles = middles.clone();
    this.widths = widths.clone();
  }

  /**
   * Leaves all numbers as they are.
   *
   * @param length how many there are
   */
  public static AsinhScale none(int length) {
    return new AsinhScale(new double[length], new double[length]);
  }

  /**
   * Learns one number. One that never changes, and of which no least spread is known, is left as it
   * is: drawn in, nothing would be seen of a change.
   *
   * @param values at least one, finite. Not modified.
   * @param least the smallest spread that means anything, &ge; 0
   * @return of one number
   */
  public static AsinhScale of(double[] values, double least) {
    double[] sorted = values.clone();
    double middle = median(sorted);
    double sum = 0;
    double mean = Arrays.stream(values).average().orElse(middle);
    double[] apart = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      apart[i] = Math.abs(values[i] - middle);
      sum += (values[i] - mean) * (values[i] - mean);
    }
    double deviation = Math.sqrt(sum / Math.max(1, values.length - 1));
    double width = Math.max(least, Math.max(NORMAL * median(apart), LEAST_SHARE * deviation));
    boolean varies = width > LEAST * Math.abs(middle);
    return new AsinhScale(new double[] {middle}, new double[] {varies ? width : 0});
  }

  /** Sorts. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  /**
   * The scale of other numbers.
   *
   * @param places of each of them its place among these, or -1 for one that is left as it is
   */
  public AsinhScale at(int[] places) {
    return new AsinhScale(
        Arrays.stream(places).mapToDouble(p -> p < 0 ? 0 : middles[p]).toArray(),
        Arrays.stream(places).mapToDouble(p -> p < 0 ? 0 : widths[p]).toArray());
  }

  /** How many numbers it scales. */
  public int length() {
    return middles.length;
  }

  /** A copy of the middles. */
  public double[] middles() {
    return middles.clone();
  }

  /** A copy of the widths, 0 of a number that is left as it is. */
  public double[] widths() {
    return widths.clone();
  }

  /**
   * Scales a number.
   *
   * @param k which it is, 0 .. length - 1
   * @param x any; NaN stays NaN
   */
  public double scaled(int k, double x) {
    double width = widths[k];
    if (width == 0) {
      return x;
    }
    double z = Math.abs(x - middles[k]) / width;
    double root = z < LARGE ? Math.log(z + Math.sqrt(z * z + 1)) : logOfTwice(z);
    return middles[k] + Math.copySign(width * root, x - middles[k]);
  }

  /** Of a number whose square a double may not hold. */
  private static double logOfTwice(double z) {
    return Math.log(2) + Math.log(Math.min(z, Double.MAX_VALUE)); // NaN stays NaN
  }

  /**
   * Scales vectors.
   *
   * @param x [n x length] row-major; NaN stays NaN. Modified.
   * @return the same array
   */
  public float[] scale(float[] x) {
    for (int i = 0; i < x.length; i++) {
      double scaled = scaled(i % middles.length, x[i]);
      x[i] = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, scaled));
    }
    return x;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AsinhScale that
        && Arrays.equals(middles, that.middles)
        && Arrays.equals(widths, that.widths);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(middles) + Arrays.hashCode(widths);
  }

  @Override
  public String toString() {
    return "asinh around " + Arrays.toString(middles) + ", width " + Arrays.toString(widths);
  }
}
