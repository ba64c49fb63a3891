package io.virk.label;

import java.util.Objects;
import java.util.Optional;

/**
 * What a monitor finds out by labels, beside how often the model is right: {@link Feedback#studied}
 * has the findings.
 *
 * @param alpha probability of ever finding a shift of the concept where there is none, over all
 *     slices, above 0, at most 0.5
 * @param margin by which the share of errors may be larger than the baseline's without being worth
 *     telling, 0.01 .. 0.5
 * @param plan which observations should be labelled; empty if the host chooses itself
 * @param challenger another model that sees the same observations; empty if there is none
 */
public record Studies(
    double alpha, double margin, Optional<LabelPlan> plan, Optional<ChallengerPolicy> challenger) {
  /** Shift of the concept at 0.05 with a margin of 0.1; no plan, no challenger. */
  public static final Studies STANDARD = new Studies(0.05, 0.1, Optional.empty(), Optional.empty());

  public Studies {
    if (!(alpha > 0 && alpha <= 0.5)) {
      throw new IllegalArgumentException("alpha: " + alpha + " (expected: > 0 and <= 0.5)");
    }
    if (!(margin >= 0.01 && margin <= 0.5)) {
      throw new IllegalArgumentException("margin: " + margin + " (expected: 0.01 .. 0.5)");
    }
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(challenger, "challenger");
  }

  /**
   * The same with another test of the concept.
   *
   * @param newAlpha above 0, at most 0.5
   * @param newMargin 0.01 .. 0.5
   * @return a copy
   */
  public Studies concept(double newAlpha, double newMargin) {
    return new Studies(newAlpha, newMargin, plan, challenger);
  }

  /**
   * The same with a plan.
   *
   * @param chooses which observations should be labelled
   * @return a copy
   */
  public Studies plan(LabelPlan chooses) {
    return new Studies(alpha, margin, Optional.of(chooses), challenger);
  }

  /**
   * The same with another model beside the one that is watched.
   *
   * @param compared name, and how it is judged
   * @return a copy
   */
  public Studies challenger(ChallengerPolicy compared) {
    return new Studies(alpha, margin, plan, Optional.of(compared));
  }
}
