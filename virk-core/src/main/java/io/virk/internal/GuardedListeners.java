package io.virk.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Calls listeners one after the other. One that throws is counted, logged at the first time, and
 * the next is still called. Telling never throws, whatever listener, exception or logger do.
 *
 * @param <L> the listener
 */
public final class GuardedListeners<L> {
  private final CopyOnWriteArrayList<Entry<L>> entries = new CopyOnWriteArrayList<>();
  private final AtomicLong failures = new AtomicLong();
  private final Logger log;
  private final String owner;
  private final LongSupplier nanoClock;
  private volatile Call<L> calling;

  /** One registration. */
  private record Entry<L>(L listener, String name, AtomicBoolean warned) {}

  /** A call that has not returned; {@code nanos} is when it began. */
  private record Call<L>(Entry<L> entry, long nanos) {}

  /**
   * Makes an empty list.
   *
   * @param log where a failing listener is told
   * @param owner begins every line
   * @param nanoClock measures how long a call takes, as {@link System#nanoTime}
   */
  public GuardedListeners(Logger log, String owner, LongSupplier nanoClock) {
    this.log = log;
    this.owner = owner;
    this.nanoClock = nanoClock;
  }

  /**
   * Registers a listener.
   *
   * @param listener not null
   * @param name of it, in log lines
   * @return unregisters it; running it twice is harmless
   */
  public Runnable add(L listener, String name) {
    Entry<L> entry = new Entry<>(listener, name, new AtomicBoolean());
    entries.add(entry);
    return () -> entries.removeIf(e -> e == entry);
  }

  /**
   * Whether there is none to be told.
   *
   * @return a snapshot
   */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Calls every listener. Any thread; on which they are called one at a time is the caller's to see
   * to.
   *
   * @param call what to tell it
   */
  public void tell(Consumer<L> call) {
    for (Entry<L> entry : entries) {
      try {
        calling = new Call<>(entry, nanos());
        call.accept(entry.listener());
      } catch (Throwable e) { // a listener's Error must not end the thread either
        failures.getAndIncrement();
        warn(entry, e);
      } finally {
        calling = null;
      }
    }
  }

  /** A clock of the host's that throws must not keep anyone from being told. */
  private long nanos() {
    try {
      return nanoClock.getAsLong();
    } catch (Throwable e) {
      return 0;
    }
  }

  private void warn(Entry<L> entry, Throwable thrown) {
    try {
      if (entry.warned().getAndSet(true)) {
        log.debug("{}: listener {} failed again", owner, entry.name(), Text.loggable(thrown));
      } else {
        log.warn(
            "{}: listener {} failed; it stays registered, further failures are logged at debug",
            owner,
            entry.name(),
            Text.loggable(thrown));
      }
    } catch (Throwable e) { // no memory, or a logger that throws; it has been counted
      return;
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

  /**
   * The listener that is being called.
   *
   * @return its name; empty if none is
   */
  public Optional<String> calling() {
    Call<L> now = calling;
    return now == null ? Optional.empty() : Optional.of(now.entry().name());
  }

  /**
   * How long the call that has not returned yet has lasted.
   *
   * @return zero if no listener is being called
   */
  public Duration callingFor() {
    Call<L> now = calling;
    return now == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanos() - now.nanos()));
  }
}
