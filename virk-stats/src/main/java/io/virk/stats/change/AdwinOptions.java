package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * How {@link Adwin} cuts.
 *
 * @param delta confidence: bound of the probability of a cut without change, above 0, below 1
 * @param clock cuts are looked for at every so many observations, 1 or more
 * @param maxBuckets of each size before two are merged, 2 to 64: more are finer and cost more
 * @param grace no cut while the window holds no more than this, 0 or more
 * @param rule which implementation's details
 */
public record AdwinOptions(double delta, int clock, int maxBuckets, int grace, Rule rule) {

  /** In what the implementations in use differ. All look at every boundary between two buckets. */
  public enum Rule {
    /** river 0.26: both parts hold 5 or more; after a cut the whole window is dropped. */
    RIVER(5, false),
    /** As {@link #RIVER}, but the newer part of the window is kept, as the paper has it. */
    RIVER_KEEPING_THE_WINDOW(5, true),
    /** MOA 2024.07: both parts hold more than 6; the newer part of the window is kept. */
    MOA(7, true);

    final int leastPart;
    final boolean keepsWindow;

    Rule(int leastPart, boolean keepsWindow) {
      this.leastPart = leastPart;
      this.keepsWindow = keepsWindow;
    }
  }

  public AdwinOptions {
    if (!(delta > 0 && delta < 1)) {
      throw Checks.rejected("delta", delta, "> 0 and < 1");
    }
    Checks.atLeast(clock, 1, "clock");
    if (maxBuckets < 2 || maxBuckets > 64) {
      throw Checks.rejected("maxBuckets", maxBuckets, "2 to 64");
    }
    Checks.atLeast(grace, 0, "grace");
    Objects.requireNonNull(rule, "rule");
  }

  static AdwinOptions readFrom(BinaryInput in) {
    double delta = in.real("delta");
    int clock = (int) in.count("clock", 1, Integer.MAX_VALUE);
    int maxBuckets = (int) in.count("maxBuckets", 2, 64);
    int grace = (int) in.count("grace", 0, Integer.MAX_VALUE);
    Rule rule = Rule.values()[(int) in.count("rule", 0, Rule.values().length - 1)];
    return new AdwinOptions(delta, clock, maxBuckets, grace, rule);
  }

  /** The rule as its place, which is part of the format: new ones go to the end. */
  void writeTo(BinaryOutput out) {
    out.real(delta).count(clock).count(maxBuckets).count(grace).count(rule.ordinal());
  }

  /** What all implementations begin with: delta 0.002, clock 32, 5 buckets, grace 10. */
  public static AdwinOptions standard() {
    return new AdwinOptions(0.002, 32, 5, 10, Rule.RIVER);
  }

  /** The same with another delta. */
  public AdwinOptions withDelta(double other) {
    return new AdwinOptions(other, clock, maxBuckets, grace, rule);
  }

  /** The same with another clock. */
  public AdwinOptions withClock(int other) {
    return new AdwinOptions(delta, other, maxBuckets, grace, rule);
  }

  /** The same with another rule. */
  public AdwinOptions withRule(Rule other) {
    return new AdwinOptions(delta, clock, maxBuckets, grace, other);
  }
}
