package io.virk.baseline.facts;

import java.util.Objects;

/**
 * How far the building of a baseline is.
 *
 * @param phase what is being done
 * @param done of this phase
 * @param total of this phase; {@link #UNKNOWN} if nobody knows, as for observations that are fed
 *     one by one
 */
public record BaselineProgress(Phase phase, long done, long total) {
  /** The total of a phase whose end nobody knows. */
  public static final long UNKNOWN = -1;

  /** The phases, in their order. */
  public enum Phase {
    /** Observations are read, embedded and measured; counted in observations. */
    READING,
    /** The embeddings' model is fitted; counted in the observations that fit it. */
    FITTING,
    /** Physical causes are tried on sample images; counted in causes of groups of slices. */
    SIGNATURES,
    /** Null distributions are simulated; counted in slices. */
    CALIBRATING
  }

  public BaselineProgress {
    Objects.requireNonNull(phase, "phase");
  }
}
