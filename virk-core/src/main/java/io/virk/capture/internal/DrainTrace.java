package io.virk.capture.internal;

/** Is told of every batch that VIRK's thread takes; Flight Recorder, or nobody. VIRK's thread. */
public interface DrainTrace {
  /** One batch under way. */
  interface Batch {
    /** For a batch that is not traced. */
    Batch NONE = taken -> {};

    /**
     * Ends the batch.
     *
     * @param taken observations that were taken
     */
    void end(int taken);
  }

  /**
   * A batch is taken.
   *
   * @return to be ended when it is done
   */
  Batch beginDrain();

  /**
   * Tells how many observations have been dropped so far; an implementation says so only if they
   * have become more, at most once a second and reason.
   *
   * @param reason why they were dropped
   * @param total since the monitor started
   */
  void dropped(String reason, long total);
}
