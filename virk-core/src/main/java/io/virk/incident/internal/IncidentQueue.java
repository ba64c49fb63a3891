package io.virk.incident.internal;

import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.internal.Courier;
import io.virk.internal.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * What is to be written, and the thread that writes it. Bounded: an incident has one place, in
 * which a later state takes that of an earlier one. What cannot be written is told with its path,
 * and tried again, ever more seldom.
 */
final class IncidentQueue {
  /** Incidents that may wait for the disk. */
  static final int CAPACITY = 64;

  private static final int MOST_CAUSES = 8;
  private static final int MOST_TRIES = 10;
  private static final long FIRST_RETRY = TimeUnit.SECONDS.toNanos(10);
  private static final long LAST_RETRY = TimeUnit.MINUTES.toNanos(10);
  private static final String NOT_WRITTEN = "an incident was not written";
  private static final String GIVEN_UP = "an incident was given up";

  private final String done;
  private final String remedy;
  private final Writer writer;
  private final BiConsumer<Episode.Draft, Path> written;
  private final Failures failures;
  private final Optional<ThreadFactory> threads;
  private final LongSupplier nanoClock;
  private final Optional<Resending> resending;
  private final Courier courier = new Courier(this::doNext);

  /** Guarded by itself. So large that it never grows: what is to be written is in it, or is not. */
  private final Map<String, Job> waiting = new LinkedHashMap<>(2 * CAPACITY);

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /** States of incidents that will not be written any more. */
  private final AtomicLong lost = new AtomicLong();

  private volatile boolean writing;
  private volatile boolean stopping;

  /** Writes an incident. */
  interface Writer {
    /** Returns the file; null if it is none. */
    Path write(Episode.Draft draft) throws IOException;
  }

  /** What is to be written, not before the clock shows a time if it was tried before. */
  private record Job(Episode.Draft draft, int tries, long due) {}

  /**
   * Makes a queue without a thread.
   *
   * @param done what is done to an incident, in words: "written", "sent"
   * @param remedy what is to be seen to if it cannot be written
   * @param written is told what was written, on the thread that writes; its path is null if the
   *     writer returns none
   * @param threads makes the thread; empty to write on VIRK's
   * @param resending of a spool that is written to; empty without
   */
  IncidentQueue(
      String done,
      String remedy,
      Writer writer,
      BiConsumer<Episode.Draft, Path> written,
      Failures failures,
      Optional<ThreadFactory> threads,
      LongSupplier nanoClock,
      Optional<Resending> resending) {
    this.resending = resending;
    this.done = done;
    this.remedy = remedy;
    this.writer = writer;
    this.written = written;
    this.failures = failures;
    this.threads = threads;
    this.nanoClock = nanoClock;
  }

  /** Starts its thread. */
  void start() {
    if (threads.isEmpty()) {
      return;
    }
    try {
      courier.start(threads.get());
    } catch (Throwable e) { // a factory of the host's that makes one thread alone, no memory
      failures.thrown(
          Failed.Part.INCIDENT,
          "no thread to write incidents on, so VIRK's does, and observations wait meanwhile",
          e);
    }
  }

  /** Takes what is to be written. VIRK's thread. */
  void put(Episode.Draft draft) {
    Job job = new Job(draft, 0, nanoClock.getAsLong());
    if (!courier.isStarted()) {
      synchronized (waiting) {
        waiting.remove(draft.name()); // an earlier state, that could not be written
      }
      write(job);
    } else if (offer(job)) {
      courier.wake();
    } else {
      failed.getAndIncrement();
      lost.getAndIncrement();
      tell(draft, new IllegalStateException(CAPACITY + " others wait for the disk"), false);
    }
  }

  /** Tries again what is due. VIRK's thread, now and then. */
  void tick() {
    if (!hasDue()) {
      return;
    }
    if (courier.isStarted()) {
      courier.wake();
    } else {
      doNext();
    }
  }

  private boolean hasDue() {
    if (resending.isPresent() && resending.get().isDue()) {
      return true;
    }
    synchronized (waiting) {
      if (waiting.isEmpty()) {
        return false;
      }
      long now = nanoClock.getAsLong();
      return waiting.values().stream().anyMatch(j -> j.due() - now <= 0);
    }
  }

  /** Whether there is room for it, or the same incident's earlier state makes it. */
  private boolean offer(Job job) {
    synchronized (waiting) {
      String name = job.draft().name();
      if (waiting.size() >= CAPACITY && !waiting.containsKey(name)) {
        return false;
      }
      waiting.put(name, job);
      return true;
    }
  }

