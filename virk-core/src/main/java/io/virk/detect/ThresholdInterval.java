package io.virk.detect;

/**
 * How well a threshold is known, which is estimated from a finite baseline: a 95 % interval.
 *
 * @param low end; NaN if there is none
 * @param high end; NaN if there is none
 */
public record ThresholdInterval(double low, double high) {
  /** Of a threshold that has none. */
  public static final ThresholdInterval NONE = new ThresholdInterval(Double.NaN, Double.NaN);
}
