package io.virk.diagnose;

/**
 * How the times between the observations of a stream compare with those before a drift, by the
 * host's clock. Of a stream of which every frame is observed they are the frames' own.
 *
 * @param before median, milliseconds
 * @param now median since the drift began, milliseconds
 * @param jitterBefore how far intervals stray: the robust standard deviation of their logarithms
 * @param jitterNow likewise
 * @param gapsBefore share of intervals of more than 1.5 times the median, 0 .. 1
 * @param gapsNow share of more than 1.5 times the median before
 * @param intervals since the drift began
 */
public record IntervalChange(
    double before,
    double now,
    double jitterBefore,
    double jitterNow,
    double gapsBefore,
    double gapsNow,
    int intervals) {
  /** What a median must at least be another by. */
  private static final double RATIO = 1.4;

  /** And by so many milliseconds: a clock of whole ones, and a busy host, make less. */
  private static final double LEAST_MILLIS = 5;

  /** Standard errors of the difference of medians. */
  private static final double ERRORS = 4;

  /** Of a median, over that of a mean. */
  private static final double OF_MEDIAN = 1.25;

  /** A clock of whole milliseconds makes no more regular ones. */
  private static final double LEAST_JITTER = 0.02;

  private static final double JITTER_RATIO = 3;
  private static final double LEAST_TOLD_JITTER = 0.1;
  private static final double LEAST_GAPS = 0.05;

  /**
   * Whether observations come at another pace.
   *
   * @return true if so, beyond chance and by 5 ms or more
   */
  public boolean isPace() {
    double ratio = Math.abs(Math.log(now / before));
    double error = OF_MEDIAN * Math.max(jitterBefore, LEAST_JITTER) / Math.sqrt(intervals);
    return before > 0
        && now > 0
        && Math.abs(now - before) >= LEAST_MILLIS
        && ratio >= Math.log(RATIO)
        && ratio >= ERRORS * error;
  }

  /**
   * Whether observations of a regular stream are missing, one here and there.
   *
   * @return true if so, beyond chance
   */
  public boolean isGaps() {
    double chance = Math.sqrt(Math.max(gapsBefore, 1.0 / intervals) / intervals);
    return !isPace()
        && jitterBefore < LEAST_TOLD_JITTER
        && gapsNow - gapsBefore >= Math.max(LEAST_GAPS, ERRORS * chance);
  }

  /**
   * Whether they come less regularly.
   *
   * @return true if so
   */
  public boolean isJitter() {
    return !isPace()
        && !isGaps()
        && jitterNow >= LEAST_TOLD_JITTER
        && jitterNow >= JITTER_RATIO * Math.max(jitterBefore, LEAST_JITTER);
  }
}