  /** The writers' thread: writes, or sends, the next one that is due; false if none is. */
  private boolean doNext() {
    Job next = take();
    if (next == null) {
      return resending.isPresent() && resending.get().sendIfDue();
    }
    try {
      write(next);
    } finally {
      writing = false;
    }
    return true;
  }

  /** The next one, null if none is due. Once it is taken, nothing is needed but to return it. */
  private Job take() {
    synchronized (waiting) {
      long now = nanoClock.getAsLong();
      Iterator<Job> jobs = waiting.values().iterator();
      while (jobs.hasNext()) {
        Job next = jobs.next();
        if (stopping || next.due() - now <= 0) {
          jobs.remove();
          writing = true;
          return next;
        }
      }
      return null;
    }
  }

  /** Writes it, and counts what became of it. Never throws. */
  private void write(Job job) {
    Path file;
    try {
      file = writer.write(job.draft());
    } catch (Throwable e) { // without its bundle a drift has been told all the same
      failed.getAndIncrement();
      boolean again = again(job);
      if (!again) {
        lost.getAndIncrement();
      }
      tell(job.draft(), e, again);
      return;
    }
    count.getAndIncrement();
    resending.ifPresent(Resending::tellGivenUp);
    try {
      written.accept(job.draft(), file);
    } catch (Throwable e) { // no memory
      failures.thrown(Failed.Part.INCIDENT, "an incident was written, but could not be told", e);
    }
  }

  /** Waits for another try, unless a later state waits anyway. */
  private boolean again(Job job) {
    int tries = job.tries() + 1;
    if (tries >= MOST_TRIES || stopping) {
      return false;
    }
    long pause = Math.min(LAST_RETRY, FIRST_RETRY << 2 * Math.min(8, job.tries()));
    try {
      synchronized (waiting) {
        String name = job.draft().name();
        if (waiting.containsKey(name)) {
          return true;
        }
        return offer(new Job(job.draft(), tries, nanoClock.getAsLong() + pause));
      }
    } catch (Throwable e) { // a clock of the host's, no memory
      return false;
    }
  }

  /** What is lost is a failure of another kind than one that is tried again, and told as such. */
  private void tell(Episode.Draft draft, Throwable cause, boolean again) {
    String kind = again ? NOT_WRITTEN : GIVEN_UP;
    String words;
    try {
      String of =
          draft.drift().isPresent() ? "of drift " + draft.name() : "\"" + draft.reason() + "\"";
      String then = again ? "; it is tried again" : "; it is given up";
      words = "the incident " + of + " was not " + done + ": " + why(cause) + then;
    } catch (Throwable e) { // no memory: those that are there must do
      words = kind;
    }
    failures.thrown(Failed.Part.INCIDENT, kind, words, cause);
  }

  private String why(Throwable thrown) {
    return ranOutOfMemory(thrown)
        ? "no memory was left; allow the JVM a larger heap (-Xmx), or keep fewer bytes"
            + " (recording) and slots"
        : Text.message(thrown) + "; " + remedy;
  }

  private static boolean ranOutOfMemory(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /**
   * Ends the thread once it has written what waits, each tried once more.
   *
   * @param limit how long to wait for that
   * @return whether it has ended; what waits is written later, if ever
   */
  boolean stop(Duration limit) {
    stopping = true;
    resending.ifPresent(Resending::stop);
    if (!courier.isStarted()) {
      boolean more = true;
      while (more) {
        more = doNext();
      }
    }
    return courier.stop(limit);
  }

  /** Hands on what the drafts that wait show, with the incident's name. */
  void observations(BiConsumer<String, RecordedObservation> to) {
    synchronized (waiting) {
      for (Job job : waiting.values()) {
        job.draft().exhibits().forEach(e -> to.accept(job.draft().name(), e.observation()));
      }
    }
  }

  boolean waits(String name) {
    synchronized (waiting) {
      return waiting.containsKey(name);
    }
  }

  /** Incidents that wait, or are being written. Any thread. */
  int waiting() {
    synchronized (waiting) {
      return waiting.size() + (writing ? 1 : 0);
    }
  }

  /** Incidents that wait in a spool. Any thread. */
  int spooled() {
    return resending.map(Resending::waiting).orElse(0);
  }

  /** Tries that failed for good, and what a spool has given up. Any thread. */
  long lost() {
    return lost.get() + resending.map(Resending::lost).orElse(0L);
  }

  /** Bundles written, those of a later state among them. Any thread. */
  long written() {
    return count.get();
  }

  /** Bundles that could not be written, each try. Any thread. */
  long failures() {
    return failed.get() + resending.map(Resending::failures).orElse(0L);
  }
}
