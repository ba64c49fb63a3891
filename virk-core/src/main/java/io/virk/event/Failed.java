package io.virk.event;

/**
 * Something inside VIRK failed, or what the host hands over cannot be used; the monitor goes on
 * without it. Of each kind the first, second, fourth, eighth ... is told; the status counts them
 * all. Of one kind is what happened in the same place and threw the same class.
 *
 * @param monitor name of the monitor
 * @param part what failed
 * @param what happened, in words
 * @param count how many of the kind there were so far, &ge; 1
 * @param cause why
 */
public record Failed(String monitor, Part part, String what, long count, Throwable cause)
    implements MonitorEvent {
  /** What can fail. */
  public enum Part {
    /** The embedder; the observations of its batch go on without an embedding. */
    EMBEDDER,
    /** A part of an observation: NaN, another length than the baseline's, a missing tag. */
    INPUT,
    /** Writing an incident bundle; the drift is told without one. */
    INCIDENT,
    /** Building or saving a learned baseline. */
    LEARNING,
    /** The evaluation of an observation; it is lost, and counted. */
    EVALUATION,
    /** Handing over the summaries of a period: they wait, or are given up, which it says. */
    SUMMARY
  }
}
