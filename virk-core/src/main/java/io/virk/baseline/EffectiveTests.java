package io.virk.baseline;

import java.util.Arrays;
import java.util.List;

/**
 * How many independent tests the detectors of a baseline are worth together.
 *
 * <p>Detectors look at the same windows, so they are wrong together: brightness and its three
 * colours hardly tell more than one of them. All null distributions are simulated on the same
 * pseudo-windows; the share of these in which any detector has a p-value below alpha is then that
 * of so many independent ones (the minimum-p method of Westfall and Young 1993, <i>Resampling-based
 * multiple testing</i>, section 2.3, read as a number of tests: Galwey 2009,
 * doi:10.1002/gepi.20408, compares others). Detectors whose draws cannot be matched count as
 * independent of the others, which is on the safe side.
 *
 * <p>It is read where one pseudo-window in 40 has the smallest p-value, for further out there are
 * too few of them. Tails depend less on each other the further out they are, and the number is an
 * estimate: so it is taken a quarter larger, and never above the number of detectors.
 */
final class EffectiveTests {
  private static final double SHARE = 1.0 / 40;
  private static final double SAFETY = 1.25;

  private EffectiveTests() {}

  /**
   * The number for some null distributions.
   *
   * @param statistics [detectors][draws], the same pseudo-window at each place; NaN where a draw
   *     had too few values. Not modified.
   * @return 1 .. number of detectors; that number where there are too few draws to tell
   */
  static double of(List<double[]> statistics) {
    int tests = statistics.size();
    int draws = statistics.stream().mapToInt(s -> s.length).min().orElse(0);
    int at = (int) (SHARE * draws);
    if (tests < 2 || at < 1) {
      return Math.max(1, tests);
    }
    double[] smallest = new double[draws];
    Arrays.fill(smallest, 1);
    for (double[] ofOne : statistics) {
      double[] sorted = Arrays.stream(ofOne).filter(s -> !Double.isNaN(s)).sorted().toArray();
      for (int b = 0; b < draws; b++) {
        if (!Double.isNaN(ofOne[b])) {
          smallest[b] = Math.min(smallest[b], share(sorted, ofOne[b]));
        }
      }
    }
    Arrays.sort(smallest);
    return Math.max(1, Math.min(tests, SAFETY * SHARE / smallest[at]));
  }

  /** The share of draws that are as large, this one included. */
  private static double share(double[] sorted, double value) {
    int at = Arrays.binarySearch(sorted, value);
    while (at > 0 && sorted[at - 1] == value) {
      at--;
    }
    return (double) (sorted.length - at) / sorted.length;
  }
}
