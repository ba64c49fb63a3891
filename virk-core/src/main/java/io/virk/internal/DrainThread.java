package io.virk.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One thread that runs a task again and again until it is stopped, and sleeps where there is
 * nothing to do: first for 50 us, then twice as long each time up to 2 ms, so that an idle monitor
 * costs nothing and a busy one is never more than 2 ms late.
 */
public final class DrainThread {
  private static final long SHORTEST_NANOS = 50_000;
  private static final long LONGEST_NANOS = 2_000_000;

  private final BooleanSupplier task;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * Makes the thread; {@link #start} starts it.
   *
   * @param factory makes the thread
   * @param task one round of work; returns whether there was any; must not throw
   */
  public DrainThread(ThreadFactory factory, BooleanSupplier task) {
    this.task = task;
    this.thread = factory.newThread(this::run);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      long pause = SHORTEST_NANOS;
      while (true) {
        // read before the work: whatever was committed before the stop is still done
        boolean last = stopping;
        if (task.getAsBoolean()) {
          pause = SHORTEST_NANOS;
        } else if (last) {
          return;
        } else {
          LockSupport.parkNanos(this, pause);
          pause = Math.min(LONGEST_NANOS, 2 * pause);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  /**
   * Whether the caller runs on this thread.
   *
   * @return true inside the task
   */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Asks the thread to end once it finds nothing more to do, and waits.
   *
   * @param limit how long to wait
   * @return whether it ended in time; false on the thread itself, which ends later; the interrupt
   *     flag of the caller is kept
   */
  public boolean stop(Duration limit) {
    stopping = true;
    LockSupport.unpark(thread);
    if (isCurrent()) {
      return false;
    }
    try {
      return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
