package io.virk.diagnose;

import io.virk.image.Corruption;

/**
 * How well one physical cause explains a drift.
 *
 * @param cause the cause
 * @param severity the severity that fits best, 0 (none) .. 5, in steps of a half
 * @param similarity cosine of the observed change and the cause's signature, both in standard
 *     deviations of the baseline, -1 .. 1
 * @param probability posterior probability of the cause among all known causes and an unknown one,
 *     0 .. 1
 */
public record CauseMatch(
    Corruption cause, double severity, double similarity, double probability) {}
