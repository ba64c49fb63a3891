package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

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
    Logger full =
        (Logger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> {
                  throw new OutOfMemoryError("of a test");
                });
    GuardedListeners<Runnable> listeners = new GuardedListeners<>(full, "m", () -> 0);
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
