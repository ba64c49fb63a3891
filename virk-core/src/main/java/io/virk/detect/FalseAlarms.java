package io.virk.detect;

import io.virk.internal.Durations;
import java.time.Duration;
import java.util.Objects;

/**
 * How often VIRK may raise a drift for nothing. Everything else, thresholds above all, follows.
 *
 * <p>The allowance is the mean distance between false drifts of the whole monitor: over all
 * signals, detectors and slices together. It can be counted in windows (of all slices together), in
 * observations (that the monitor took in) or by the clock (of the observations' own times). The
 * engine keeps an account of it, from which each window draws the probability that it may spend.
 *
 * <p>What holds: the probabilities of all windows add up to no more than the allowance, a window's
 * is divided among its tests (Bonferroni), and expectations add whatever the dependence. So the
 * expected number of windows that are called a drift by chance is at most what was asked for, as
 * far as each test's null distribution is right; how far, the {@code NullReport} of a baseline
 * says. Drifts are fewer still, for an {@link EmissionPolicy} asks for several such windows, and
 * tests that see the same observations fire together.
 *
 * @param unit what the distance is counted in
 * @param distance between two false drifts in the mean, in that unit; of {@link Unit#TIME}, in
 *     milliseconds
 */
public record FalseAlarms(Unit unit, long distance) {
  /** What the distance between two false drifts is counted in. */
  public enum Unit {
    /** Windows of all slices together. */
    WINDOWS,
    /** Observations that the monitor took in. */
    OBSERVATIONS,
    /** Milliseconds, by the times of the observations. */
    TIME
  }

  /** One false drift in a thousand windows. */
  public static final FalseAlarms DEFAULT = new FalseAlarms(Unit.WINDOWS, 1000);

  /**
   * A warning may come by chance this many times as often as a drift ({@link #warningProbability}).
   */
  public static final int WARNINGS = 50;

  /** At most such a part of all windows warns by chance, however often drifts are allowed. */
  private static final double WARNING_WINDOWS = 1.0 / 20;

  /** The largest probability that a null distribution answers for. */
  private static final double LARGEST = 0.05;

  private static final long FEWEST_WINDOWS = 20;
  private static final long FEWEST_OBSERVATIONS = 200;
  private static final long SHORTEST_MILLIS = 1000;

  public FalseAlarms {
    Objects.requireNonNull(unit, "unit");
    switch (unit) {
      case WINDOWS -> check("windows", distance, FEWEST_WINDOWS);
      case OBSERVATIONS -> check("observations", distance, FEWEST_OBSERVATIONS);
      case TIME -> check("milliseconds", distance, SHORTEST_MILLIS);
      default -> throw new AssertionError(unit);
    }
  }

  private static void check(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }

  /**
   * Allows one false drift in a number of windows, those of all slices counted together. Of windows
   * that overlap each counts as much as is new in it: four that share three quarters are one.
   *
   * @param windows &ge; 20
   * @return the allowance
   */
  public static FalseAlarms oncePerWindows(long windows) {
    return new FalseAlarms(Unit.WINDOWS, windows);
  }

  /**
   * Allows one false drift in a number of observations that the monitor took in, whatever the
   * length and number of the windows in which they are judged. An observation that is judged twice,
   * with its slice and with all, still counts once.
   *
   * @param observations &ge; 200
   * @return the allowance
   */
  public static FalseAlarms oncePerObservations(long observations) {
    return new FalseAlarms(Unit.OBSERVATIONS, observations);
  }

  /**
   * Allows one false drift in a time, by the times of the observations. What one window may spend
   * follows from the rate at which windows end, which the monitor measures; no rate need be given.
   *
   * @param time &ge; 1 second
   * @return the allowance
   */
  public static FalseAlarms oncePer(Duration time) {
    Objects.requireNonNull(time, "time");
    return new FalseAlarms(Unit.TIME, time.toMillis());
  }

  /**
   * The share of one test: the probability of a window, divided among all its tests.
   *
   * @param window probability that the window may spend, in (0, 1]
   * @param tests how many independent tests its signals x detectors are worth, &ge; 1
   * @return a probability in (0, 0.05]
   */
  public static double driftProbability(double window, double tests) {
    return Math.min(LARGEST, window / Math.max(1, tests));
  }

  /**
   * The probability with which one test may warn by chance: over all tests of a window {@link
   * #WARNINGS} times that of a drift, but in one window of 20 at most.
   *
   * @param window probability that the window may spend, in (0, 1]
   * @param tests how many independent tests its signals x detectors are worth, &ge; 1
   * @return at least {@link #driftProbability}, at most 0.05
   */
  public static double warningProbability(double window, double tests) {
    double ofWindow = Math.min(WARNING_WINDOWS, WARNINGS * window);
    double ofTest = Math.min(LARGEST, ofWindow / Math.max(1, tests));
    return Math.max(driftProbability(window, tests), ofTest);
  }

  /**
   * In words.
   *
   * @return for example "once in 1000 windows"
   */
  @Override
  public String toString() {
    return "once in "
        + switch (unit) {
          case WINDOWS -> distance + " windows";
          case OBSERVATIONS -> distance + " observations";
          case TIME -> Durations.exact(Duration.ofMillis(distance));
        };
  }
}
