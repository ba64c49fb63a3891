package io.virk.diagnose;

/**
 * How many observations are unlike those of the baseline, while most look as before: a gap in what
 * the baseline covers.
 *
 * @param signal by which, for example "mahalanobis"; "" if there is no such gap
 * @param before share of the baseline beyond its own 97.5 % point, about 0.025; NaN if there is no
 *     gap
 * @param now share of the window there; NaN if there is no gap
 */
public record Outliers(String signal, double before, double now) {
  /** There is no such gap, or it cannot be told. */
  public static final Outliers NONE = new Outliers("", Double.NaN, Double.NaN);

  /**
   * Whether there is a gap.
   *
   * @return false of {@link #NONE}
   */
  public boolean isGap() {
    return !signal.isEmpty();
  }
}
