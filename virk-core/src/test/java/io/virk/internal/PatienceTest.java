package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void anInterruptIsNoTimeoutAndIsKept() {
    List<Long> limits = new ArrayList<>();
    Thread.currentThread().interrupt();
    boolean came =
        Patience.await(
            Duration.ofMinutes(5),
            nanos -> {
              limits.add(nanos);
              if (limits.size() < 3) {
                throw new InterruptedException();
              }
              return true;
            });
    assertTrue(Thread.interrupted());
    assertTrue(came);
    assertEquals(3, limits.size());
    assertTrue(limits.get(2) <= limits.get(0) && limits.get(0) <= 300_000_000_000L, "" + limits);
  }

  @Test
  void theLimitHolds() {
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    boolean came =
        Patience.await(Duration.ofMillis(1), nanos -> never.await(nanos, TimeUnit.NANOSECONDS));
    assertTrue(Thread.interrupted());
    assertFalse(came);
    assertTrue(Patience.await(Duration.ZERO, nanos -> nanos == 0));
    assertFalse(Thread.interrupted());
  }
}
