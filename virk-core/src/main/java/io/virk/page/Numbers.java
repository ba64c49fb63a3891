package io.virk.page;

import io.virk.internal.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers as pages have them: to be read by people, and again by the page's own script. */
public final class Numbers {
  private static final MathContext DIGITS = new MathContext(4);
  private static final int MOST_ZEROS = 3;
  private static final int LONGEST = 9;

  private Numbers() {}

  /**
   * A number of four digits.
   *
   * @param value any
   * @return for example "96.51", "1.1E-10"; "" if it is not finite
   */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    if (rounded.signum() == 0) {
      return "0";
    }
    boolean plain =
        rounded.scale() <= MOST_ZEROS + DIGITS.getPrecision()
            && rounded.precision() - rounded.scale() <= LONGEST
            && rounded.scale() - rounded.precision() < MOST_ZEROS;
    return plain ? rounded.toPlainString() : rounded.toString();
  }

  /**
   * A share as per cent.
   *
   * @param share 0 .. 1
   * @return for example "34 %", "0.4 %"; "" if it is NaN
   */
  public static String percent(double share) {
    if (Double.isNaN(share)) {
      return "";
    }
    return String.format(
        Locale.ROOT, share > 0 && share < 0.01 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  /**
   * A time.
   *
   * @param epochMillis milliseconds since 1970
   * @return for example "2026-01-02 14:02:10 UTC"
   */
  public static String time(long epochMillis) {
    return Text.time(epochMillis);
  }

  /**
   * The time of a day.
   *
   * @param epochMillis milliseconds since 1970
   * @return for example "14:02:10"
   */
  public static String clock(long epochMillis) {
    String iso = Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
    return iso.substring(iso.indexOf('T') + 1, iso.length() - 1);
  }
}
