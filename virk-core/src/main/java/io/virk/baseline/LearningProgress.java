package io.virk.baseline;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a {@link BaselineLearner} is.
 *
 * @param state where it stands
 * @param observed observations that the baseline would be learned from now
 * @param needed observations that it needs at least
 * @param kept of the observed ones, those that are in memory
 * @param atLeast the time that they must span
 * @param from time of the first of them; empty before it
 * @param to time of the last of them; empty before the first
 * @param restarts how many times the stream was found not to be stable
 * @param instability what was not stable the last time, in words; empty if it always was
 * @param memory bytes held, about
 */
public record LearningProgress(
    LearningState state,
    long observed,
    long needed,
    int kept,
    Duration atLeast,
    Optional<Instant> from,
    Optional<Instant> to,
    int restarts,
    Optional<String> instability,
    long memory) {
  public LearningProgress {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(atLeast, "atLeast");
  }

  /** The same, once nothing is held any more. */
  LearningProgress withoutMemory() {
    return new LearningProgress(
        state, observed, needed, kept, atLeast, from, to, restarts, instability, 0);
  }
}
