package io.virk.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.ContextFound;
import io.virk.event.WindowJudged;
import io.virk.report.MonitorRun.Judged;
import io.virk.report.MonitorRun.Told;
import io.virk.scenes.Events;
import io.virk.scenes.Results;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunLogTest {
  private final RunLog log = new RunLog();

  private void window(int number, Verdict verdict) {
    DetectionResult result =
        Results.of(
            Slice.ALL,
            "energy",
            "mean-shift",
            verdict,
            1,
            2,
            0.5,
            Results.bounds(number, number, number, number));
    log.accept(new WindowJudged("m", Slice.ALL, List.of(result), Optional.empty(), true));
  }

  @Test
  void itCountsWindowsByTimeInFewSpansHoweverLongTheyGo() {
    for (int i = 0; i < 5000; i++) {
      window(1000 * i, i % 10 == 0 ? Verdict.DRIFT : Verdict.NORMAL);
    }
    MonitorRun run = log.run("");
    assertTrue(run.windows().size() <= 120, "spans: " + run.windows().size());
    assertEquals(5000, run.windows().stream().mapToLong(Judged::all).sum());
    assertEquals(500, run.windows().stream().mapToLong(Judged::drifts).sum());
    Judged last = null;
    for (Judged span : run.windows()) {
      assertTrue(last == null || last.fromMillis() + last.millis() <= span.fromMillis());
      last = span;
    }
  }

  @Test
  void whatSaysWhenItWasIsToldOfThatTime() {
    log.accept(Events.failed("early"));
    log.accept(new ContextFound("m", "product", "c", 7, 60_000));
    window(90_000, Verdict.NORMAL);
    log.accept(Events.failed("late"));
    MonitorRun run = log.run("");
    assertEquals(
        List.of(0L, 60_000L, 90_000L), run.told().stream().map(Told::epochMillis).toList());
    String html = Report.of(run).html();
    assertTrue(html.contains("<time>at the start</time>"), html);
    assertTrue(html.contains("product=c is new; the baseline does not know it"), html);
  }

  @Test
  void whatIsToldIsBoundedAndWhatIsLeftOutIsCounted() {
    for (int i = 1; i <= 600; i++) {
      log.accept(i % 2 == 1 ? Events.opened(i) : Events.closed(i));
    }
    MonitorRun run = log.run("status");
    assertEquals(400, run.told().size());
    assertEquals(200, run.leftOut());
    assertEquals(Told.Kind.OPENED, run.told().get(0).kind());
    assertEquals("status", run.status());
    assertTrue(Report.of(run).html().contains("Drifts told: 300"));
    assertTrue(Report.of(run).html().contains("200 more in between found no room"));
  }
}
