package io.virk.capture.internal;

import io.virk.internal.HostThreads;
import io.virk.internal.Patience;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One thread that runs a task again and again until it is stopped, and sleeps where there is
 * nothing to do: first for 50 us, then twice as long each time up to 2 ms, so that an idle monitor
 * costs nothing and a busy one is never more than 2 ms late. Where the task asks for it, it rests,
 * unless it is being stopped. A task that throws is called again.
 */
final class DrainThread {
  /** The answer of a task that found nothing to do. */
  static final long IDLE = -1;

  private static final long SHORTEST_NANOS = 50_000;
  private static final long LONGEST_NANOS = 2_000_000;

  private final LongSupplier task;
  private final Runnable rested;
  private final Runnable last;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * Makes the thread; {@link #start} starts it.
   *
   * @param factory makes the thread
   * @param task one round of work; returns how long to rest then, nanoseconds, or {@link #IDLE}
   * @param rested called after a rest
   * @param last what the thread does before it ends
   */
  DrainThread(ThreadFactory factory, LongSupplier task, Runnable rested, Runnable last) {
    this.task = task;
    this.rested = rested;
    this.last = last;
    this.thread = HostThreads.make(factory, this::run);
  }

  /** Starts the thread. */
  void start() {
    thread.start();
  }

  private void run() {
    try {
      long pause = SHORTEST_NANOS;
      while (true) {
        // read before the work: whatever was committed before the stop is still done
        boolean stopped = stopping;
        long rest = round();
        if (rest != IDLE) {
          pause = SHORTEST_NANOS;
          rest(rest);
        } else if (stopped) {
          return;
        } else {
          park(pause);
          pause = Math.min(LONGEST_NANOS, 2 * pause);
        }
      }
    } finally {
      try {
        last.run();
      } finally {
        ended.countDown();
      }
    }
  }

  private long round() {
    try {
      return task.getAsLong();
    } catch (Throwable e) { // no memory even for the lock: the task counts what it can
      return IDLE;
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
    rested.run();
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
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Asks the thread to end once it finds nothing more to do, and waits.
   *
   * @param limit how long to wait
   * @return whether it ended in time; false on the thread itself, which ends later; an interrupt of
   *     the caller is kept, and does not cut the wait short
   */
  boolean stop(Duration limit) {
    stopping = true;
    LockSupport.unpark(thread);
    if (isCurrent()) {
      return false;
    }
    return Patience.await(limit, nanos -> ended.await(nanos, TimeUnit.NANOSECONDS));
  }
}
