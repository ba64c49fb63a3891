package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CourierTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Courier courier = new Courier(waiting::poll);

  private void bring(Runnable task) {
    waiting.add(task);
    courier.wake();
  }

  @Test
  void everythingThatIsBroughtIsDoneOnceWhoeverBringsItAndWheneverItEnds() throws Exception {
    AtomicInteger done = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    courier.start(Thread::new);
    List<Thread> bringers = new ArrayList<>();
    CountDownLatch half = new CountDownLatch(2_000);
    for (int t = 0; t < 4; t++) {
      Thread bringer =
          new Thread(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  bring(
                      () -> {
                        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        done.getAndIncrement();
                        atOnce.getAndDecrement();
                      });
                  half.countDown();
                }
              });
      bringers.add(bringer);
      bringer.start();
    }
    half.await();
    assertTrue(courier.stop(LONG));
    for (Thread bringer : bringers) {
      bringer.join();
    }
    assertEquals(4_000, done.get());
    assertEquals(1, most.get(), "one thing at a time");
    assertEquals(0, waiting.size());
  }

  @Test
  void aStopIsHeardThoughTheThreadWasWaitingElsewhere() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    courier.start(Thread::new);
    bring(
        () -> {
          inside.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    inside.await();
    assertFalse(courier.stop(Duration.ofMillis(1)));
    release.countDown();
    assertTrue(courier.stop(LONG));
  }

  @Test
  void itMayStopItself() {
    List<Boolean> stopped = new ArrayList<>();
    courier.start(Thread::new);
    bring(() -> stopped.add(courier.isCurrent() && courier.stop(LONG)));
    assertTrue(courier.stop(LONG));
    assertEquals(List.of(false), stopped);
  }

  @Test
  void whatThrowsDoesNotEndIt() {
    AtomicInteger done = new AtomicInteger();
    courier.start(Thread::new);
    bring(
        () -> {
          throw new OutOfMemoryError("task");
        });
    bring(done::getAndIncrement);
    assertTrue(courier.stop(LONG));
    assertEquals(1, done.get());
  }
}
