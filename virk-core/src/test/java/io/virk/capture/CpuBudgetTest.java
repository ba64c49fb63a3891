package io.virk.capture;

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
      assertEquals(0, budget.spend(now, now + 9_000_000));
      now += 100_000_000;
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
        now += work + budget.spend(now, now + work);
        budget.rested();
      }
      assertEquals(share, worked / (double) (now - begin), 0.02 * share + 0.01);
    }
  }

  @Test
  void aLongRoundIsPaidBackAndIdleTimeIsNotHoarded() {
    CpuBudget budget = new CpuBudget(0.1);
    // an allowance of 0.1 s, grown by 0.1 x 1 s but never above 0.1 s, less 1 s of work: 9 s of
    // rest
    assertEquals(9 * SECOND, budget.spend(0, SECOND), 1000);
    assertTrue(budget.isExceeded());
    budget.rested();
    assertFalse(budget.isExceeded());
    CpuBudget idle = new CpuBudget(0.1);
    idle.spend(0, 1);
    assertTrue(idle.spend(3600 * SECOND, 3601 * SECOND) > 8 * SECOND);
  }

  @Test
  void aWholeCoreNeverRests() {
    CpuBudget budget = new CpuBudget(1);
    assertEquals(0, budget.spend(0, 1000 * SECOND));
    assertFalse(budget.isExceeded());
  }
}
