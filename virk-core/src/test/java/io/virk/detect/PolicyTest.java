package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.engine.AlarmBudget;
import java.time.Duration;
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
    rejected("silence: 0 (expected: 1 .. 1000000)", () -> new EmissionPolicy(2, 3, 2, 0, 16));
    rejected("reopening: -1 (expected: 0 .. 1000000)", () -> new EmissionPolicy(2, 3, 2, 10, -1));
    assertEquals(new EmissionPolicy(2, 3, 2, 10, 16), EmissionPolicy.DEFAULT);
  }

  @Test
  void theShareOfAWindowIsDividedAmongItsTests() {
    assertEquals(1e-3, FalseAlarms.driftProbability(1e-3, 1), 1e-15);
    assertEquals(1e-4, FalseAlarms.driftProbability(1e-3, 10), 1e-15);
    assertEquals(5e-3, FalseAlarms.warningProbability(1e-3, 10), 1e-15);
    assertEquals(5e-3, FalseAlarms.warningProbability(1e-2, 10), 1e-15, "one window in 20");
    assertEquals(5e-5, FalseAlarms.warningProbability(1e-5, 10), 1e-15);
    assertEquals(0.02, FalseAlarms.warningProbability(0.2, 10), 1e-15, "no less than a drift");
    assertEquals(FalseAlarms.oncePerWindows(1000), FalseAlarms.DEFAULT);
    for (double share : new double[] {1, 0.05, 1e-3, 1e-12}) {
      for (int tests : new int[] {0, 1, 16, 10_000}) {
        assertTrue(FalseAlarms.driftProbability(share, tests) > 0);
        assertTrue(
            FalseAlarms.driftProbability(share, tests)
                <= FalseAlarms.warningProbability(share, tests));
        assertTrue(FalseAlarms.warningProbability(share, tests) <= 0.05);
      }
    }
  }

  @Test
  void anAllowanceIsChecked() {
    rejected("windows: 19 (expected: >= 20)", () -> FalseAlarms.oncePerWindows(19));
    rejected("observations: 199 (expected: >= 200)", () -> FalseAlarms.oncePerObservations(199));
    rejected(
        "milliseconds: 999 (expected: >= 1000)", () -> FalseAlarms.oncePer(Duration.ofMillis(999)));
    rejected("balance: -1.0 (expected: >= 0)", () -> new AlarmBudget.State(0, 0, 0, -1, 0));
    rejected("meanStep: NaN (expected: >= 0)", () -> new AlarmBudget.State(0, 0, Double.NaN, 0, 0));
    rejected("windows: -1 (expected: >= 0)", () -> new AlarmBudget.State(-1, 0, 0, 0, 0));
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
