package io.virk.detect;

import java.util.Objects;

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
 * @param like what the change looks like, in words that follow upon a verdict: "most like defocus
 *     at severity 2"; empty of detectors that cannot say
 */
public record Comparison(double statistic, double effectSize, double change, int n, String like) {
  public Comparison {
    Objects.requireNonNull(like, "like");
  }

  /**
   * The comparison of a detector that cannot say what a change looks like.
   *
   * @param statistic larger = further away
   * @param effectSize &ge; 0
   * @param change windowed mean minus reference mean
   * @param n the number of values of the window that entered
   */
  public Comparison(double statistic, double effectSize, double change, int n) {
    this(statistic, effectSize, change, n, "");
  }

  /**
   * The comparison of a window with too few values.
   *
   * @param n those that it has
   * @return a comparison without a statistic
   */
  public static Comparison insufficient(int n) {
    return new Comparison(Double.NaN, Double.NaN, Double.NaN, n);
  }
}
