package io.virk.detect;

/**
 * How often VIRK may raise a drift for nothing. Everything else, thresholds above all, follows.
 *
 * @param windows one false drift in that many windows at most, over all signals, detectors and
 *     slices
 */
public record FalseAlarms(long windows) {
  /** One false drift in a thousand windows. */
  public static final FalseAlarms DEFAULT = new FalseAlarms(1000);

  /** A warning may come by chance this many times as often as a drift. */
  private static final double WARNINGS = 50;

  /** The largest probability that a null distribution answers for. */
  private static final double LARGEST = 0.05;

  public FalseAlarms {
    if (windows < 20) {
      throw new IllegalArgumentException("windows: " + windows + " (expected: >= 20)");
    }
  }

  /**
   * Allows one false drift in a number of windows.
   *
   * @param windows &ge; 20
   * @return the allowance
   */
  public static FalseAlarms oncePerWindows(long windows) {
    return new FalseAlarms(windows);
  }

  /**
   * The share of one test: the allowance, divided among all tests of a window (Bonferroni).
   *
   * @param tests signals x detectors of one window, &ge; 1
   * @return a probability in (0, 0.05]
   */
  public double driftProbability(int tests) {
    return Math.min(LARGEST, 1.0 / windows / Math.max(1, tests));
  }

  /**
   * The probability with which one test may warn by chance.
   *
   * @param tests signals x detectors of one window, &ge; 1
   * @return at least {@link #driftProbability}, at most 0.05
   */
  public double warningProbability(int tests) {
    return Math.min(LARGEST, WARNINGS * driftProbability(tests));
  }
}
