package io.virk.stats.divergence;

import java.util.Objects;

/**
 * Population stability index: sum over bins of (a - e) ln(a / e), with e expected and a actual
 * probabilities; equals KL(e || a) + KL(a || e).
 *
 * <p>Symmetric, 0 or more; +Infinity where one has mass and the other none, which can happen
 * without smoothing only; a bin empty in both adds 0. By custom, above 0.1 is a shift to look at
 * and above 0.25 a large one, but the noise alone is about (bins - 1) (1/n + 1/m): calibrate
 * instead. Cost: two logarithms per bin, no allocation.
 *
 * <p>Source: N. Siddiqi, <i>Credit Risk Scorecards</i>, Wiley (2006); the noise: B. Yurdakul and J.
 * Naranjo, <i>Statistical properties of the population stability index</i>, J. Risk Model
 * Validation 14 (2020).
 */
public final class PopulationStabilityIndex {
  private PopulationStabilityIndex() {}

  /**
   * Of two binned samples.
   *
   * @param expected counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param actual as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double of(double[] expected, double[] actual, Smoothing smoothing) {
    Objects.requireNonNull(smoothing, "smoothing");
    Smoothing.check(expected, actual, "expected", "actual");
    double eTotal = Smoothing.total(expected, "expected");
    double aTotal = Smoothing.total(actual, "actual");
    double eDivisor = smoothing.divisor(expected, eTotal);
    double aDivisor = smoothing.divisor(actual, aTotal);
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      double e = smoothing.probability(expected[i], eTotal, eDivisor);
      double a = smoothing.probability(actual[i], aTotal, aDivisor);
      if (a != e) {
        sum += (a - e) * (Math.log(a) - Math.log(e));
      }
    }
    return sum;
  }
}
