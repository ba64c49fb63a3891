package io.virk.stats.divergence;

import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Population stability index: sum over bins of (a - e) ln(a / e), with e expected and a actual
 * probabilities; equals KL(e || a) + KL(a || e).
 *
 * <p>Symmetric, 0 or more; +Infinity where one has mass and the other none, which can happen
 * without smoothing only; a bin empty in both adds 0. By custom, above 0.1 is a shift to look at
 * and above 0.25 a large one, but the noise alone is about (bins - 1) (1/n + 1/m): calibrate
 * instead. Cost: one logarithm per bin.
 *
 * <p>Source: N. Siddiqi, <i>Credit Risk Scorecards</i>, Wiley (2006); the noise: B. Yurdakul and J.
 * Naranjo, <i>Statistical properties of the population stability index</i>, J. Risk Model
 * Validation 14 (2020), doi:10.21314/JRMV.2020.227.
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
    Checks.nonEmpty(expected, "expected");
    Checks.nonEmpty(actual, "actual");
    Checks.sameLength(expected.length, actual.length, "expected", "actual");
    double[] e = smoothing.probabilities(expected, "expected");
    double[] a = smoothing.probabilities(actual, "actual");
    double sum = 0;
    for (int i = 0; i < e.length; i++) {
      if (a[i] != e[i]) {
        sum += (a[i] - e[i]) * (Math.log(a[i]) - Math.log(e[i]));
      }
    }
    return sum;
  }
}
