package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
  private final Courier courier = new Courier(this::doNext);

  private boolean doNext() {
    Runnable next = waiting.poll();
    if (next != null) {
      next.run();
    }
    return next != null;
  }

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

  private static void untilItSleeps(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void itSleepsUntilItIsWoken() throws Exception {
    List<Thread> made = new ArrayList<>();
    courier.start(
        task -> {
          made.add(new Thread(task));
          return made.get(0);
        });
    for (int i = 0; i < 3; i++) {
      untilItSleeps(made.get(0));
      CountDownLatch done = new CountDownLatch(1);
      bring(done::countDown);
      done.await();
    }
    assertTrue(courier.stop(LONG));
  }

  /** Whoever brings something before the start has returned wakes the thread, too. */
  @Test
  void whatIsBroughtWhileItStartsIsDone() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    courier.start(
        task ->
            new Thread(task) {
              @Override
              public void start() {
                super.start();
                untilItSleeps(this);
                bring(done::countDown);
              }
            });
    done.await();
    assertTrue(courier.stop(LONG));
  }

  /** Whichever call of its work it is: each thing is done once, in its order. */
  @Test
  void whatCouldNotBeTakenIsTakenLater() {
    for (int n = 1; n <= 6; n++) {
      int failing = n;
      AtomicInteger calls = new AtomicInteger();
      Queue<Integer> left = new ConcurrentLinkedQueue<>(List.of(1, 2, 3));
      List<Integer> done = new ArrayList<>();
      Courier hungry =
          new Courier(
              () -> {
                int call = calls.incrementAndGet();
                if (call == failing || call == failing + 1) {
                  throw new OutOfMemoryError("before it is taken");
                }
                Integer next = left.poll();
                return next != null && done.add(next);
              });
      hungry.start(Thread::new);
      assertTrue(hungry.stop(LONG));
      assertEquals(List.of(1, 2, 3), done, "call " + n);
    }
  }

  @Test
  void aFactoryThatMakesNoThreadIsNamed() {
    assertEquals(
        "threadFactory: null (expected: a thread)",
        assertThrows(IllegalStateException.class, () -> courier.start(task -> null)).getMessage());
    assertFalse(courier.isStarted());
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
