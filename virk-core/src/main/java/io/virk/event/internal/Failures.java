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
  private final Map<String, Long> counts = new HashMap<>();
  private final AtomicLong untold = new AtomicLong();

  /**
   * Has nothing to tell yet.
   *
   * @param monitor name of the monitor
   * @param events is told
   */
  public Failures(String monitor, Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.events = events;
  }

  /**
   * Something was thrown; kinds are told apart by its class.
   *
   * @param part that failed
   * @param what happened, in words
   * @param cause any
   */
  public void thrown(Failed.Part part, String what, Throwable cause) {
    try {
      tell(part, cause.getClass().getName(), what, cause);
    } catch (Throwable e) { // no memory for an event, a listener that throws: it cannot be told
      untold.getAndIncrement();
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
      untold.getAndIncrement();
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
      untold.getAndIncrement();
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
    long count = count(part + "/" + kind, part + "/" + OTHER_KINDS);
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

  private synchronized long count(String kind, String otherwise) {
    boolean room = counts.size() < MOST_KINDS || counts.containsKey(kind);
    return counts.merge(room ? kind : otherwise, 1L, Long::sum);
  }

  /** What could not even be told; it has been counted where it happened, too. Any thread. */
  public long untold() {
    return untold.get();
  }
}
