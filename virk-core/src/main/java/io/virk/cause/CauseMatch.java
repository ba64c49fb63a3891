package io.virk.cause;

import java.util.List;

/**
 * How well one cause explains a drift.
 *
 * @param cause name of the cause
 * @param family what causes that look alike have in common
 * @param severity the severity that fits best, above 0 (none) .. 5, in steps of a half
 * @param similarity cosine of the observed change and the cause's signature, both in standard
 *     deviations of the baseline, -1 .. 1
 * @param signals those that the cause moves at that severity, in standard deviations of the
 *     baseline, most first; the others it hardly moves
 * @param fits whether it leaves no more of the change than chance and the usual error of a
 *     simulation do, has a similarity of 0.95 or more, or was measured by itself; one that does not
 *     fit and is probable goes the same way as what is seen, as a real fault does that is otherwise
 *     than the simulated one, or one that no cause stands for
 * @param probability posterior probability of the cause among all known causes, an unknown one, and
 *     none, 0 .. 1
 */
public record CauseMatch(
    String cause,
    String family,
    double severity,
    double similarity,
    List<String> signals,
    boolean fits,
    double probability) {
  public CauseMatch {
    signals = List.copyOf(signals);
  }

  /**
   * The same, more or less probable.
   *
   * @param other probability, 0 .. 1
   * @return the match
   */
  public CauseMatch withProbability(double other) {
    return new CauseMatch(cause, family, severity, similarity, signals, fits, other);
  }

  /**
   * The same, measured by itself: it fits.
   *
   * @param other severity as measured, above 0 .. 5
   * @return the match
   */
  public CauseMatch measured(double other) {
    return new CauseMatch(cause, family, other, similarity, signals, true, probability);
  }
}
