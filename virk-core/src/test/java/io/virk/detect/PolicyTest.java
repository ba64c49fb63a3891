package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PolicyTest {
  private static void rejected(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void emissionPolicyIsChecked() {
    rejected("required: 0 (expected: >= 1)", () -> new EmissionPolicy(0, 1, 1));
    rejected("among: 1 (expected: 2 .. 64)", () -> new EmissionPolicy(2, 1, 1));
    rejected("among: 65 (expected: 2 .. 64)", () -> new EmissionPolicy(2, 65, 1));
    rejected("recovery: 0 (expected: >= 1)", () -> new EmissionPolicy(2, 3, 0));
    assertEquals(new EmissionPolicy(2, 3, 2), EmissionPolicy.DEFAULT);
  }

  @Test
  void theAllowanceIsSharedAmongTests() {
    FalseAlarms alarms = FalseAlarms.oncePerWindows(1000);
    assertEquals(1e-3, alarms.driftProbability(1), 1e-15);
    assertEquals(1e-4, alarms.driftProbability(10), 1e-15);
    assertEquals(5e-3, alarms.warningProbability(10), 1e-15);
    assertEquals(alarms, FalseAlarms.DEFAULT);
    rejected("windows: 19 (expected: >= 20)", () -> FalseAlarms.oncePerWindows(19));
    for (long windows : new long[] {20, 1000, Long.MAX_VALUE}) {
      for (int tests : new int[] {0, 1, 16, 10_000}) {
        FalseAlarms a = FalseAlarms.oncePerWindows(windows);
        assertTrue(a.driftProbability(tests) > 0);
        assertTrue(a.driftProbability(tests) <= a.warningProbability(tests));
        assertTrue(a.warningProbability(tests) <= 0.05);
      }
    }
  }

  @Test
  void slicesAreOrderedWithAllFirst() {
    Slice camera = new Slice("camera", "1");
    assertTrue(Slice.ALL.compareTo(camera) < 0);
    assertTrue(camera.compareTo(new Slice("camera", "2")) < 0);
    assertEquals("all", Slice.ALL.toString());
    assertEquals("camera=1", camera.toString());
    assertTrue(Slice.ALL.isAll() && !camera.isAll());
    assertTrue(!new Slice("camera", "").isAll());
  }
}
