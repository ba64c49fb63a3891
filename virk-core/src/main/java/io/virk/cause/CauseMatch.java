package io.virk.cause;

/**
 * How well one cause explains a drift.
 *
 * @param cause name of the cause
 * @param severity the severity that fits best, above 0 (none) .. 5, in steps of a half
 * @param similarity cosine of the observed change and the cause's signature, both in standard
 *     deviations of the baseline, -1 .. 1
 * @param probability posterior probability of the cause among all known causes and an unknown one,
 *     0 .. 1
 */
public record CauseMatch(String cause, double severity, double similarity, double probability) {}
