package io.virk.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One thread that does what is waiting, one thing after the other, and sleeps where nothing is: for
 * whatever takes longer than VIRK's own thread can wait. What waits is its owner's, who bounds it.
 *
 * <p>Guarantees: 1. what waits when {@link #wake} is called is done, once, unless the thread never
 * returns from what is before it; 2. one thing at a time; 3. what comes after the thread has ended
 * is done by whoever brings it.
 *
 * <p>All methods may be called from any thread.
 */
public final class Courier {
  private final BooleanSupplier work;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ReentrantLock doing = new ReentrantLock();
  private volatile Thread thread;
  private volatile boolean stopping;
  private volatile boolean gone;

  /**
   * Makes a courier without a thread.
   *
   * @param work takes the next thing, does it, and counts what became of it, whatever throws in
   *     between; false if nothing waits. One call at a time. It throws only if it has taken
   *     nothing, for lack of memory, and is then called again.
   */
  public Courier(BooleanSupplier work) {
    this.work = work;
  }

  /**
   * Starts the thread, if that has not been done.
   *
   * @param factory makes it
   * @throws RuntimeException or Error, whatever the factory throws, and then has no thread
   */
  public synchronized void start(ThreadFactory factory) {
    if (thread == null) {
      Thread made = HostThreads.make(factory, this::run);
      thread = made; // before it runs: a wake from here on finds it
      boolean started = false;
      try {
        made.start();
        started = true;
      } finally {
        if (!started) {
          thread = null;
        }
      }
    }
  }

  /**
   * Whether it has a thread.
   *
   * @return false before {@link #start}, and if that threw
   */
  public boolean isStarted() {
    return thread != null;
  }

  /** Says that something is waiting. Never throws. */
  public void wake() {
    if (gone) {
      doAll();
    } else {
      LockSupport.unpark(thread);
    }
  }

  private void doAll() {
    doing.lock();
    try {
      boolean more = true;
      while (more) {
        more = doNext();
      }
    } finally {
      doing.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        // read before what is waiting: whatever came before the stop is still done
        boolean last = stopping;
        doAll();
        if (last) {
          return;
        }
        // whatever was done may have used up the permit of a stop; one from here on is kept
        if (!stopping) {
          Thread.interrupted(); // nobody stops this thread so, and it would spin
          LockSupport.park(this);
        }
      }
    } finally {
      gone = true; // from here on whoever brings something does it
      doAll();
      ended.countDown();
    }
  }

  private boolean doNext() {
    try {
      return work.getAsBoolean();
    } catch (Throwable e) { // what waits, waits: it is taken once there is memory again
      Thread.yield();
      return true;
    }
  }

  /**
   * Whether the caller runs on this thread.
   *
   * @return true inside what it does
   */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Asks the thread to end once nothing waits any more, and waits for that.
   *
   * @param limit how long to wait
   * @return whether it ended in time; true if it has no thread; false on the thread itself, which
   *     ends later; an interrupt of the caller is kept, and does not cut the wait short
   */
  public boolean stop(Duration limit) {
    stopping = true;
    Thread running = thread;
    if (running == null) {
      return true;
    }
    LockSupport.unpark(running);
    if (isCurrent()) {
      return false;
    }
    return Patience.await(limit, nanos -> ended.await(nanos, TimeUnit.NANOSECONDS));
  }
}
