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
 * @param probability posterior probability of the cause among all known causes, an unknown one, and
 *     none, 0 .. 1
 */
public record CauseMatch(
    String cause,
    String family,
    double severity,
    double similarity,
    List<String> signals,
    double probability) {
  public CauseMatch {
    signals = List.copyOf(signals);
  }
}
