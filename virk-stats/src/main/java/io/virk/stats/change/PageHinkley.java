package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Page-Hinkley test for a change of the mean, against the running mean of the observations since
 * the last change. Up: g := max(0, a g + x - mean - delta), alarm where g &gt; threshold; down the
 * same with the signs of x - mean turned. The mean includes x. Either alarm begins both anew.
 *
 * <p>Rule sets: with fading a = 1 this is the textbook's, for max(0, ...) is the sum less its
 * smallest value so far; with a = 0.9999 and upward alarms alone it is that of scikit-multiflow.
 * Not offered with a below 1: the rule of river, which fades the sum itself and keeps its smallest
 * value. In units of the stream. Memory: 80 bytes. Cost of an update: a few nanoseconds. Sums are
 * of differences to the first observation, so that a common offset costs no digits.
 *
 * <p>Source: E. S. Page, <i>Continuous inspection schemes</i>, Biometrika 41 (1954),
 * doi:10.1093/biomet/41.1-2.100; D. V. Hinkley, <i>Inference about the change-point from cumulative
 * sum tests</i>, Biometrika 58 (1971), doi:10.1093/biomet/58.3.509.
 */
public final class PageHinkley implements ChangeDetector {
  static final char KIND = 'p';
  private static final int VERSION = 1;

  private final double delta;
  private final double threshold;
  private final double fading;
  private final int least;
  private final boolean watchesUp;
  private final boolean watchesDown;

  /** A whole number: converting a long for each division would cost more than the division. */
  private double count;

  private double first;
  private double sum;
  private double up;
  private double down;

  /**
   * The textbook's test of both sides.
   *
   * @param delta changes of the mean by less than twice this are not looked for; 0 or more
   * @param threshold above 0
   * @param least observations before the first alarm, 1 or more
   */
  public PageHinkley(double delta, double threshold, int least) {
    this(delta, threshold, least, 1, Sides.BOTH);
  }

  /**
   * Any of the rule sets.
   *
   * @param delta changes of the mean by less than twice this are not looked for; 0 or more
   * @param threshold above 0
   * @param least observations before the first alarm, 1 or more
   * @param fading weight of the sum before in the next, above 0, at most 1
   * @param sides which changes are looked for
   */
  public PageHinkley(double delta, double threshold, int least, double fading, Sides sides) {
    this.delta = Checks.nonNegative(delta, "delta");
    this.threshold = Checks.positive(threshold, "threshold");
    this.least = Checks.atLeast(least, 1, "least");
    if (!(fading > 0 && fading <= 1)) {
      throw Checks.rejected("fading", fading, "> 0 and <= 1");
    }
    this.fading = fading;
    Objects.requireNonNull(sides, "sides");
    this.watchesUp = sides.up();
    this.watchesDown = sides.down();
  }

  @Override
  public Change update(double x) {
    if (!(Math.abs(x) <= Observations.LARGEST)) {
      throw Observations.rejected(x);
    }
    double n = count + 1;
    if (n == 1) {
      first = x;
    }
    double centred = x - first;
    double total = sum + centred;
    double deviation = centred - total / n;
    double higher = up;
    double lower = down;
    if (fading != 1) {
      // the next update waits for these, so the textbook's rule goes without
      higher *= fading;
      lower *= fading;
    }
    higher += deviation - delta;
    lower -= deviation + delta;
    higher = higher > 0 ? higher : 0;
    lower = lower > 0 ? lower : 0;
    count = n;
    sum = total;
    up = higher;
    down = lower;
    if ((higher > threshold || lower > threshold) && n >= least) {
      return alarm();
    }
    return Change.NONE;
  }

  private Change alarm() {
    if (watchesUp && up > threshold) {
      reset();
      return Change.UP;
    }
    if (watchesDown && down > threshold) {
      reset();
      return Change.DOWN;
    }
    return Change.NONE;
  }

  @Override
  public void reset() {
    count = 0;
    sum = 0;
    up = 0;
    down = 0;
  }

  /** The statistic for a move up, 0 or more. */
  public double up() {
    return up;
  }

  /** The statistic for a move down, 0 or more. */
  public double down() {
    return down;
  }

  /** Observations since the last change. */
  public long count() {
    return (long) count;
  }

  @Override
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 80);
    out.real(delta).real(threshold).count(least).real(fading);
    Sides.of(watchesUp, watchesDown).writeTo(out);
    out.count(count());
    if (count > 0) {
      out.real(first).real(sum).real(up).real(down);
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
  public static PageHinkley fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double delta = in.real("delta");
    double threshold = in.real("threshold");
    int least = (int) in.count("least", 1, Integer.MAX_VALUE);
    double fading = in.real("fading");
    PageHinkley read = new PageHinkley(delta, threshold, least, fading, Sides.readFrom(in));
    read.count = in.count("count", 0, 1L << 53);
    if (read.count > 0) {
      read.first = Observations.read(in, "first observation");
      read.sum = in.finite("sum");
      read.up = in.nonNegative("statistic up");
      read.down = in.nonNegative("statistic down");
    }
    in.end();
    return read;
  }
}
