package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardedListenersTest {
  @Test
  void aListenersExceptionForgesNoLineAndTheNextIsStillCalled() {
    RecordingLogger log = new RecordingLogger();
    GuardedListeners<Runnable> listeners = new GuardedListeners<>(log, "m", () -> 0);
    AtomicInteger called = new AtomicInteger();
    listeners.add(
        () -> {
          throw new IllegalStateException("no\n12:00 WARN forged \u001B[2J");
        },
        "one");
    listeners.add(called::getAndIncrement, "two");
    listeners.tell(Runnable::run);
    listeners.tell(Runnable::run);
    assertEquals(2, listeners.failures());
    assertEquals(2, called.get());
    assertFalse(String.join("", log.entries()).contains("\u001B"));
    assertEquals(0, log.lines().stream().filter(l -> l.startsWith("12:00")).count());
  }

  @Test
  void aLogThatThrowsKeepsNoListenerFromBeingCalled() {
    GuardedListeners<Runnable> listeners =
        new GuardedListeners<>(RecordingLogger.failing(), "m", () -> 0);
    AtomicInteger called = new AtomicInteger();
    listeners.add(
        () -> {
          throw new IllegalStateException();
        },
        "one");
    listeners.add(called::getAndIncrement, "two");
    listeners.tell(Runnable::run);
    listeners.tell(Runnable::run);
    assertEquals(2, listeners.failures());
    assertEquals(2, called.get());
  }
}
