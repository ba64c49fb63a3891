package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.engine.Recorder;
import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.fleet.internal.SummaryOutlet;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummarizerTest {
  private static final SummaryScheme SCHEME = SummaryScheme.of(Baselines.ofVectors());
  private static final long MINUTE = 60_000;
  private final SimulatedFleet.Values values = new SimulatedFleet.Values(SCHEME.of().schema());
  private final Summarizer summarizer =
      new Summarizer(SCHEME, "line", Duration.ofMinutes(1), List.of("site"));

  private void observe(Summarizer into, String camera, long millis) {
    Observation tags = Observation.builder().tag("site", "B").predictedClass(0).build();
    values.millis = millis;
    into.observed(tags, values, new Slice("camera", camera));
  }

  @Test
  void aPeriodIsClosedWhenItIsOver() {
    observe(summarizer, "a", 10);
    observe(summarizer, "b", MINUTE - 1);
    observe(summarizer, "a", MINUTE);
    assertEquals(List.of(), summarizer.advance(MINUTE - 1));
    List<SliceSummary> closed = summarizer.advance(MINUTE);
    assertEquals(List.of("a", "b"), closed.stream().map(s -> s.slice().value()).toList());
    assertEquals(Map.of("site", "B"), closed.get(0).groups());
    assertEquals(new SummaryId("line", new Slice("camera", "a"), 0, 0), closed.get(0).id());
    assertEquals(1, summarizer.openSummaries());
    assertEquals(MINUTE, summarizer.close().get(0).id().periodMillis());
  }

  /** Each lot is another part, so that none of them passes for one that came twice. */
  @Test
  void whatComesLateIsAnotherPart() {
    observe(summarizer, "a", 10);
    summarizer.advance(MINUTE);
    observe(summarizer, "a", 20);
    observe(summarizer, "a", 30);
    SliceSummary late = summarizer.advance(MINUTE).get(0);
    assertEquals(1, late.id().part());
    assertEquals(2, late.summary().observations());
    observe(summarizer, "a", 40);
    assertEquals(2, summarizer.advance(2 * MINUTE).get(0).id().part());
  }

  @Test
  void ifNobodyAdvancesWhatIsTooMuchIsCounted() {
    Summarizer few = new Summarizer(SCHEME, "line", Duration.ofMinutes(1), List.of(), 3);
    for (int minute = 0; minute < 5; minute++) {
      observe(few, "a", MINUTE * minute);
      observe(few, "a", MINUTE * minute + 1);
    }
    assertEquals(3, few.openSummaries());
    assertEquals(4, few.withoutRoom());
    assertEquals(3, few.advance(10 * MINUTE).size());
    observe(few, "a", 10 * MINUTE);
    assertEquals(4, few.withoutRoom());
  }

  /** A monitor whose slices are as many as its observations. */
  @Test
  void whatIsInNoSummaryIsSaid() {
    List<Failed> said = new ArrayList<>();
    Summarizer few = new Summarizer(SCHEME, "line", Duration.ofMinutes(1), List.of(), 3);
    SummaryOutlet outlet =
        new SummaryOutlet(
            Summaries.to(summaries -> {}),
            few,
            new Failures("line", event -> said.add((Failed) event)),
            Optional.empty(),
            InstantSource.system(),
            () -> 0);
    Recorder recorder = outlet.recorder(Recorder.NONE);
    Observation of = Observation.builder().predictedClass(0).build();
    for (int i = 0; i < 7; i++) {
      recorder.observed(of, values, new Slice("id", "i" + i));
    }
    assertEquals(List.of(1L, 2L, 4L), said.stream().map(Failed::count).toList());
    assertTrue(said.get(0).what().startsWith("an observation of id=i3 is in no summary"));
  }

  @Test
  void goesOnFromItsState() {
    for (int i = 0; i < 20; i++) {
      observe(summarizer, "a", 1000L * i);
    }
    Summarizer other = new Summarizer(SCHEME, "line", Duration.ofMinutes(1), List.of("site"));
    other.restore(summarizer.state());
    assertArrayEquals(summarizer.state(), other.state());
    for (Summarizer each : List.of(summarizer, other)) {
      observe(each, "a", 30_000);
      observe(each, "c", 30_000);
    }
    assertEquals(summarizer.advance(MINUTE), other.advance(MINUTE));
    byte[] state = summarizer.state();
    state[state.length - 1]++;
    assertThrows(IllegalArgumentException.class, () -> other.restore(state));
  }
}
