package io.virk.diagnose;

import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.Locale;

/**
 * How one scalar signal of a window compares with the baseline.
 *
 * @param signal name of the signal
 * @param unit of its values; "" for none
 * @param baseline its typical value on the baseline, in its own unit
 * @param now its typical value in the window
 * @param deviations the change of the mean in standard deviations of the baseline, signed, on the
 *     scale of analysis
 * @param spread how many times as much its values scatter: their standard deviation in the window
 *     by that of the baseline, on the scale of analysis, &ge; 0; NaN where too few values came
 */
public record SignalChange(
    String signal, String unit, double baseline, double now, double deviations, double spread) {
  /** Deviations of the mean below which it is the spread that has changed. */
  private static final double STILL = 0.5;

  private static final double MORE = 1.5;
  private static final double LESS = 0.6;

  /** A number that no ratio can be told to. */
  private static final String NOTHING = Text.number(0);

  /** A percentage from which on it is told how many times as large it is. */
  private static final double MANY = 1000;

  /**
   * Whether its values scatter more, or less, about a mean that has hardly changed.
   *
   * @return whether {@link #spread} is 1.5 or more, or 0.6 or less, and the mean has moved by less
   *     than half a deviation
   */
  public boolean isOfSpread() {
    return Math.abs(deviations) < STILL && (spread >= MORE || spread <= LESS);
  }

  /**
   * In words.
   *
   * @return for example "mean luminance 118 to 61 (-48 %)", "temperature 21.0 to 41.2 °C (+96 %)",
   *     from eleven times on "sharpness 220 to 11106 (50.5 times as much)", and without a ratio
   *     where there was nothing before, or the sign is another; of one {@linkplain #isOfSpread
   *     whose spread has changed} with that
   */
  public String inWords() {
    String name = Words.signal(signal);
    double largest = Math.max(Math.abs(baseline), Math.abs(now));
    String before = Text.number(baseline, largest);
    String since = Text.number(now, largest) + (unit.isEmpty() ? "" : " " + unit);
    if (before.equals(NOTHING) || baseline * Math.signum(now) < 0) {
      return isOfSpread()
          ? Words.of("change.spread", name, before, since, Text.number(spread))
          : Words.of("change", name, before, since);
    }
    double percent = 100 * (now - baseline) / Math.abs(baseline);
    if (percent >= MANY) {
      return Words.of("change.times", name, before, since, Text.number(now / baseline));
    }
    long rounded = Math.round(percent);
    String of = rounded == 0 ? "0" : String.format(Locale.ROOT, "%+d", rounded);
    return isOfSpread()
        ? Words.of("change.percent.spread", name, before, since, of, Text.number(spread))
        : Words.of("change.percent", name, before, since, of);
  }
}
