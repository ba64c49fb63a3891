package io.virk.diagnose;

/**
 * How often a drift is there, while it is open.
 *
 * @param share of the observations that show it, 0 .. 1; NaN if they cannot be told apart
 * @param observations after which it returns; NaN if it does not, or only by the clock
 * @param seconds after which it returns; NaN if it does not, or times are not known
 */
public record Rhythm(double share, double observations, double seconds) {
  /** It is there all the time, or nothing can be said. */
  public static final Rhythm UNKNOWN = new Rhythm(Double.NaN, Double.NaN, Double.NaN);

  /**
   * Whether it returns at equal distances.
   *
   * @return true if one of them is known
   */
  public boolean isPeriodic() {
    return !Double.isNaN(observations) || !Double.isNaN(seconds);
  }
}
