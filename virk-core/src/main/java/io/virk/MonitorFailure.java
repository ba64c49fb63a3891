package io.virk;

/**
 * Something inside VIRK failed; the monitor goes on without it.
 *
 * @param monitor name of the monitor
 * @param part what failed
 * @param cause why
 */
public record MonitorFailure(String monitor, Part part, Throwable cause) {
  /** What can fail. */
  public enum Part {
    /** The embedder; the observations of its batch go on without an embedding. */
    EMBEDDER,
    /** Writing an incident bundle; the drift is told without one. */
    INCIDENT,
    /** The evaluation of an observation; it is lost, and counted. */
    EVALUATION
  }
}
