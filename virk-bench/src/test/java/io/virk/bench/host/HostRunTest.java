package io.virk.bench.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostRunTest {
  private static HostOptions options(Scenario... scenarios) {
    return new HostOptions(
        0.001, 2, 0.5, 20, 300, 16, 96, 8, false, EnumSet.copyOf(List.of(scenarios)));
  }

  @Test
  @Tag("slow")
  @Tag("once")
  void aHostRunsInEveryScenarioAndEachObservationIsTakenOrCounted() throws IOException {
    List<String> lines = new ArrayList<>();
    HostRun.Result result = HostRun.run(new DrawnModel(), options(Scenario.values()), lines::add);
    assertEquals(List.of(), result.failed());
    assertEquals(2 * Scenario.values().length, result.rows().size());
    assertEquals(result.rows().size(), lines.size());
    for (HostRow row : result.rows()) {
      assertEquals(2, row.pairs(), row.scenario());
      assertTrue(row.with().inferences() > 0 && row.without().inferences() > 0, row.scenario());
      assertTrue(row.with().percentiles().get("50") <= row.with().percentiles().get("100"));
      HostRow.Watched watched = row.watched();
      if (!row.scenario().matches("no-virk|sampling-(0|0-1|1|10)")) { // all are sampled
        assertEquals(row.with().inferences(), watched.sampled(), row.scenario());
      }
      if (row.perSecond() > 0) { // the schedule says how many arrive, however slow the host is
        assertEquals(row.without().inferences(), row.with().inferences(), row.scenario());
      }
    }
    HostRow none = row(result, Scenario.NO_VIRK);
    assertEquals(0, none.watched().sampled());
    assertEquals(0, none.watched().threadShare());
    assertEquals(0, row(result, Scenario.SAMPLING_0).watched().sampled());
    HostRow stopped = row(result, Scenario.STOPPED_THREAD);
    assertTrue(stopped.watched().droppedInAll() > 0, stopped.toString());
    assertTrue(
        row(result, Scenario.THROWING_LISTENER).watched().listenerFailures() > 0,
        result.toString());
  }

  private static HostRow row(HostRun.Result result, Scenario scenario) {
    return result.rows().stream()
        .filter(r -> r.scenario().equals(scenario.word()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void arrivalsAreOfAPoissonProcessAndTheSameForTheSameSeed() {
    HostLoad.Task task = new HostLoad.Task(Scenario.NO_VIRK, 1000, 20_000, 7);
    long[] due = HostLoad.arrivals(task);
    assertEquals(20_000, due.length);
    double mean = (due[due.length - 1] - due[0]) / (due.length - 1.0);
    assertEquals(1e6, mean, 0.03e6); // 1 ms, of which the standard error is 1/141
    double squares = 0;
    for (int i = 1; i < due.length; i++) {
      squares += Math.pow(due[i] - due[i - 1] - mean, 2);
    }
    assertEquals(1e6, Math.sqrt(squares / (due.length - 2)), 0.05e6); // exponential: the same
    assertArrayEquals(due, HostLoad.arrivals(task));
  }
}
