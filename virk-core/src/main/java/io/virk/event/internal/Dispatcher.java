package io.virk.event.internal;

import io.virk.event.EventsDropped;
import io.virk.event.MonitorEvent;
import io.virk.internal.Courier;
import io.virk.internal.GuardedListeners;
import io.virk.internal.SafeLog;
import io.virk.internal.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Hands every event on: first to the queue of the listeners, who have a thread of their own, then
 * to what is quick (Flight Recorder, the log). Where listeners are called on VIRK's thread they
 * come last, and what other threads say waits in the queue until that thread tells it; once it has
 * ended, they tell it themselves. A listener is called by one thread at a time. Telling never
 * throws, and waits for no listener that has a thread of its own.
 */
public final class Dispatcher implements Consumer<MonitorEvent> {
  /** Events that may wait for the listeners. */
  public static final int CAPACITY = 1024;

  private final Logger log;
  private final String monitor;
  private final GuardedListeners<Consumer<MonitorEvent>> recorders;
  private final GuardedListeners<Consumer<MonitorEvent>> listeners;
  private final EventQueue queue;
  private final Courier courier = new Courier(this::doNext);
  private final Optional<ThreadFactory> threads;

  /** Held while listeners are called that have no thread: others tell them after VIRK's end. */
  private final ReentrantLock telling = new ReentrantLock();

  private final AtomicLong lost = new AtomicLong();
  private volatile boolean onVirkThread;
  private volatile boolean started;
  private volatile boolean ended;

  /**
   * Makes a dispatcher without listeners.
   *
   * @param monitor name of the monitor
   * @param log where failing listeners are told
   * @param threads makes the listeners' thread; empty if they are called on VIRK's
   * @param nanoClock measures how long a listener takes
   */
  public Dispatcher(
      String monitor, Logger log, Optional<ThreadFactory> threads, LongSupplier nanoClock) {
    this(monitor, log, threads, nanoClock, CAPACITY);
  }

  Dispatcher(
      String monitor,
      Logger log,
      Optional<ThreadFactory> threads,
      LongSupplier nanoClock,
      int capacity) {
    this.log = log;
    this.monitor = monitor;
    this.recorders = new GuardedListeners<>(log, monitor, nanoClock);
    this.listeners = new GuardedListeners<>(log, monitor, nanoClock);
    this.queue = new EventQueue(monitor, capacity);
    this.threads = threads;
    this.onVirkThread = threads.isEmpty();
  }

  /** Adds what is so quick that it is told at once, on the thread that has something to say. */
  public void addRecorder(Consumer<MonitorEvent> recorder) {
    recorders.add(recorder, recorder.getClass().getName());
  }

  /**
   * Registers a listener. Any thread.
   *
   * @param name of it, in log lines
   * @return unregisters it; running it twice is harmless
   */
  public Runnable add(Consumer<MonitorEvent> listener, String name) {
    Runnable registration = listeners.add(listener, name);
    if (started) {
      startThread();
    }
    return registration;
  }

  /** Starts the listeners' thread, now or with the first of them. */
  public void start() {
    started = true;
    if (!listeners.isEmpty()) {
      startThread();
    }
  }

  private void startThread() {
    if (onVirkThread) {
      return;
    }
    try {
      courier.start(threads.orElseThrow());
    } catch (Throwable e) { // a factory of the host's that makes one thread alone, no memory
      onVirkThread = true;
      SafeLog.warn(
          log,
          "{}: no thread for listeners, so they are called on VIRK's, and observations wait for"
              + " them",
          monitor,
          Text.loggable(e));
    }
  }

  /** VIRK's thread, or the one that starts the monitor. */
  @Override
  public void accept(MonitorEvent event) {
    if (onVirkThread) {
      tell(recorders, event);
      telling.lock();
      try {
        tellWaiting();
        tell(listeners, event);
      } finally {
        telling.unlock();
      }
    } else {
      offer(event);
      tell(recorders, event);
    }
  }

  /** Any other thread: listeners that are called on VIRK's hear of it when that next tells. */
  public void acceptFromElsewhere(MonitorEvent event) {
    if (!onVirkThread) {
      offer(event);
      tell(recorders, event);
      return;
    }
    tell(recorders, event);
    offer(event);
    if (ended) { // read after it was offered: either this thread tells it, or ended() does
      round();
    }
  }

  private void offer(MonitorEvent event) {
    if (!listeners.isEmpty()) {
      queue.offer(event);
      courier.wake();
    }
  }

  /** The last that VIRK's thread says: from here on whoever has something to say tells it. */
  public void ended() {
    ended = true;
    round();
  }

  /** Tells what other threads had to say. VIRK's thread. */
  public void round() {
    if (onVirkThread) {
      telling.lock();
      try {
        tellWaiting();
      } finally {
        telling.unlock();
      }
    }
  }

  /** What other threads said, or was said before it was known that listeners have no thread. */
  private void tellWaiting() {
    try {
      boolean more = true;
      while (more) {
        more = doNext();
      }
    } catch (Throwable e) { // no memory to say what was dropped; it is said the next time
      return;
    }
  }

  /** Tells the next event that waits; false if none does. Once it is taken, nothing throws. */
  private boolean doNext() {
    MonitorEvent event = queue.poll();
    if (event == null) {
      return false;
    }
    if (event instanceof EventsDropped) {
      tell(recorders, event);
    }
    tell(listeners, event);
    return true;
  }

  private void tell(GuardedListeners<Consumer<MonitorEvent>> whom, MonitorEvent event) {
    try {
      whom.tell(l -> l.accept(event));
    } catch (Throwable e) { // no memory for the call itself
      lost.getAndIncrement();
    }
  }

  /**
   * Ends the listeners' thread once they have been told all that waits.
   *
   * @param limit how long to wait for that
   * @return whether it has ended; what {@link #waiting} has is told later, if ever
   */
  public boolean stop(Duration limit) {
    return courier.stop(limit);
  }

  /** Whether the caller is a listener on a thread of its own. */
  public boolean isCurrent() {
    return courier.isCurrent();
  }

  /**
   * Calls that threw, those of Flight Recorder and of the log among them, and calls that were not
   * made for lack of memory. Any thread.
   */
  public long failures() {
    return listeners.failures() + recorders.failures() + lost.get();
  }

  /** Events that wait for the listeners. Any thread. */
  public int waiting() {
    return queue.waiting();
  }

  /** Events of windows that found no room. Any thread. */
  public long windowsDropped() {
    return queue.windowsDropped();
  }

  /** Other events that found none. Any thread. */
  public long othersDropped() {
    return queue.othersDropped();
  }

  /** The listener that is being called; empty if none is. Any thread. */
  public Optional<String> calling() {
    return listeners.calling();
  }

  /** For how long. Any thread. */
  public Duration callingFor() {
    return listeners.callingFor();
  }
}
