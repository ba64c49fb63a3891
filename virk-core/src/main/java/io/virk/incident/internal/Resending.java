package io.virk.incident.internal;

import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.incident.Spool;
import io.virk.internal.Text;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Sends what waits in a spool: at the start, and ever more seldom while it cannot be sent. What is
 * given up is told. On the thread that writes to the sink, but for what says otherwise.
 */
final class Resending {
  private static final int SLOWEST = 3;
  private static final long FIRST = TimeUnit.SECONDS.toNanos(10);
  private static final long LAST = TimeUnit.MINUTES.toNanos(10);
  private static final String WAITS = "incidents wait in a spool";
  private static final String GIVEN_UP = "incidents of a spool were given up";

  private final Spool spool;
  private final Failures failures;
  private final LongSupplier nanoClock;
  private final AtomicLong failed = new AtomicLong();
  private volatile long due;
  private volatile boolean stopped;
  private int tries;
  private final long before;
  private long givenUp;

  Resending(Spool spool, Failures failures, LongSupplier nanoClock) {
    this.spool = spool;
    this.failures = failures;
    this.nanoClock = nanoClock;
    this.due = nanoClock.getAsLong();
    this.before = spool.givenUp();
    this.givenUp = before;
  }

  /** Whether it is to be tried now. Any thread. */
  boolean isDue() {
    return !stopped && spool.mayWait() && due - nanoClock.getAsLong() <= 0;
  }

  /** Tries it if it is due; whether it was. Never throws. */
  boolean sendIfDue() {
    if (!isDue()) {
      return false;
    }
    try {
      spool.send();
      tries = 0;
      due = nanoClock.getAsLong();
    } catch (Throwable e) { // whatever the sink throws
      failed.getAndIncrement();
      due = nanoClock.getAsLong() + Math.min(LAST, FIRST << 2 * Math.min(SLOWEST, tries++));
      failures.thrown(
          Failed.Part.INCIDENT,
          WAITS,
          Text.message(e) + "; they are sent again (" + spool + ")",
          e);
    }
    tellGivenUp();
    return true;
  }

  /** Tells what the spool has given up since. */
  void tellGivenUp() {
    long more = spool.givenUp() - givenUp;
    if (more > 0) {
      givenUp += more;
      failures.thrown(
          Failed.Part.INCIDENT,
          GIVEN_UP,
          Text.count(more, "incident")
              + (more == 1 ? " was" : " were")
              + " given up, for too much waits, or it is damaged ("
              + spool
              + ")",
          new IllegalStateException("given up"));
    }
  }

  /** What waits is sent by the next monitor that has the spool. Any thread. */
  void stop() {
    stopped = true;
  }

  /** Tries that failed. Any thread. */
  long failures() {
    return failed.get();
  }

  /** Incidents that wait. Any thread. */
  int waiting() {
    return spool.waiting();
  }

  /** Incidents that were given up. Any thread. */
  long lost() {
    return spool.givenUp() - before;
  }
}
