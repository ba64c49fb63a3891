package io.virk.bench.suite;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Times as people read them. */
final class Times {
  private static final String[] UNITS = {"ns", "us", "ms", "s"};

  private Times() {}

  /**
   * A unit of time.
   *
   * @param word as "us"
   * @param nanos of one
   */
  record Unit(String word, double nanos) {}

  /** In which most of some times are above 1. */
  static Unit unit(List<Double> nanos) {
    double middle =
        nanos.stream()
            .filter(Objects::nonNull)
            .filter(t -> t > 0)
            .mapToDouble(Math::log10)
            .average()
            .orElse(0);
    int unit = (int) Math.max(0, Math.min(UNITS.length - 1, Math.floor(middle / 3)));
    return new Unit(UNITS[unit], Math.pow(1000, unit));
  }

  /** For example "12.3 us", of nanoseconds; "-" where there is none. */
  static String text(double nanos) {
    if (!Double.isFinite(nanos)) {
      return "-";
    }
    int unit = 0;
    double value = nanos;
    while (Math.abs(value) >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    int digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f %s", value, UNITS[unit]);
  }
}
