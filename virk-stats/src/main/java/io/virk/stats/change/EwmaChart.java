package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;

/**
 * Chart of the exponentially weighted moving average z := (1 - lambda) z + lambda x with known mean
 * and standard deviation: alarm where z is further from the mean than width standard deviations of
 * z, sigma sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2 t))) after t observations. An alarm
 * begins anew at the mean.
 *
 * <p>In units of the stream. Memory: 72 bytes. Cost of an update: some ten nanoseconds.
 *
 * <p>Source: S. W. Roberts, <i>Control chart tests based on geometric moving averages</i>,
 * Technometrics 1 (1959), doi:10.1080/00401706.1959.10489860; J. M. Lucas and M. S. Saccucci,
 * Technometrics 32 (1990), doi:10.1080/00401706.1990.10484583.
 */
public final class EwmaChart implements ChangeDetector {
  static final char KIND = 'w';
  private static final int VERSION = 1;

  private final double mean;
  private final double lambda;

  /** (width sigma)^2 lambda / (2 - lambda): square of the limit after a long time. */
  private final double squaredLimit;

  private double average;

  /** (1 - lambda)^(2 t). */
  private double remainder = 1;

  /**
   * A chart at its mean.
   *
   * @param mean of the stream without change, finite, at most 1e100 in size
   * @param deviation its standard deviation, above 0, at most 1e100
   * @param lambda weight of an observation, above 0, at most 1; 0.05 to 0.25 is usual
   * @param width of the band in standard deviations of the average, above 0, at most 1e30; 2.7 to 3
   *     is usual
   */
  public EwmaChart(double mean, double deviation, double lambda, double width) {
    if (!(Math.abs(mean) <= Observations.LARGEST)) {
      throw Checks.rejected("mean", mean, "finite and at most 1e100 in size");
    }
    if (!(deviation > 0 && deviation <= Observations.LARGEST)) {
      throw Checks.rejected("deviation", deviation, "> 0 and at most 1e100");
    }
    if (!(lambda > 0 && lambda <= 1)) {
      throw Checks.rejected("lambda", lambda, "> 0 and <= 1");
    }
    if (!(width > 0 && width <= 1e30)) {
      throw Checks.rejected("width", width, "> 0 and at most 1e30");
    }
    this.mean = mean;
    this.lambda = lambda;
    this.squaredLimit = width * width * deviation * deviation * lambda / (2 - lambda);
  }

  private EwmaChart(BinaryInput in) {
    mean = Observations.read(in, "mean");
    lambda = in.real("lambda");
    if (!(lambda > 0 && lambda <= 1)) {
      throw Checks.rejected("lambda", lambda, "> 0 and <= 1");
    }
    squaredLimit = in.nonNegative("squared limit");
    average = in.finite("average");
    if (!(Math.abs(average) <= 2 * Observations.LARGEST)) {
      throw Checks.rejected("average", average, "at most 2e100 in size");
    }
    remainder = in.real("remainder");
    if (!(remainder >= 0 && remainder <= 1)) {
      throw Checks.rejected("remainder", remainder, "0 to 1");
    }
    in.end();
  }

  @Override
  public Change update(double x) {
    if (!(Math.abs(x) <= Observations.LARGEST)) {
      throw Observations.rejected(x);
    }
    average += lambda * (x - mean - average);
    remainder *= (1 - lambda) * (1 - lambda);
    if (average * average > squaredLimit * (1 - remainder)) {
      Change change = average > 0 ? Change.UP : Change.DOWN;
      reset();
      return change;
    }
    return Change.NONE;
  }

  @Override
  public void reset() {
    average = 0;
    remainder = 1;
  }

  /** The moving average z. */
  public double average() {
    return mean + average;
  }

  /** How far from the mean the average may be now; 0 before the first observation. */
  public double limit() {
    return Math.sqrt(squaredLimit * (1 - remainder));
  }

  @Override
  public byte[] toBytes() {
    return new BinaryOutput(KIND, VERSION, 44)
        .real(mean)
        .real(lambda)
        .real(squaredLimit)
        .real(average)
        .real(remainder)
        .toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static EwmaChart fromBytes(byte[] bytes) {
    return new EwmaChart(BinaryInput.checked(bytes, KIND, VERSION));
  }
}
