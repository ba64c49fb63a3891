package io.virk.stats;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Streaming moments of a scalar: count, minimum, maximum, mean, variance, skewness, kurtosis.
 *
 * <p>Updates and merges central moments, never raw powers, so that a large offset costs no digits.
 * Merging is commutative and associative up to rounding, with the empty object as identity. Cost: a
 * few nanoseconds per value, no allocation; 72 bytes. Not thread-safe.
 *
 * <p>Spreads above 1e77 overflow the fourth power, above 1e102 the third and above 1e154 the
 * square: kurtosis, skewness and variance are then infinite or NaN, the rest is right to 8e307.
 *
 * <p>Source: P. Pébay, <i>Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments</i>, Sandia SAND2008-6212 (2008), doi:10.2172/1028931.
 */
public final class Moments {
  private static final char KIND = 'M';
  private static final int VERSION = 1;
  private static final int BLOCK = 512;

  private long count;
  private double mean;
  private double m2;
  private double m3;
  private double m4;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Of nothing yet. */
  public Moments() {}

  /**
   * Of a whole sample.
   *
   * @param values finite; may be empty. Not modified.
   * @throws IllegalArgumentException if a value is NaN or infinite
   */
  public static Moments of(double... values) {
    Objects.requireNonNull(values, "values");
    Moments moments = new Moments();
    for (double value : values) {
      moments.accept(value);
    }
    return moments;
  }

