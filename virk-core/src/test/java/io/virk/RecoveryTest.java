package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.event.DriftClosed;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How soon a drift closes when its fault is over, wherever in a window that is. */
class RecoveryTest {
  private static final int WINDOW = 16;

  private final EventLog log = new EventLog();

  private void run(int embedded, boolean sliced, int over) {
    MonitorBuilder builder =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .embeddedSlices(embedded)
            .listener(log)
            .clock(Baselines.CLOCK)
            .polled();
    try (Monitor monitor = (sliced ? builder.sliceBy("camera") : builder).start()) {
      for (int i = 0; i < over + 8 * WINDOW; i++) {
        boolean moved = i >= 10 * WINDOW && i < over;
        observe(monitor, Baselines.vector(71, i, moved ? 4 : 0), "cam-0");
        for (int other = 1; sliced && other < 4; other++) {
          observe(monitor, Baselines.vector(71 + other, i, 0), "cam-" + other);
        }
      }
    }
  }

  private static void observe(Monitor monitor, Observation o, String camera) {
    monitor.capture().embedding(o.embedding()).logits(o.logits()).tag("camera", camera).commit();
    monitor.poll(1);
  }

  /** Tumbling windows alone took up to half as long again. */
  @ParameterizedTest
  @CsvSource({"8, false", "8, true", "0, true"})
  void aDriftClosesWithinTwoWindowsOfTheFaultsEnd(int embedded, boolean sliced) {
    int each = sliced ? 4 : 1;
    List<Long> after = new ArrayList<>();
    for (int phase = 0; phase < WINDOW; phase += 3) {
      int over = 20 * WINDOW + phase;
      log.closed.clear();
      log.opened.clear();
      log.windows.clear();
      run(embedded, sliced, over);
      assertEquals(1, log.opened.size());
      assertEquals(1, log.closed.size());
      DriftClosed closed = log.closed.get(0);
      after.add(closed.drift().closing().orElseThrow().at().sequence() / each + 1 - over);
      // nothing but the end is told more often
      long opened = log.opened.get(0).drift().opened().sequence();
      long whole =
          log.windows.stream()
              .filter(w -> w.slice().equals(closed.drift().slices().first()))
              .filter(w -> bounds(w)[1] > opened && bounds(w)[0] / each < over)
              .count();
      assertEquals((over - opened / each - 1 + WINDOW - 1) / WINDOW, whole);
    }
    assertTrue(after.stream().allMatch(n -> n > WINDOW && n <= 2 * WINDOW), () -> "" + after);
  }

  private static long[] bounds(WindowJudged window) {
    var bounds = window.results().get(0).sample().bounds();
    return new long[] {bounds.first().sequence(), bounds.last().sequence()};
  }
}
