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
 */
public record SignalChange(
    String signal, String unit, double baseline, double now, double deviations) {
  /**
   * In words.
   *
   * @return for example "mean luminance 118 to 61 (-48 %)", "temperature 21.0 to 41.2 °C (+96 %)"
   */
  public String inWords() {
    String name = Words.signal(signal);
    String before = Text.number(baseline);
    String since = Text.number(now) + (unit.isEmpty() ? "" : " " + unit);
    if (Math.abs(baseline) <= 1e-9) {
      return Words.of("change", name, before, since);
    }
    double percent = 100 * (now - baseline) / Math.abs(baseline);
    return Words.of(
        "change.percent", name, before, since, String.format(Locale.ROOT, "%+.0f", percent));
  }
}
