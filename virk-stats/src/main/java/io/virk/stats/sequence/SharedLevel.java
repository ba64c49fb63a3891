package io.virk.stats.sequence;

import io.virk.stats.internal.Checks;

/**
 * One level for all members of a group that grows: slices, labellers. With n members by now each is
 * tested at alpha / (n (n + 1)). One that came as the n-th is never tested at more than that, and
 * these sum to alpha however many come; with alpha / n they would not.
 */
public final class SharedLevel {
  private SharedLevel() {}

  /**
   * The level of each.
   *
   * @param alpha of all together, in (0, 1)
   * @param members by now, 1 or more
   * @return in (0, alpha / 2]
   */
  public static double ofEach(double alpha, int members) {
    Levels.alpha(alpha);
    Checks.atLeast(members, 1, "members");
    return alpha / (members * (members + 1.0));
  }
}
