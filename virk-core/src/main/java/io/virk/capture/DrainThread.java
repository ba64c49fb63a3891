package io.virk.capture;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One thread that runs a task again and again until it is stopped, and sleeps where there is
 * nothing to do: first for 50 us, then twice as long each time up to 2 ms, so that an idle monitor
 * costs nothing and a busy one is never more than 2 ms late. Where its work exceeds a CPU budget it
 * rests until that has recovered, unless it is being stopped.
 */
public final class DrainThread {
  private static final long SHORTEST_NANOS = 50_000;
  private static final long LONGEST_NANOS = 2_000_000;

  private final BooleanSupplier task;
  private final CpuBudget budget;
  private final LongSupplier nanoClock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * Makes the thread; {@link #start} starts it.
   *
   * @param factory makes the thread
   * @param task one round of work; returns whether there was any; must not throw
   * @param budget how much of a core it may use
   * @param nanoClock measures the work, as {@link System#nanoTime}
   */
  public DrainThread(
      ThreadFactory factory, BooleanSupplier task, CpuBudget budget, LongSupplier nanoClock) {
    this.task = task;
    this.budget = budget;
    this.nanoClock = nanoClock;
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
        long begin = nanos();
        if (task.getAsBoolean()) {
          pause = SHORTEST_NANOS;
          rest(budget.spend(begin, nanos()));
        } else if (last) {
          return;
        } else {
          park(pause);
          pause = Math.min(LONGEST_NANOS, 2 * pause);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  /** A clock of the host's that throws must not end this thread; its work is then not budgeted. */
  private long nanos() {
    try {
      return nanoClock.getAsLong();
    } catch (Throwable e) {
      return 0;
    }
  }

  /** Sleeps for a time of the system's clock; cut short by a stop. */
  private void rest(long nanos) {
    if (nanos <= 0) {
      return;
    }
    long deadline = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && !stopping) {
      park(left);
      left = deadline - System.nanoTime();
    }
    budget.rested();
  }

  /** Nobody stops this thread by an interrupt; one that is left standing would make it spin. */
  private void park(long nanos) {
    Thread.interrupted();
    LockSupport.parkNanos(this, nanos);
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
