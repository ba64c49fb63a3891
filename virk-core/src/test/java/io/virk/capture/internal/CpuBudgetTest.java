package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CpuBudgetTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void workWithinTheShareNeverRests() {
    CpuBudget budget = new CpuBudget(0.1);
    long now = 0;
    for (int i = 0; i < 1000; i++) {
      now += 100_000_000;
      assertEquals(0, budget.spend(9_000_000, now));
    }
    assertFalse(budget.isExceeded());
  }

  @Test
  void steadyWorkIsHeldToTheShareInTheLongRun() {
    SplittableRandom random = new SplittableRandom(1);
    for (double share : new double[] {0.05, 0.1, 0.5, 0.9}) {
      CpuBudget budget = new CpuBudget(share);
      long now = Long.MAX_VALUE - 10 * SECOND; // the clock overflows on the way
      long begin = now;
      long worked = 0;
      while (now - begin < 100 * SECOND) {
        long work = 1 + random.nextInt(3_000_000);
        worked += work;
        now += work;
        now += budget.spend(work, now);
        budget.rested();
      }
      assertEquals(share, worked / (double) (now - begin), 0.02 * share + 0.01);
    }
  }

  /** A core that is lost to others, or a lock that is waited for, is time but no work. */
  @Test
  void timeThatPassesIsNotPaidFor() {
    CpuBudget budget = new CpuBudget(0.1);
    assertEquals(0, budget.spend(50_000_000, 3 * SECOND));
    assertEquals(0, budget.spend(50_000_000, 6 * SECOND));
    assertFalse(budget.isExceeded());
  }

  /** Three seconds of a checkpoint once silenced the thread for 29. */
  @Test
  void aLongRoundIsPaidBackForFiveSecondsAtMostAndIdleTimeIsNotHoarded() {
    CpuBudget budget = new CpuBudget(0.1);
    // an allowance of 0.1 s less 0.4 s of work: 3 s of rest
    assertEquals(3 * SECOND, budget.spend(400_000_000, SECOND), 1000);
    assertTrue(budget.isExceeded());
    budget.rested();
    assertFalse(budget.isExceeded());
    assertEquals(5 * SECOND, budget.spend(3 * SECOND, 4 * SECOND), 1000);
    assertEquals(5 * SECOND, budget.spend(1000 * SECOND, 9 * SECOND), 1000);
    assertEquals(0, budget.spend(1000, 14 * SECOND + 1000_000));
    CpuBudget idle = new CpuBudget(0.1);
    idle.spend(1, 0);
    assertEquals(SECOND, idle.spend(200_000_000, 3600 * SECOND), 1000);
  }

  @Test
  void aWholeCoreNeverRests() {
    CpuBudget budget = new CpuBudget(1);
    assertEquals(0, budget.spend(1000 * SECOND, 1000 * SECOND));
    assertFalse(budget.isExceeded());
  }
}
