package io.virk.detect;

/**
 * How far a window is from the reference.
 *
 * @param statistic the detector's statistic; larger = further away; NaN if there were too few
 *     values
 * @param effectSize how large the change is, independent of the number of observations, in the
 *     detector's unit; &ge; 0
 * @param change signed: windowed mean minus reference mean in the signal's own unit; NaN where that
 *     means nothing
 * @param n the number of values of the window that entered
 */
public record Score(double statistic, double effectSize, double change, int n) {
  /**
   * The score of a window with too few values.
   *
   * @param n those that it has
   * @return a score without a statistic
   */
  public static Score insufficient(int n) {
    return new Score(Double.NaN, Double.NaN, Double.NaN, n);
  }
}
