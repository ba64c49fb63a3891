package io.virk.diagnose;

import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.Locale;

/**
 * How often one class of a categorical signal, as the predicted class, comes in a drifted window,
 * and how often it came in the baseline.
 *
 * <p>The interval is that of Clopper and Pearson for the share in the window, as if its
 * observations were independent: where neighbours resemble each other it is too narrow. The
 * baseline's share has an error of its own, which is smaller as its rows are more.
 *
 * @param signal name of the signal
 * @param number of the class, &ge; 0
 * @param name of the class; "" if it is not known
 * @param baselineCount observations of the baseline in this class
 * @param baselineOf observations of the baseline in any class, &gt; 0
 * @param count observations of the window in this class
 * @param of observations of the window in any class, &gt; 0
 * @param low end of the 95 % interval of the share in the window
 * @param high end of the 95 % interval of the share in the window
 */
public record ClassChange(
    String signal,
    int number,
    String name,
    long baselineCount,
    long baselineOf,
    long count,
    long of,
    double low,
    double high) {
  /**
   * The share in the baseline.
   *
   * @return 0 .. 1
   */
  public double before() {
    return (double) baselineCount / baselineOf;
  }

  /**
   * The share in the window.
   *
   * @return 0 .. 1
   */
  public double now() {
    return (double) count / of;
  }

  /**
   * Whether the baseline never saw the class.
   *
   * @return true of a class that is in the window alone
   */
  public boolean isNew() {
    return baselineCount == 0;
  }

  /**
   * Whether the share is another than in the baseline, beyond what a window scatters by chance.
   *
   * @return true if the interval does not hold the share in the baseline
   */
  public boolean isPlain() {
    return before() < low || before() > high;
  }

  /**
   * The class, as it is called.
   *
   * @return its name, or for example "class 3"
   */
  public String label() {
    return name.isEmpty() ? Words.of("class.numbered", number) : Text.clean(name);
  }

  /**
   * In words.
   *
   * @return for example "cat 12 % to 31 %", "class 9 never to 14 %"
   */
  public String inWords() {
    String was = isNew() ? Words.of("class.never") : percent(before());
    return Words.of("class.change", label(), was, percent(now()));
  }

  private static String percent(double share) {
    boolean few = share > 0 && share < 0.0095;
    return String.format(Locale.ROOT, few ? "%.1f %%" : "%.0f %%", 100 * share);
  }
}
