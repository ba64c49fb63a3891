package io.virk.diagnose;

import java.util.Locale;

/**
 * How one scalar signal of a window compares with the baseline.
 *
 * @param signal name of the signal
 * @param baseline its typical value on the baseline, in its own unit
 * @param now its typical value in the window
 * @param deviations the change of the mean in standard deviations of the baseline, signed, on the
 *     scale of analysis
 */
public record SignalChange(String signal, double baseline, double now, double deviations) {
  /**
   * In words.
   *
   * @return for example "brightness 118 to 61 (-48 %)"
   */
  public String inWords() {
    String change =
        Math.abs(baseline) > 1e-9
            ? String.format(Locale.ROOT, " (%+.0f %%)", 100 * (now - baseline) / Math.abs(baseline))
            : "";
    return signal + " " + number(baseline) + " to " + number(now) + change;
  }

  private static String number(double value) {
    double magnitude = Math.abs(value);
    return String.format(
        Locale.ROOT, magnitude >= 100 ? "%.0f" : magnitude >= 10 ? "%.1f" : "%.2f", value);
  }
}
