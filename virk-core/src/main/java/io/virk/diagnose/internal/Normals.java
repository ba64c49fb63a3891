package io.virk.diagnose.internal;

import io.virk.stats.twosample.NormalTail;

/** Tails by way of the normal distribution. */
final class Normals {
  private Normals() {}

  /**
   * The logarithm of the probability that a chi-square is larger, by Wilson and Hilferty (1931,
   * doi:10.1073/pnas.17.12.684).
   *
   * @param degrees of freedom, &ge; 1
   */
  static double logOfChiSquare(double x, int degrees) {
    double v = 2.0 / (9 * degrees);
    double z = (Math.cbrt(x / degrees) - (1 - v)) / Math.sqrt(v);
    return z > 0 ? NormalTail.logSurvival(z) : Math.log(0.5);
  }
}
