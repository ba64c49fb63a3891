package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.event.Failed;
import io.virk.fleet.SliceSummary;
import io.virk.fleet.Summaries;
import io.virk.fleet.Summary;
import io.virk.fleet.SummaryId;
import io.virk.fleet.SummaryScheme;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a monitor hands on for a fleet; an observation a second, of two cameras in turn. */
class MonitorSummariesTest {

  @TempDir private Path folder;

  private final Baseline baseline = Baselines.ofVectors();
  private final List<SliceSummary> taken = new ArrayList<>();
  private boolean down;
  private long nanos;

  private MonitorBuilder builder() {
    return Monitor.builder(baseline)
        .name("line")
        .sampler(Sampler.fraction(1))
        .sliceBy("camera")
        .fitAccepted()
        .nanoClock(() -> nanos)
        .summaries(Summaries.to(this::take).groups("site"))
        .polled();
  }

  private void take(List<SliceSummary> some) throws IOException {
    if (down) {
      throw new IOException("away");
    }
    taken.addAll(some);
  }

  private static void observe(Monitor monitor, int from, int to) {
    for (int i = from; i < to; i++) {
      Observation o = Baselines.vector(9, i, 0);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .time(o.epochMillis())
          .tag("camera", "cam-" + i % 2)
          .tag("site", "B")
          .commit();
      monitor.poll(1);
    }
  }

  /** By slice, of the summaries that are told apart by their ids. */
  private Map<Slice, Summary> merged() {
    Map<Slice, Summary> all = new TreeMap<>();
    HashSet<SummaryId> seen = new HashSet<>();
    for (SliceSummary of : taken) {
      if (seen.add(of.id())) {
        all.merge(of.slice(), of.summary(), Summary::merge);
      }
    }
    return all;
  }

  @Test
  void eachSliceAndMinuteIsHandedOn() {
    try (Monitor monitor = builder().start()) {
      observe(monitor, 0, 130);
      assertEquals(4, taken.size());
      assertEquals(Map.of("site", "B"), taken.get(0).groups());
      assertEquals("line", taken.get(0).id().monitor());
    }
    assertEquals(6, taken.size());
    SummaryScheme scheme = SummaryScheme.of(baseline);
    Summary all = merged().values().stream().reduce(Summary.empty(), Summary::merge);
    assertEquals(130, all.observations());
    assertEquals(65, merged().get(new Slice("camera", "cam-1")).observations());
    long windows = 0;
    for (io.virk.detect.Verdict verdict : io.virk.detect.Verdict.values()) {
      windows += scheme.windows(all, "energy", verdict);
    }
    assertTrue(windows > 0, "windows: " + windows);
    taken.forEach(s -> scheme.check(s.summary()));
  }

  /** A stream that has ended is closed by the clock. */
  @Test
  void silenceClosesAPeriod() {
    try (Monitor monitor = builder().start()) {
      observe(monitor, 0, 10);
      monitor.poll(1);
      assertEquals(0, taken.size());
      nanos = TimeUnit.SECONDS.toNanos(70);
      monitor.poll(1);
      assertEquals(2, taken.size());
    }
  }

  /** What was open and what waited stands in the checkpoint; what comes twice has the same id. */
  @Test
  void aRestartLosesNothing() {
    Path checkpoint = folder.resolve("monitor.checkpoint");
    try (Monitor monitor = builder().start()) {
      observe(monitor, 0, 70); // the first minute has been handed on, but for what may come late
      down = true;
      observe(monitor, 70, 130);
      monitor.checkpoint(checkpoint);
      assertEquals(2, taken.size());
    }
    down = false;
    taken.removeIf(s -> s.id().periodMillis() > 0); // the end of the process that was killed
    nanos = TimeUnit.HOURS.toNanos(1);
    try (Monitor monitor = builder().restore(checkpoint).start()) {
      observe(monitor, 130, 200);
    }
    assertEquals(
        200, merged().values().stream().mapToLong(Summary::observations).sum(), taken::toString);
  }

  /** Else each tick would close what has come since the last one, for years. */
  @Test
  void aClockThatWasAheadForOnceMakesNoPieces() {
    try (Monitor monitor = builder().start()) {
      observe(monitor, 0, 30);
      observe(monitor, 1_000_000_000, 1_000_000_001); // 31 years later
      observe(monitor, 30, 240);
      int pieces = taken.size();
      observe(monitor, 240, 600);
      assertEquals(12, taken.size() - pieces, taken::toString);
    }
    assertEquals(601, merged().values().stream().mapToLong(Summary::observations).sum());
  }

  /** Judges would not believe it, and what comes next would be in pieces. */
  @Test
  void whatLiesAheadOfTheClockIsInNoSummaryAndSaid() {
    EventLog log = new EventLog();
    Instant now = Instant.ofEpochSecond(240);
    try (Monitor monitor = builder().clock(() -> now).listener(log).start()) {
      observe(monitor, 0, 30);
      for (int i = 0; i < 3; i++) {
        observe(monitor, 240 + 3601 + i, 240 + 3602 + i); // an hour and a second
      }
      observe(monitor, 30, 70);
      assertEquals(2, taken.size(), taken::toString);
    }
    assertEquals(70, merged().values().stream().mapToLong(Summary::observations).sum());
    List<Failed> said = log.failures.stream().filter(f -> f.what().contains("ahead")).toList();
    assertEquals(List.of(1L, 2L), said.stream().map(Failed::count).toList(), said::toString);
  }

  /** {@link System#nanoTime} may be negative. */
  @Test
  void anyClockWillDo() {
    nanos = -TimeUnit.HOURS.toNanos(1);
    try (Monitor monitor = builder().start()) {
      observe(monitor, 0, 70);
      assertEquals(2, taken.size());
    }
  }

  @Test
  void aSinkThatIsDownIsToldAndTriedAgain() {
    EventLog log = new EventLog();
    down = true;
    try (Monitor monitor = builder().listener(log).start()) {
      observe(monitor, 0, 70);
      assertEquals(Failed.Part.SUMMARY, log.failures.get(0).part());
      down = false;
      monitor.poll(1);
      assertEquals(0, taken.size(), "it is tried again after a pause");
      nanos = TimeUnit.SECONDS.toNanos(2);
      monitor.poll(1);
      assertEquals(2, taken.size());
    }
    assertFalse(taken.isEmpty());
    assertEquals(70, merged().values().stream().mapToLong(Summary::observations).sum());
  }
}
