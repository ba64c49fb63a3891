package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * E-detector for a change of the mean of normal, or sub-Gaussian, observations: the mean of {@link
 * EDetector}s on {@link EValues#gaussian} with lambda of h, 2 h, ... {@code steps} h standard
 * deviations on each side that is watched. A mean of e-detectors is one, so the mean number of
 * observations to a false alarm is at least 1 / alpha by construction. An alarm begins anew.
 *
 * <p>Memory: 8 bytes for each lambda and side, three times, and 120. Cost of an update: one
 * exponential and a few operations for each lambda.
 *
 * <p>Source: as {@link EDetector}, section 4 (mixtures).
 */
public final class GaussianEDetector implements ChangeDetector {
  static final char KIND = 'g';
  private static final int VERSION = 1;

  /** Largest exponent of an e-value: beyond it the bet is cut, which only makes it smaller. */
  private static final double LARGEST_EXPONENT = 500;

  private final double mean;
  private final double deviation;
  private final double alpha;
  private final double step;
  private final int steps;
  private final boolean sums;
  private final boolean watchesUp;
  private final boolean watchesDown;
  private final double limit;

  /** Largest size of step z whose powers are all taken as they are. */
  private final double largest;

  private final GaussianBets up;
  private final GaussianBets down;

  /**
   * Eight changes of half to four standard deviations on both sides, Shiryaev-Roberts form.
   *
   * @param mean of the stream without change, finite, at most 1e100 in size
   * @param deviation its standard deviation, or the sub-Gaussian parameter; above 1e-100
   * @param alpha 1e-60 to below 1: at most one false alarm in 1 / alpha observations, on average
   */
  public GaussianEDetector(double mean, double deviation, double alpha) {
    this(mean, deviation, alpha, 0.5, 8, EDetector.Form.SHIRYAEV_ROBERTS, Sides.BOTH);
  }

  /**
   * Any mixture.
   *
   * @param mean of the stream without change, finite, at most 1e100 in size
   * @param deviation its standard deviation, or the sub-Gaussian parameter; above 1e-100
   * @param alpha 1e-60 to below 1: at most one false alarm in 1 / alpha observations, on average
   * @param step h: the smallest change to be found, in standard deviations, 0.001 to 10
   * @param steps number of changes on a side, 1 to 64
   * @param form of each detector
   * @param sides which changes are looked for
   */
  public GaussianEDetector(
      double mean,
      double deviation,
      double alpha,
      double step,
      int steps,
      EDetector.Form form,
      Sides sides) {
    if (!(Math.abs(mean) <= Observations.LARGEST)) {
      throw Checks.rejected("mean", mean, "finite and at most 1e100 in size");
    }
    if (!(deviation >= 1 / Observations.LARGEST && deviation <= Double.MAX_VALUE)) {
      throw Checks.rejected("deviation", deviation, "> 1e-100 and finite");
    }
    if (!(alpha >= 1e-60 && alpha < 1)) {
      throw Checks.rejected("alpha", alpha, ">= 1e-60 and < 1");
    }
    this.up = new GaussianBets(step, steps, form);
    this.down = new GaussianBets(step, steps, form);
    this.mean = mean;
    this.deviation = deviation;
    this.alpha = alpha;
    this.step = step;
    this.steps = steps;
    this.sums = Objects.requireNonNull(form, "form") == EDetector.Form.SHIRYAEV_ROBERTS;
    Objects.requireNonNull(sides, "sides");
    this.watchesUp = sides.up();
    this.watchesDown = sides.down();
    this.limit = steps * (sides == Sides.BOTH ? 2 : 1) / alpha;
    this.largest = LARGEST_EXPONENT / steps;
  }

  @Override
  public Change update(double x) {
    if (!(Math.abs(x) <= Observations.LARGEST)) {
      throw Observations.rejected(x);
    }
    double z = step * ((x - mean) / deviation);
    double ratio;
    double inverse;
    if (Math.abs(z) <= largest) {
      ratio = Math.exp(z);
      inverse = 1 / ratio;
    } else {
      // both no more than they would be: the guarantee stays
      ratio = z > 0 ? Math.exp(largest) : 0;
      inverse = z > 0 ? 0 : Math.exp(largest);
    }
    double higher = watchesUp ? up.betOnRatio(ratio) : 0;
    double lower = watchesDown ? down.betOnRatio(inverse) : 0;
    if (higher + lower >= limit) {
      reset();
      return higher >= lower ? Change.UP : Change.DOWN;
    }
    return Change.NONE;
  }

  @Override
  public void reset() {
    up.reset();
    down.reset();
  }

  /** The evidence now, 0 to 1 / alpha. */
  public double evidence() {
    double sum = (watchesUp ? up.sum() : 0) + (watchesDown ? down.sum() : 0);
    return sum / (steps * (watchesUp && watchesDown ? 2 : 1));
  }

  @Override
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 50 + 16 * steps);
    out.real(mean).real(deviation).real(alpha).real(step).count(steps).flag(sums);
    Sides.of(watchesUp, watchesDown).writeTo(out);
    if (watchesUp) {
      out.reals(up.evidence(), steps);
    }
    if (watchesDown) {
      out.reals(down.evidence(), steps);
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static GaussianEDetector fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double mean = in.real("mean");
    double deviation = in.real("deviation");
    double alpha = in.real("alpha");
    double step = in.real("step");
    int steps = (int) in.count("steps", 1, 64);
    EDetector.Form form = EDetector.Form.readFrom(in);
    Sides sides = Sides.readFrom(in);
    GaussianEDetector read =
        new GaussianEDetector(mean, deviation, alpha, step, steps, form, sides);
    if (sides.up()) {
      read.readEvidence(in, read.up);
    }
    if (sides.down()) {
      read.readEvidence(in, read.down);
    }
    in.end();
    return read;
  }

  private void readEvidence(BinaryInput in, GaussianBets into) {
    double[] evidence = new double[steps];
    for (int i = 0; i < steps; i++) {
      evidence[i] = in.real("evidence");
      if (!(evidence[i] >= 0 && evidence[i] < limit)) {
        throw Checks.rejected("evidence", evidence[i], ">= 0 and < " + limit);
      }
    }
    into.restore(evidence);
  }
}
