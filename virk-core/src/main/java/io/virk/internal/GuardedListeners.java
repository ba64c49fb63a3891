package io.virk.internal;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Calls listeners one after the other. One that throws is counted, logged at the first time, and
 * the next is still called.
 *
 * @param <L> the listener
 */
public final class GuardedListeners<L> {
  private final CopyOnWriteArrayList<Entry<L>> entries = new CopyOnWriteArrayList<>();
  private final AtomicLong failures = new AtomicLong();
  private final Logger log;
  private final String owner;

  /** One registration. */
  private static final class Entry<L> {
    private final L listener;
    private boolean warned;

    Entry(L listener) {
      this.listener = listener;
    }
  }

  /**
   * Makes an empty list.
   *
   * @param log where a failing listener is told
   * @param owner begins every line
   */
  public GuardedListeners(Logger log, String owner) {
    this.log = log;
    this.owner = owner;
  }

  /**
   * Registers a listener.
   *
   * @param listener not null
   * @return unregisters it; running it twice is harmless
   */
  public Runnable add(L listener) {
    Entry<L> entry = new Entry<>(listener);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /**
   * Calls every listener. One thread at a time.
   *
   * @param call what to tell it
   */
  public void tell(Consumer<L> call) {
    for (Entry<L> entry : entries) {
      try {
        call.accept(entry.listener);
      } catch (Throwable e) { // a listener's Error must not end the drain thread either
        failures.getAndIncrement();
        report(entry, e);
      }
    }
  }

  private void report(Entry<L> entry, Throwable thrown) {
    try {
      if (entry.warned) {
        log.debug(
            "{}: listener {} failed again",
            owner,
            entry.listener.getClass().getName(),
            Text.loggable(thrown));
      } else {
        entry.warned = true;
        log.warn(
            "{}: listener {} failed; it stays registered, further failures are logged at debug",
            owner,
            entry.listener.getClass().getName(),
            Text.loggable(thrown));
      }
    } catch (Throwable e) {
      // an appender that throws, a full heap: it is counted, and the next listener must be called
    }
  }

  /**
   * Calls that threw.
   *
   * @return a count
   */
  public long failures() {
    return failures.get();
  }
}
