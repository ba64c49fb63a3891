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

  /** Rejects two arrays of masses that no divergence is defined for. */
  static void check(double[] p, double[] q, String pName, String qName) {
    Checks.nonEmpty(p, pName);
    Checks.nonEmpty(q, qName);
    Checks.sameLength(p.length, q.length, pName, qName);
  }

  /**
   * The sum of counts or masses.
   *
   * @param masses finite, 0 or more, of positive and finite sum. Not modified.
   * @param name of the argument in messages
   */
  static double total(double[] masses, String name) {
    double sum = 0;
    for (int i = 0; i < masses.length; i++) {
      if (!(masses[i] >= 0 && masses[i] <= Double.MAX_VALUE)) {
        throw rejected(name + "[" + i + "]", masses[i], ">= 0 and finite");
      }
      sum += masses[i];
    }
    if (!(sum > 0 && sum <= Double.MAX_VALUE)) {
      throw rejected("sum of " + name, sum, "> 0 and finite");
    }
    return sum;
  }

  /** By what the smoothed masses are divided, given their total: for {@link #probability}. */
  double divisor(double[] masses, double total) {
    switch (kind) {
      case ADDITIVE:
        return Checks.positive(total + alpha * masses.length, "sum of counts and alpha");
      case FLOOR_RENORMALISED:
        double lifted = 0;
        for (double mass : masses) {
          lifted += Math.max(mass / total, alpha);
        }
        return lifted;
      default:
        return total;
    }
  }

  /** The smoothed probability of one bin. */
  double probability(double mass, double total, double divisor) {
    return switch (kind) {
      case NONE -> mass / divisor;
      case ADDITIVE -> (mass + alpha) / divisor;
      case FLOOR -> Math.max(mass / divisor, alpha);
      case FLOOR_RENORMALISED -> Math.max(mass / total, alpha) / divisor;
    };
  }

  /**
   * A value cut to the range that it has in exact arithmetic; with a floor, which leaves sums above
   * 1, as it is.
   */
  double inRange(double value, double most) {
    return kind == Kind.FLOOR ? value : Math.max(0, Math.min(most, value));
  }

  @Override
  public String toString() {
    return kind == Kind.NONE ? "NONE" : kind + "(" + alpha + ")";
  }
}
