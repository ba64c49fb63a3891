package io.virk.baseline.calibrate;

import java.util.Arrays;
import java.util.Collections;
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
public final class EffectiveTests {
  private static final double SHARE = 1.0 / 40;
  private static final double SAFETY = 1.25;

  private EffectiveTests() {}

  /**
   * The p-value of each draw among the draws.
   *
   * @param statistics simulated statistics; NaN where a draw had too few values. Not modified.
   * @return the share of draws that are as large, the draw itself included; 1 for NaN
   */
  public static double[] pValues(double[] statistics) {
    double[] sorted = Arrays.stream(statistics).filter(s -> !Double.isNaN(s)).sorted().toArray();
    return Arrays.stream(statistics)
        .map(s -> Double.isNaN(s) ? 1 : (double) (sorted.length - first(sorted, s)) / sorted.length)
        .toArray();
  }

  private static int first(double[] sorted, double value) {
    int at = Arrays.binarySearch(sorted, value);
    while (at > 0 && sorted[at - 1] == value) {
      at--;
    }
    return at;
  }

  /**
   * The number for detectors that take the same share of what is allowed.
   *
   * @param pValues of each, the same pseudo-window at each place. Not modified.
   * @return 1 .. number of detectors; that number where there are too few draws to tell
   */
  public static double of(List<double[]> pValues) {
    return of(pValues, Collections.nCopies(pValues.size(), 1.0));
  }

  /**
   * The number for some detectors: each may alarm with its share of a probability where that,
   * divided by the number, is what one of share 1 may.
   *
   * @param pValues of each, the same pseudo-window at each place. Not modified.
   * @param shares of each, &gt; 0
   * @return 1 .. sum of the shares; that where there are too few draws to tell
   */
  public static double of(List<double[]> pValues, List<Double> shares) {
    double tests = shares.stream().mapToDouble(s -> s).sum();
    int draws = pValues.stream().mapToInt(p -> p.length).min().orElse(0);
    int at = (int) (SHARE * draws);
    if (pValues.size() < 2 || at < 1) {
      return Math.max(1, tests);
    }
    double[] smallest = new double[draws];
    Arrays.fill(smallest, 1);
    for (int i = 0; i < pValues.size(); i++) {
      for (int b = 0; b < draws; b++) {
        smallest[b] = Math.min(smallest[b], pValues.get(i)[b] / shares.get(i));
      }
    }
    Arrays.sort(smallest);
    return Math.max(1, Math.min(tests, SAFETY * SHARE / smallest[at]));
  }
}
