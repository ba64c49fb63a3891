package io.virk.event.internal;

import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.internal.Text;
import io.virk.signal.FlawFound;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells of what goes wrong, but not again and again: of each kind the first, second, fourth, eighth
 * and so on. Any thread. Telling never throws, whatever is told and whoever is told.
 */
public final class Failures {
  /** Kinds that are told apart; further ones are told as one. */
  private static final int MOST_KINDS = 1000;

  private static final String OTHER_KINDS = "other";

  private final String monitor;
  private final Consumer<MonitorEvent> events;
  private final Counts counts;

  /** What has been counted, and may be shared. */
  private static final class Counts {
    private final Map<String, Long> byKind = new HashMap<>();
    private final AtomicLong untold = new AtomicLong();

    private synchronized long next(String kind, String otherwise) {
      boolean room = byKind.size() < MOST_KINDS || byKind.containsKey(kind);
      return byKind.merge(room ? kind : otherwise, 1L, Long::sum);
    }
  }

  /**
   * Has nothing to tell yet.
   *
   * @param monitor name of the monitor
   * @param events is told
   */
  public Failures(String monitor, Consumer<MonitorEvent> events) {
    this(monitor, events, new Counts());
  }

  private Failures(String monitor, Consumer<MonitorEvent> events, Counts counts) {
    this.monitor = monitor;
    this.events = events;
    this.counts = counts;
  }

  /**
   * The same kinds and counts, told to another: for those who speak on another thread.
   *
   * @param others is told
   * @return counts with this one
   */
  public Failures to(Consumer<MonitorEvent> others) {
    return new Failures(monitor, others, counts);
  }

  /**
   * Something was thrown; kinds are told apart by what happened, and by the class of what was
   * thrown.
   *
   * @param part that failed
   * @param what happened, in words that are always the same
   * @param cause any
   */
  public void thrown(Failed.Part part, String what, Throwable cause) {
    thrown(part, what, what, cause);
  }

  /**
   * Something was thrown; kinds are told apart as by {@link #thrown(Failed.Part, String,
   * Throwable)}, whatever the words are.
   *
   * @param part that failed
   * @param what happened, in words that are always the same
   * @param words what happened, with what belongs to this one time
   * @param cause any
   */
  public void thrown(Failed.Part part, String what, String words, Throwable cause) {
    try {
      tell(part, cause.getClass().getName() + "/" + what, words, cause);
    } catch (Throwable e) { // no memory for an event, a listener that throws: it cannot be told
      counts.untold.getAndIncrement();
    }
  }

  /**
   * What the host hands over, or does, cannot be used.
   *
   * @param kind as it is counted
   * @param what is wrong, in words
   */
  public void input(String kind, String what) {
    try {
      tell(Failed.Part.INPUT, kind, what, null);
    } catch (Throwable e) {
      counts.untold.getAndIncrement();
    }
  }

  /**
   * An observation has a part that cannot be used.
   *
   * @param found what is wrong with it
   */
  public void unusable(FlawFound found) {
    try {
      input(found.flaw().name(), found.text());
    } catch (Throwable e) { // no memory for the words
      counts.untold.getAndIncrement();
    }
  }

  /**
   * An input is flawed in most observations.
   *
   * @param what is wrong, in words
   */
  public void mostlyUnusable(String what) {
    input("MOSTLY", what);
  }

  private void tell(Failed.Part part, String kind, String what, Throwable cause) {
    long count = counts.next(part + "/" + kind, part + "/" + OTHER_KINDS);
    if (Long.bitCount(count) == 1) {
      String safe = Text.clean(what, Text.SENTENCE);
      events.accept(
          new Failed(
              monitor,
              part,
              safe,
              count,
              cause == null ? new IllegalArgumentException(safe) : cause));
    }
  }

  /** What could not even be told; it has been counted where it happened, too. Any thread. */
  public long untold() {
    return counts.untold.get();
  }
}
