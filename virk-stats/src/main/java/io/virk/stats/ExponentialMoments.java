package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Exponentially weighted mean and variance of a scalar: the value k steps ago has weight decay^k.
 * The weights are divided by their sum, so that the first values are not drawn towards zero.
 *
 * <p>Merging takes both as of one clock: weights of equal age meet. It is commutative and
 * associative up to rounding, with the empty object as identity; what followed on something is
 * merged after {@link #age} of the former by the number of values of the latter. Cost: a few
 * nanoseconds per value, no allocation; 56 bytes. Spreads above 1e154 overflow the variance. Not
 * thread-safe.
 *
 * <p>Source: T. Finch, <i>Incremental calculation of weighted mean and variance</i>, University of
 * Cambridge (2009).
 */
public final class ExponentialMoments {
  private static final char KIND = 'E';
  private static final int VERSION = 1;

  private final double decay;
  private long count;
  private double weight;
  private double squaredWeight;
  private double mean;
  private double scatter;

  /**
   * Of nothing yet.
   *
   * @param decay factor on all weights at each value: above 0, at most 1 (no forgetting)
   */
  public ExponentialMoments(double decay) {
    if (!(decay > 0 && decay <= 1)) {
      throw rejected("decay", decay, "> 0 and <= 1");
    }
    this.decay = decay;
  }

  /**
   * Of nothing yet, with decay = 2^(-1 / halfLife).
   *
   * @param values number of values after which a weight has halved, above 0
   */
  public static ExponentialMoments ofHalfLife(double values) {
    return new ExponentialMoments(Math.pow(2, -1 / Checks.positive(values, "values")));
  }

  /**
   * Ages all there is by one step and adds one value of weight 1.
   *
   * @param value finite
   * @throws IllegalArgumentException if it is NaN or infinite; this object is then unchanged
   */
  public void accept(double value) {
    Checks.finite(value, "value");
    count++;
    double old = weight * decay;
    weight = old + 1;
    squaredWeight = squaredWeight * decay * decay + 1;
    double delta = value - mean;
    double step = delta / weight;
    mean += step;
    scatter = scatter * decay + old * step * delta;
  }

  /**
   * Ages all there is as if {@code steps} values had come, and adds none.
   *
   * @param steps 0 or more
   * @return this
   */
  public ExponentialMoments age(long steps) {
    if (steps < 0) {
      throw rejected("steps", steps, ">= 0");
    }
    double factor = Math.pow(decay, steps);
    weight *= factor;
    squaredWeight *= factor * factor;
    scatter *= factor;
    return this;
  }

  /**
   * Adds everything the other has seen, with its weights as they are now.
   *
   * @param other of equal decay; unchanged; may be this object itself
   * @return this
   * @throws IllegalArgumentException if the decays differ; this object is then unchanged
   */
  public ExponentialMoments combine(ExponentialMoments other) {
    Objects.requireNonNull(other, "other");
    if (other.decay != decay) {
      throw rejected("other.decay", other.decay, "equal to " + decay);
    }
    double sum = weight + other.weight;
    if (sum > 0) {
      double delta = other.mean - mean;
      double share = other.weight / sum;
      scatter += other.scatter + delta * delta * weight * share;
      mean = weight == 0 ? other.mean : mean + delta * share;
    }
    weight = sum;
    squaredWeight += other.squaredWeight;
    count += other.count;
    return this;
  }

  /** Factor on all weights at each value. */
  public double decay() {
    return decay;
  }

  /** Number of values ever seen. */
  public long count() {
    return count;
  }

  /** Weighted mean; NaN of nothing, and where ageing left no weight. */
  public double mean() {
    return weight > 0 ? mean : Double.NaN;
  }

  /** Weighted variance, divided by the sum of weights; NaN of nothing. */
  public double populationVariance() {
    return weight > 0 ? scatter / weight : Double.NaN;
  }

  /**
   * Weighted variance without bias for independent values: divided by W - W2 / W, of W the sum of
   * the weights and W2 that of their squares. NaN of fewer than two values.
   */
  public double variance() {
    double divisor = weight - squaredWeight / weight;
    return count >= 2 && divisor > 0 ? scatter / divisor : Double.NaN;
  }

  /** Square root of {@link #variance()}. */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** Number of equally weighted values of which a mean is as sure: W^2 / W2; 0 of nothing. */
  public double effectiveCount() {
    return squaredWeight > 0 ? weight / squaredWeight * weight : 0;
  }

  /** The state in a compact, versioned form for {@link #fromBytes}: at most 53 bytes. */
  public byte[] toBytes() {
    return new BinaryOutput(KIND, VERSION, 49)
        .real(decay)
        .count(count)
        .real(weight)
        .real(squaredWeight)
        .real(mean)
        .real(scatter)
        .toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote, to the last bit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are cut off, of something else, of a newer version or
   *     no possible state
   */
  public static ExponentialMoments fromBytes(byte[] bytes) {
    BinaryInput in = new BinaryInput(bytes, KIND, VERSION);
    ExponentialMoments read = new ExponentialMoments(in.real("decay"));
    read.count = in.count("count", 0, Long.MAX_VALUE);
    read.weight = Checks.nonNegative(in.real("weight"), "weight");
    read.squaredWeight = Checks.nonNegative(in.real("squared weight"), "squared weight");
    read.mean = in.finite("mean");
    read.scatter = Checks.nonNegative(in.real("scatter"), "scatter");
    if (read.count == 0 && (read.weight > 0 || read.squaredWeight > 0 || read.scatter > 0)) {
      throw rejected("weight", read.weight, "0 of no values");
    }
    in.end();
    return read;
  }

  @Override
  public String toString() {
    return "ExponentialMoments[count=" + count + ", mean=" + mean() + ", decay=" + decay + "]";
  }
}
