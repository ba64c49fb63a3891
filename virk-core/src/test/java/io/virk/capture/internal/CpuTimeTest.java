package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
  private final AtomicLong cpu = new AtomicLong(100);
  private final AtomicLong wall = new AtomicLong(1_000_000);

  @Test
  void itIsTheThreadsTimeAndNotTheTimeThatPasses() {
    CpuTime time = new CpuTime(cpu::get, wall::get);
    long begin = time.begin();
    cpu.addAndGet(7);
    wall.addAndGet(3_000_000_000L);
    assertEquals(7, time.since(begin));
    assertTrue(time.isCpu());
  }

  @Test
  void whereTheJvmDoesNotMeasureItIsTheTimeThatPasses() {
    for (CpuTime time :
        new CpuTime[] {
          new CpuTime(() -> -1, wall::get),
          new CpuTime(
              () -> {
                throw new UnsupportedOperationException("a virtual thread");
              },
              wall::get)
        }) {
      long begin = time.begin();
      wall.addAndGet(5);
      assertEquals(5, time.since(begin));
      assertFalse(time.isCpu());
    }
  }

  @Test
  void workDuringWhichTheJvmStopsMeasuringIsForgiven() {
    CpuTime time = new CpuTime(cpu::get, wall::get);
    long begin = time.begin();
    cpu.set(-1);
    assertEquals(0, time.since(begin));
    begin = time.begin();
    wall.addAndGet(5);
    assertEquals(5, time.since(begin));
  }

  @Test
  void clocksThatThrowCostNothing() {
    CpuTime time =
        new CpuTime(
            () -> -1,
            () -> {
              throw new IllegalStateException("no clock");
            });
    assertEquals(0, time.since(time.begin()));
  }

  @Test
  void thisJvmMeasuresThreads() {
    CpuTime time = CpuTime.ofThreads(System::nanoTime);
    long begin = time.begin();
    double sum = 0;
    while (time.since(begin) < 1_000_000) {
      sum += Math.sqrt(sum + 1);
    }
    assertTrue(time.isCpu());
    assertTrue(sum > 0);
  }
}
