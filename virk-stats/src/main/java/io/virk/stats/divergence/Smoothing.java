package io.virk.stats.divergence;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;

/**
 * How counts become probabilities, so that empty bins need not give an infinite divergence. With c
 * the count of a bin, s the sum over the B bins and p = c / s:
 *
 * <ul>
 *   <li>none: p
 *   <li>additive: (c + alpha) / (s + alpha B); a Bayesian prior, depends on the number of counts
 *   <li>floor: max(p, alpha), not renormalised; the usual form of PSI
 *   <li>floor, renormalised: max(p, alpha) divided by its sum
 * </ul>
 */
public final class Smoothing {
  private enum Kind {
    NONE,
    ADDITIVE,
    FLOOR,
    FLOOR_RENORMALISED
  }

  private static final Smoothing NOTHING = new Smoothing(Kind.NONE, 0);

  private final Kind kind;
  private final double alpha;

  private Smoothing(Kind kind, double alpha) {
    this.kind = kind;
    this.alpha = alpha;
  }

  /** Probabilities as they are counted. */
  public static Smoothing none() {
    return NOTHING;
  }

  /**
   * Adds to each count.
   *
   * @param alpha &gt; 0, in counts
   */
  public static Smoothing additive(double alpha) {
    return new Smoothing(Kind.ADDITIVE, Checks.positive(alpha, "alpha"));
  }

  /**
   * Lifts small probabilities, and lets the sum exceed 1.
   *
   * @param alpha above 0, at most 1, a probability
   */
  public static Smoothing floor(double alpha) {
    return new Smoothing(Kind.FLOOR, probability(alpha));
  }

  /**
   * Lifts small probabilities, then divides by the sum.
   *
   * @param alpha above 0, at most 1, a probability
   */
  public static Smoothing floorRenormalised(double alpha) {
    return new Smoothing(Kind.FLOOR_RENORMALISED, probability(alpha));
  }

  private static double probability(double alpha) {
    if (!(alpha > 0 && alpha <= 1)) {
      throw rejected("alpha", alpha, "> 0 and <= 1");
    }
    return alpha;
  }

  /**
   * Probabilities of counts or masses.
   *
   * @param masses finite, 0 or more, of positive sum. Not modified.
   * @param name of the argument in messages
   * @return a new array of the same length
   */
  double[] probabilities(double[] masses, String name) {
    Checks.allFinite(masses, name);
    double sum = 0;
    for (int i = 0; i < masses.length; i++) {
      sum += Checks.nonNegative(masses[i], name + "[" + i + "]");
    }
    Checks.positive(sum, "sum of " + name);
    double[] p = new double[masses.length];
    double lifted = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] =
          switch (kind) {
            case NONE -> masses[i] / sum;
            case ADDITIVE -> (masses[i] + alpha) / (sum + alpha * p.length);
            case FLOOR, FLOOR_RENORMALISED -> Math.max(masses[i] / sum, alpha);
          };
      lifted += p[i];
    }
    if (kind == Kind.FLOOR_RENORMALISED) {
      for (int i = 0; i < p.length; i++) {
        p[i] /= lifted;
      }
    }
    return p;
  }

  @Override
  public String toString() {
    return kind == Kind.NONE ? "NONE" : kind + "(" + alpha + ")";
  }
}