  /**
   * Adds one value.
   *
   * @param value finite
   * @throws IllegalArgumentException if it is NaN or infinite; this object is then unchanged
   */
  public void accept(double value) {
    Checks.finite(value, "value");
    long n1 = count;
    count++;
    double n = count;
    double delta = value - mean;
    double step = delta / n;
    double step2 = step * step;
    double term = delta * step * n1;
    mean += step;
    m4 += term * step2 * (n * n - 3 * n + 3) + 6 * step2 * m2 - 4 * step * m3;
    m3 += term * step * (n - 2) - 3 * step * m2;
    m2 += term;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /**
   * Adds many values: about two nanoseconds each.
   *
   * @param values finite; may be empty. Not modified.
   * @throws IllegalArgumentException if one is NaN or infinite; this object is then unchanged
   */
  public void accept(float[] values) {
    Finite.all(Objects.requireNonNull(values, "values"), "values");
    for (int from = 0; from < values.length; from += BLOCK) {
      acceptBlock(values, from, Math.min(values.length, from + BLOCK));
    }
  }

  /** Two passes over a block that stays in the cache; two sums of each, that need not wait. */
  private void acceptBlock(float[] values, int from, int to) {
    int n = to - from;
    double centre = sumAndRange(values, from, to) / n;
    double even2 = 0;
    double even3 = 0;
    double even4 = 0;
    double odd2 = 0;
    double odd3 = 0;
    double odd4 = 0;
    double error = 0;
    int i = from;
    for (; i < to - 1; i += 2) {
      double a = values[i] - centre;
      double b = values[i + 1] - centre;
      double a2 = a * a;
      double b2 = b * b;
      error += a + b;
      even2 += a2;
      odd2 += b2;
      even3 += a2 * a;
      odd3 += b2 * b;
      even4 += a2 * a2;
      odd4 += b2 * b2;
    }
    if (i < to) {
      double a = values[i] - centre;
      error += a;
      even2 += a * a;
      even3 += a * a * a;
      even4 += a * a * (a * a);
    }
    // what rounding of the mean left: a shift by e = error / n, to first order in e
    double e = error / n;
    double s2 = Math.max(0, even2 + odd2 - e * error);
    double s3 = even3 + odd3;
    add(n, centre + e, s2, s3 - 3 * e * s2, even4 + odd4 - 4 * e * s3);
  }

  private double sumAndRange(float[] values, int from, int to) {
    double even = 0;
    double odd = 0;
    float least = values[from];
    float most = least;
    int i = from;
    for (; i < to - 1; i += 2) {
      float a = values[i];
      float b = values[i + 1];
      even += a;
      odd += b;
      // hardly ever taken, and so better than a minimum, for which each would wait for the last
      if (a < least) {
        least = a;
      }
      if (b < least) {
        least = b;
      }
      if (a > most) {
        most = a;
      }
      if (b > most) {
        most = b;
      }
    }
    if (i < to) {
      even += values[i];
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
    }
    min = Math.min(min, least);
    max = Math.max(max, most);
    return even + odd;
  }

  /**
   * Adds everything the other has seen.
   *
   * @param other unchanged; may be this object itself
   * @return this
   */
  public Moments combine(Moments other) {
    Objects.requireNonNull(other, "other");
    add(other.count, other.mean, other.m2, other.m3, other.m4);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    return this;
  }

  private void add(long otherCount, double otherMean, double o2, double o3, double o4) {
    if (otherCount == 0) {
      return;
    }
    double na = count;
    double nb = otherCount;
    double n = na + nb;
    double delta = otherMean - mean;
    double step = delta / n;
    double combined4 =
        m4
            + o4
            + delta * step * step * step * na * nb * (na * na - na * nb + nb * nb)
            + 6 * step * step * (na * na * o2 + nb * nb * m2)
            + 4 * step * (na * o3 - nb * m3);
    double combined3 =
        m3 + o3 + delta * step * step * na * nb * (na - nb) + 3 * step * (na * o2 - nb * m2);
    m2 = m2 + o2 + delta * step * na * nb;
    m3 = combined3;
    m4 = combined4;
    mean = na == 0 ? otherMean : mean + step * nb;
    count += otherCount;
  }

  /** Number of values. */
  public long count() {
    return count;
  }

  /** Mean; NaN of nothing. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Variance with divisor n - 1; NaN of fewer than two values. */
  public double variance() {
    return count < 2 ? Double.NaN : m2 / (count - 1);
  }

  /** Variance with divisor n; NaN of nothing. */
  public double populationVariance() {
    return count == 0 ? Double.NaN : m2 / count;
  }

  /** Square root of {@link #variance()}. */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** Smallest value; +Infinity of nothing. */
  public double min() {
    return min;
  }

  /** Largest value; -Infinity of nothing. */
  public double max() {
    return max;
  }

  /** Skewness g1 = m3 / m2^(3/2) with divisors n; NaN of nothing and of constant data. */
  public double skewness() {
    double variance = populationVariance();
    return variance > 0 ? m3 / count / (variance * Math.sqrt(variance)) : Double.NaN;
  }

  /** Excess kurtosis g2 = m4 / m2^2 - 3 with divisors n; NaN of nothing and of constant data. */
  public double kurtosis() {
    double variance = populationVariance();
    return variance > 0 ? m4 / count / (variance * variance) - 3 : Double.NaN;
  }

  /** The state in a compact, versioned form for {@link #fromBytes}: at most 61 bytes. */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 57).count(count);
    if (count > 0) {
      out.real(min).real(max).real(mean).real(m2).real(m3).real(m4);
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote, to the last bit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are cut off, of something else, of a newer version or
   *     no possible state
   */
  public static Moments fromBytes(byte[] bytes) {
    BinaryInput in = new BinaryInput(bytes, KIND, VERSION);
    Moments read = new Moments();
    read.count = in.count("count", 0, Long.MAX_VALUE);
    if (read.count > 0) {
      read.min = in.finite("min");
      read.max = in.finite("max");
      read.mean = in.finite("mean");
      read.m2 = in.real("sum of squares");
      read.m3 = in.real("sum of cubes");
      read.m4 = in.real("sum of fourth powers");
      double rounding = 1e-9 * Math.max(Math.abs(read.min), Math.abs(read.max));
      if (!(read.mean >= read.min - rounding && read.mean <= read.max + rounding)) {
        throw Checks.rejected("mean", read.mean, "between " + read.min + " and " + read.max);
      }
      if (read.m2 < 0) {
        throw Checks.rejected("sum of squares", read.m2, ">= 0");
      }
    }
    in.end();
    return read;
  }

  @Override
  public String toString() {
    return "Moments[count=" + count + ", mean=" + mean() + ", sd=" + standardDeviation() + "]";
  }
}
