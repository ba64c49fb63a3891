package io.virk.event.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.event.EventsDropped;
import io.virk.event.MonitorEvent;
import io.virk.internal.RecordingLogger;
import io.virk.scenes.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

@Timeout(60)
class DispatcherTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final RecordingLogger log = new RecordingLogger();
  private final AtomicLong nanos = new AtomicLong();

  private Dispatcher queued(int capacity) {
    Dispatcher dispatcher =
        new Dispatcher("m", log, Optional.of(Thread::new), nanos::get, capacity);
    dispatcher.start();
    return dispatcher;
  }

  private Dispatcher onVirkThread(int capacity) {
    Dispatcher dispatcher = new Dispatcher("m", log, Optional.empty(), nanos::get, capacity);
    dispatcher.start();
    return dispatcher;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An exception that cannot even be described. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new StackOverflowError("no words");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new OutOfMemoryError("no trace");
    }
  }

  @Test
  void whateverListenersExceptionsAndLoggersDoTheNextIsTold() {
    List<Throwable> thrown =
        List.of(
            new IllegalStateException("a"),
            new Unspeakable(),
            new OutOfMemoryError("b"),
            new StackOverflowError("c"));
    for (Logger logger : List.of(log, RecordingLogger.failing())) {
      for (boolean queued : new boolean[] {true, false}) {
        Dispatcher dispatcher =
            new Dispatcher(
                "m",
                logger,
                queued ? Optional.of(Thread::new) : Optional.empty(),
                () -> {
                  throw new IllegalStateException("clock");
                });
        List<MonitorEvent> told = new ArrayList<>();
        List<MonitorEvent> recorded = new ArrayList<>();
        for (Throwable e : thrown) {
          dispatcher.addRecorder(event -> DispatcherTest.<RuntimeException>sneak(e));
          dispatcher.add(event -> DispatcherTest.<RuntimeException>sneak(e), "bad");
        }
        dispatcher.addRecorder(recorded::add);
        dispatcher.add(told::add, "good");
        dispatcher.start();
        dispatcher.accept(Events.opened(1));
        dispatcher.acceptFromElsewhere(Events.window(2));
        dispatcher.round();
        assertTrue(dispatcher.stop(LONG));
        assertEquals(List.of(Events.opened(1), Events.window(2)), told);
        assertEquals(told, recorded);
        assertEquals(16, dispatcher.failures(), "four listeners and four recorders, twice each");
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable e) throws T {
    throw (T) e;
  }

  @Test
  void whoTellsDoesNotWaitForWhoListens() {
    Dispatcher dispatcher = queued(4);
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<MonitorEvent> told = new ArrayList<>();
    List<MonitorEvent> recorded = new ArrayList<>();
    dispatcher.addRecorder(recorded::add);
    dispatcher.add(
        event -> {
          called.countDown();
          await(release);
          told.add(event);
        },
        "slow");
    dispatcher.accept(Events.window(0));
    await(called);
    nanos.set(8_000_000_000L);
    assertEquals(Optional.of("slow"), dispatcher.calling());
    assertEquals(Duration.ofSeconds(8), dispatcher.callingFor());
    for (int i = 1; i <= 6; i++) {
      dispatcher.accept(i == 2 ? Events.opened(2) : Events.window(i));
    }
    assertEquals(4, dispatcher.waiting());
    assertEquals(7, recorded.size(), "what is quick is told at once");
    assertFalse(dispatcher.stop(Duration.ofMillis(1)), "bounded");
    assertEquals(4, dispatcher.waiting());
    release.countDown();
    assertTrue(dispatcher.stop(LONG));
    MonitorEvent gap = new EventsDropped("m", 2, 0, 4);
    assertEquals(
        List.of(
            Events.window(0),
            gap,
            Events.opened(2),
            Events.window(4),
            Events.window(5),
            Events.window(6)),
        told);
    assertTrue(recorded.contains(gap));
    assertEquals(2, dispatcher.windowsDropped());
    assertEquals(Optional.empty(), dispatcher.calling());
  }

  @Test
  void whatComesAfterTheEndIsToldByWhoBringsIt() {
    Dispatcher dispatcher = queued(4);
    AtomicReference<Thread> thread = new AtomicReference<>();
    Consumer<MonitorEvent> listener = event -> thread.set(Thread.currentThread());
    dispatcher.add(listener, "l");
    dispatcher.accept(Events.window(1));
    assertTrue(dispatcher.stop(LONG));
    assertNotSame(Thread.currentThread(), thread.get());
    dispatcher.accept(Events.window(2));
    assertSame(Thread.currentThread(), thread.get());
  }

  @Test
  void onVirkThreadListenersHearOfOtherThreadsWhenItNextTells() {
    Dispatcher dispatcher = onVirkThread(Dispatcher.CAPACITY);
    List<MonitorEvent> told = new ArrayList<>();
    List<MonitorEvent> recorded = new ArrayList<>();
    dispatcher.addRecorder(recorded::add);
    dispatcher.add(told::add, "l");
    dispatcher.acceptFromElsewhere(Events.window(1));
    assertEquals(List.of(), told);
    assertEquals(List.of(Events.window(1)), recorded);
    dispatcher.accept(Events.window(2));
    assertEquals(List.of(Events.window(1), Events.window(2)), told, "in their order");
    dispatcher.acceptFromElsewhere(Events.window(3));
    dispatcher.round();
    assertEquals(3, told.size());
    dispatcher.acceptFromElsewhere(Events.window(4));
    dispatcher.ended();
    assertEquals(4, told.size());
    dispatcher.acceptFromElsewhere(Events.window(5));
    assertEquals(5, told.size());
    assertEquals(0, dispatcher.waiting());
  }

  /**
   * No memory at one call of the clock, a recorder or a listener, whichever it is: who is told next
   * is told, the event is told nobody twice, and what could not be told is counted.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMomentWithoutMemoryLosesOneCallThatIsCounted(boolean onVirkThread) {
    int moments = 0;
    boolean over = false;
    while (!over) {
      AtomicInteger countdown = new AtomicInteger(++moments);
      AtomicInteger struck = new AtomicInteger();
      Runnable step =
          () -> {
            if (countdown.decrementAndGet() == 0) {
              struck.getAndIncrement();
              throw new OutOfMemoryError("a full heap");
            }
          };
      Dispatcher dispatcher =
          new Dispatcher(
              "m",
              log,
              onVirkThread ? Optional.empty() : Optional.of(Thread::new),
              () -> {
                step.run();
                return 0;
              });
      dispatcher.start();
      List<MonitorEvent> recorded = new ArrayList<>();
      List<List<MonitorEvent>> told = List.of(new ArrayList<>(), new ArrayList<>());
      dispatcher.addRecorder(
          event -> {
            step.run();
            recorded.add(event);
          });
      for (List<MonitorEvent> each : told) {
        dispatcher.add(
            event -> {
              step.run();
              each.add(event);
            },
            "l");
      }
      List<MonitorEvent> said = List.of(Events.window(1), Events.window(2), Events.window(3));
      said.forEach(dispatcher);
      assertTrue(dispatcher.stop(LONG));
      over = struck.get() == 0;
      assertEquals(0, dispatcher.waiting());
      long missed = 0;
      for (List<MonitorEvent> heard : List.of(recorded, told.get(0), told.get(1))) {
        missed += said.size() - heard.size();
        assertEquals(said.stream().filter(heard::contains).toList(), heard, "once, in order");
      }
      assertEquals(missed, dispatcher.failures());
      assertTrue(missed <= struck.get(), missed + " calls were lost at moment " + moments);
    }
    assertEquals(1 + 3 * 3 * 2, moments, "3 events, 3 who are told, and the clock before each");
  }

  @Test
  void whatOtherThreadsSayIsBoundedAndCounted() {
    Dispatcher dispatcher = onVirkThread(2);
    List<MonitorEvent> told = new ArrayList<>();
    dispatcher.add(told::add, "l");
    for (int i = 1; i <= 5; i++) {
      dispatcher.acceptFromElsewhere(Events.opened(i));
    }
    assertEquals(2, dispatcher.waiting());
    assertEquals(3, dispatcher.othersDropped());
    dispatcher.round();
    assertEquals(
        List.of(new EventsDropped("m", 0, 3, 2), Events.opened(4), Events.opened(5)), told);
  }

  /** VIRK's thread goes its last round just before another one has handed over what it says. */
  @Test
  void whatIsSaidWhileVirkThreadEndsIsTold() {
    Dispatcher dispatcher = onVirkThread(Dispatcher.CAPACITY);
    List<MonitorEvent> told = new ArrayList<>();
    dispatcher.add(told::add, "l");
    dispatcher.addRecorder(event -> dispatcher.ended());
    dispatcher.acceptFromElsewhere(Events.window(1));
    assertEquals(List.of(Events.window(1)), told);
  }

  @Test
  void atTheEndAListenerIsCalledByOneThreadAtATime() throws InterruptedException {
    Dispatcher dispatcher = onVirkThread(Dispatcher.CAPACITY);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<MonitorEvent> told = new ArrayList<>();
    dispatcher.add(
        event -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          inside.countDown();
          await(release);
          told.add(event);
          atOnce.getAndDecrement();
        },
        "l");
    dispatcher.acceptFromElsewhere(Events.window(1));
    Thread virk = new Thread(dispatcher::ended);
    virk.start();
    await(inside);
    Thread writer = new Thread(() -> dispatcher.acceptFromElsewhere(Events.window(2)));
    writer.start();
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    release.countDown();
    virk.join();
    writer.join();
    assertEquals(1, most.get());
    assertEquals(List.of(Events.window(1), Events.window(2)), told);
  }

  @Test
  void aFactoryThatMakesOneThreadAloneMakesListenersWait() {
    for (int kind = 0; kind < 2; kind++) {
      boolean none = kind == 0;
      Dispatcher dispatcher =
          new Dispatcher(
              "m",
              log,
              Optional.of(
                  task -> {
                    if (none) {
                      return null;
                    }
                    throw new IllegalStateException("one thread alone");
                  }),
              nanos::get);
      dispatcher.start();
      List<MonitorEvent> told = new ArrayList<>();
      dispatcher.add(told::add, "l");
      dispatcher.accept(Events.window(1));
      assertEquals(List.of(Events.window(1)), told);
      assertTrue(dispatcher.stop(LONG));
    }
    assertEquals(
        2,
        log.entries().stream()
            .filter(l -> l.startsWith("WARN m: no thread for listeners, so they are called on"))
            .count());
  }

  @Test
  void noThreadIsMadeBeforeThereIsAListener() {
    AtomicInteger made = new AtomicInteger();
    Dispatcher dispatcher =
        new Dispatcher(
            "m",
            log,
            Optional.of(
                task -> {
                  made.getAndIncrement();
                  return new Thread(task);
                }),
            nanos::get);
    dispatcher.start();
    dispatcher.accept(Events.window(1));
    assertEquals(0, made.get());
    assertEquals(0, dispatcher.waiting());
    List<MonitorEvent> told = new ArrayList<>();
    Runnable registration = dispatcher.add(told::add, "l");
    dispatcher.add(event -> {}, "another");
    dispatcher.accept(Events.window(2));
    assertEquals(1, made.get());
    registration.run();
    registration.run();
    assertTrue(dispatcher.stop(LONG));
  }
}
