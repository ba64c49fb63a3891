package io.virk.internal;

import java.time.Duration;

/** Waiting that an interrupt does not cut short: it is no timeout, and must not be told as one. */
public final class Patience {
  private Patience() {}

  /** Waits for something. */
  @FunctionalInterface
  public interface Wait {
    /**
     * Waits.
     *
     * @param nanos how long at most, &ge; 0
     * @return whether it came
     * @throws InterruptedException if the thread is interrupted
     */
    boolean within(long nanos) throws InterruptedException;
  }

  /**
   * Waits to the end of the limit, whoever interrupts the calling thread meanwhile or did before.
   *
   * @param limit how long at most
   * @param wait what is done; called again with what is left of the limit when it is interrupted
   * @return whether it came; the interrupt flag is then as an interrupt left it
   */
  public static boolean await(Duration limit, Wait wait) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (true) {
        try {
          return wait.within(Math.max(0, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
