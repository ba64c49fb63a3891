package io.virk.metrics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.internal.DrainTrace;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.diagnose.Step;
import io.virk.event.CameraMoved;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.DriftOpened;
import io.virk.event.EventsDropped;
import io.virk.event.IncidentWritten;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamThawed;
import io.virk.event.Triggered;
import io.virk.metrics.Recordings;
import io.virk.scenes.Diagnoses;
import io.virk.scenes.Results;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Registered;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

class JfrFlightEventsTest {
  /** As docs/metrics.md lists them. */
  private static final Set<String> NAMES =
      Set.of(
          "virk.DriftOpened",
          "virk.CauseChanged",
          "virk.DriftClosed",
          "virk.StreamStopped",
          "virk.StreamResumed",
          "virk.StreamFrozen",
          "virk.StreamThawed",
          "virk.CameraMoved",
          "virk.ConceptJudged",
          "virk.ChallengerJudged",
          "virk.Triggered",
          "virk.WatchingBegan",
          "virk.WindowJudged",
          "virk.IncidentWritten",
          "virk.EventsDropped",
          "virk.ObservationsDropped",
          "virk.Drain",
          "virk.Failure");

  private static final Slice CAMERA = new Slice("camera", "cam-7");

  private static DetectionResult result(
      String signal, Verdict verdict, double statistic, double threshold) {
    return Results.of(
        CAMERA,
        signal,
        "mean-shift",
        verdict,
        statistic,
        threshold,
        0.25,
        Results.bounds(100, 131, 5000, 6000));
  }

  private static Drift drift(long closed) {
    return new Drift(
        3,
        new TreeSet<>(List.of(CAMERA)),
        new Onset(false, new Position(88, 3000), new Position(90, 4000), new Position(95, 4500)),
        new Position(131, 6000),
        closed < 0
            ? Optional.empty()
            : Optional.of(new Drift.Closing(new Position(closed, 9000), new TreeSet<>())),
        2,
        List.of(result("sharpness", Verdict.DRIFT, 4, 2)),
        SliceSelection.NONE);
  }

  private static RecordedEvent only(List<RecordedEvent> events) {
    assertEquals(1, events.size(), events.toString());
    return events.get(0);
  }

  @Test
  void theNamesAreThoseThatAreDocumented() {
    FlightEvents.start("names");
    assertEquals(
        NAMES,
        JfrFlightEvents.EVENTS.stream()
            .map(c -> EventType.getEventType(c).getName())
            .collect(Collectors.toSet()));
    assertEquals(
        NAMES,
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .map(EventType::getName)
            .filter(n -> n.startsWith("virk."))
            .collect(Collectors.toSet()));
    for (Class<?> event : JfrFlightEvents.EVENTS) {
      assertEquals(false, event.getAnnotation(Registered.class).value(), event.getName());
      assertEquals(
          List.of("VIRK"),
          EventType.getEventType(event.asSubclass(jdk.jfr.Event.class)).getCategoryNames());
    }
  }

  @Test
  void aStreamThatFreezesIsWritten() {
    List<RecordedEvent> events =
        Recordings.during(
            "frozen",
            () -> {
              FlightEventListener listener = new FlightEventListener(FlightEvents.start("frozen"));
              listener.accept(
                  new StreamFrozen("frozen", CAMERA, new Position(88, 3000), 16, "image"));
              listener.accept(
                  new StreamThawed(
                      "frozen", CAMERA, new Position(200, 9000), 40, Duration.ofSeconds(80)));
            });
    RecordedEvent frozen = only(Recordings.named(events, "virk.StreamFrozen"));
    assertEquals("camera=cam-7", frozen.getString("slice"));
    assertEquals(16, frozen.getLong("observations"));
    assertEquals("image", frozen.getString("source"));
    RecordedEvent thawed = only(Recordings.named(events, "virk.StreamThawed"));
    assertEquals(40, thawed.getLong("observations"));
    assertEquals(Duration.ofSeconds(80), thawed.getDuration("frozen"));
  }

  @Test
  void whatLabelsDecideIsWritten() {
    Step step = new Step("Look.", "you", Duration.ofDays(1));
    List<RecordedEvent> events =
        Recordings.during(
            "decided",
            () -> {
              FlightEventListener listener = new FlightEventListener(FlightEvents.start("decided"));
              listener.accept(
                  new ConceptJudged(
                      "decided", CAMERA, 1, false, true, 90, 0.5, 0.1, "moved", step));
              listener.accept(
                  new ChallengerJudged("decided", "v8", 1, true, 70, 0.1, 0.01, 0.2, "so", step));
            });
    RecordedEvent concept = only(Recordings.named(events, "virk.ConceptJudged"));
    assertEquals("camera=cam-7", concept.getString("slice"));
    assertTrue(concept.getBoolean("conceptShift"));
    assertEquals(90, concept.getLong("labels"));
    RecordedEvent challenger = only(Recordings.named(events, "virk.ChallengerJudged"));
    assertTrue(challenger.getBoolean("promote"));
    assertEquals(0.1, challenger.getDouble("difference"));
  }

  @Test
  void aCameraThatMovesIsWritten() {
    SceneChange scene = new SceneChange(Outcome.MOVED, -12, 0, 0, 0, 0.96, null);
    List<RecordedEvent> events =
        Recordings.during(
            "moves",
            () ->
                new FlightEventListener(FlightEvents.start("moves"))
                    .accept(new CameraMoved("moves", CAMERA, new Position(88, 3000), scene)));
    RecordedEvent moved = only(Recordings.named(events, "virk.CameraMoved"));
    assertEquals("camera=cam-7", moved.getString("slice"));
    assertEquals(88, moved.getLong("observation"));
    assertEquals("MOVED", moved.getString("outcome"));
    assertTrue(moved.getString("words").contains("12.0 % to the left"), moved.toString());
  }

  @Test
  void aTriggerIsRecordedWithItsEvidenceAndStep() {
    Step step = new Step("Label a sample.", "the owner", Duration.ofDays(1), Step.Sureness.LIKELY);
    Triggered triggered =
        new Triggered("looked", Triggered.Why.ACCURACY, CAMERA, 3000, "0.71 of 120", step);
    List<RecordedEvent> events =
        Recordings.during(
            "looked",
            () -> new FlightEventListener(FlightEvents.start("looked")).accept(triggered));
    RecordedEvent event = only(Recordings.named(events, "virk.Triggered"));
    assertEquals("ACCURACY", event.getString("why"));
    assertEquals("camera=cam-7", event.getString("slice"));
    assertEquals("0.71 of 120", event.getString("evidence"));
    assertEquals("Label a sample.", event.getString("action"));
    assertEquals("the owner", event.getString("who"));
  }

  /** Was the most probable cause, though a family was told, or a blank image. */
  @Test
  void theCauseIsTheOneThatIsTold() {
    Fingerprint likely =
        new Fingerprint(
            List.of(new CauseMatch("defocus", "blur", 1, 1, List.of(), true, 0.9)),
            0,
            0.1,
            List.of("sharpness"),
            "");
    List<RecordedEvent> events =
        Recordings.during(
            "causes",
            () -> {
              FlightEventListener told = new FlightEventListener(FlightEvents.start("causes"));
              for (String cause : List.of("", Diagnosis.BLANK)) {
                told.accept(
                    new DriftOpened(
                        "causes", drift(-1), Diagnoses.of(cause, likely, 2), List.of()));
              }
            });
    List<RecordedEvent> opened = Recordings.named(events, "virk.DriftOpened");
    assertNull(opened.get(0).getString("cause"));
    assertEquals(Diagnosis.BLANK, opened.get(1).getString("cause"));
  }

  @Test
  void aDriftIsWrittenWithItsEvidence() {
    List<RecordedEvent> events =
        Recordings.during(
            "drifts",
            () -> {
              FlightEvents flight = FlightEvents.start("drifts");
              flight.driftOpened(
                  drift(-1),
                  "camera cam-7 is blurred",
                  "defocus",
                  new Step("Check the lens.", "camera technician", Duration.ofHours(4)),
                  0);
              flight.driftClosed(drift(200), "camera cam-7 is blurred");
            });
    RecordedEvent opened = only(Recordings.named(events, "virk.DriftOpened"));
    assertEquals(3, opened.getInt("drift"));
    assertEquals("camera=cam-7", opened.getString("slices"));
    assertEquals("camera cam-7 is blurred", opened.getString("headline"));
    assertEquals("defocus", opened.getString("cause"));
    assertEquals("Check the lens.", opened.getString("action"));
    assertEquals("camera technician", opened.getString("who"));
    assertEquals(Duration.ofHours(4), opened.getDuration("lookAgain"));
    assertEquals(90, opened.getLong("onsetObservation"));
    assertEquals(Instant.ofEpochMilli(4000), opened.getInstant("onset"));
    assertEquals(Instant.ofEpochMilli(3000), opened.getInstant("onsetEarliest"));
    assertEquals(Instant.ofEpochMilli(4500), opened.getInstant("onsetLatest"));
    assertFalse(opened.getBoolean("onsetOpen"));
    assertEquals(131, opened.getLong("openedObservation"));
    assertEquals(Instant.ofEpochMilli(6000), opened.getInstant("opened"));
    assertEquals("sharpness", opened.getString("signal"));
    assertEquals("mean-shift", opened.getString("detector"));
    assertEquals(4, opened.getDouble("statistic"));
    assertEquals(2, opened.getDouble("threshold"));
    assertEquals(0.25, opened.getDouble("pValue"));
    assertNull(opened.getStackTrace());
    RecordedEvent closed = only(Recordings.named(events, "virk.DriftClosed"));
    assertEquals(3, closed.getInt("drift"));
    assertEquals("camera=cam-7", closed.getString("slices"));
    assertEquals("camera cam-7 is blurred", closed.getString("headline"));
    assertEquals("RECOVERED", closed.getString("reason"));
    assertEquals(2, closed.getInt("windows"));
    assertEquals(Instant.ofEpochMilli(4000), closed.getInstant("onset"));
    assertEquals(200, closed.getLong("closedObservation"));
    assertEquals(Instant.ofEpochMilli(9000), closed.getInstant("closed"));
  }

  @Test
  void aWindowIsWrittenWithItsStrongestResult() {
    List<RecordedEvent> events =
        Recordings.during(
            "windows",
            () ->
                FlightEvents.start("windows")
                    .windowEvaluated(
                        CAMERA,
                        List.of(
                            result("energy", Verdict.INSUFFICIENT_DATA, Double.NaN, 1),
                            result("noise", Verdict.NORMAL, 9, 10),
                            result("sharpness", Verdict.DRIFT, 4, 2))));
    RecordedEvent window = only(events);
    assertEquals("virk.WindowJudged", window.getEventType().getName());
    assertEquals("camera=cam-7", window.getString("slice"));
    assertEquals("DRIFT", window.getString("verdict"));
    assertEquals(3, window.getInt("detectors"));
    assertEquals("sharpness", window.getString("signal"));
    assertEquals("mean-shift", window.getString("detector"));
    assertEquals(4, window.getDouble("statistic"));
    assertEquals(2, window.getDouble("threshold"));
    assertEquals(0.25, window.getDouble("pValue"));
    assertEquals(32, window.getInt("n"));
    assertEquals(100, window.getLong("firstObservation"));
    assertEquals(131, window.getLong("lastObservation"));
  }

  @Test
  void aWindowWithoutAnyStatisticIsWrittenToo() {
    List<RecordedEvent> events =
        Recordings.during(
            "none",
            () -> {
              FlightEvents flight = FlightEvents.start("none");
              flight.windowEvaluated(
                  CAMERA,
                  List.of(result("energy", Verdict.INSUFFICIENT_DATA, Double.NaN, Double.NaN)));
              flight.windowEvaluated(CAMERA, List.of());
            });
    assertEquals("INSUFFICIENT_DATA", only(events).getString("verdict"));
    assertTrue(Double.isNaN(only(events).getDouble("statistic")));
  }

  @Test
  void dropsAreToldOnceASecondAndAddUp() {
    List<RecordedEvent> events =
        Recordings.during(
            "drops",
            () -> {
              FlightEvents.start("drops");
              AtomicLong now = new AtomicLong(-5);
              FlightEvents flight = new JfrFlightEvents("drops", now::get);
              flight.dropped("NO_SLOT", 0);
              flight.dropped("NO_SLOT", 2);
              flight.dropped("NO_SLOT", 5);
              flight.dropped("CPU_BUDGET", 1);
              now.addAndGet(TimeUnit.SECONDS.toNanos(1));
              flight.dropped("NO_SLOT", 9);
              flight.dropped("CPU_BUDGET", 1);
            });
    assertEquals(
        List.of("NO_SLOT 2 of 2", "CPU_BUDGET 1 of 1", "NO_SLOT 7 of 9"),
        events.stream()
            .map(
                e ->
                    e.getString("reason")
                        + " "
                        + e.getLong("dropped")
                        + " of "
                        + e.getLong("total"))
            .toList());
  }

  @Test
  void aFailureIsWrittenWithItsCause() {
    List<RecordedEvent> events =
        Recordings.during(
            "failures",
            () ->
                FlightEvents.start("failures")
                    .failed("EMBEDDER", new IllegalStateException("no model")));
    RecordedEvent failure = only(events);
    assertEquals("EMBEDDER", failure.getString("part"));
    assertEquals("java.lang.IllegalStateException", failure.getString("error"));
    assertEquals("no model", failure.getString("message"));
  }

  @Test
  void anIncidentIsWrittenWithItsDriftAndFile() {
    Path file = Path.of("incidents", "3.zip");
    List<RecordedEvent> events =
        Recordings.during(
            "incidents",
            () -> {
              FlightEventListener told = new FlightEventListener(FlightEvents.start("incidents"));
              told.accept(new IncidentWritten("incidents", Optional.of(drift(-1)), "", file));
              told.accept(new IncidentWritten("incidents", Optional.of(drift(200)), "", file));
            });
    List<RecordedEvent> written = Recordings.named(events, "virk.IncidentWritten");
    assertEquals(
        List.of(false, true), written.stream().map(e -> e.getBoolean("complete")).toList());
    for (RecordedEvent event : written) {
      assertEquals(3, event.getInt("drift"));
      assertEquals(file.toString(), event.getString("file"));
    }
  }

  @Test
  void eventsThatWereDroppedAreWrittenWithTheirNumber() {
    List<RecordedEvent> events =
        Recordings.during(
            "queue",
            () ->
                new FlightEventListener(FlightEvents.start("queue"))
                    .accept(new EventsDropped("queue", 5, 2, 1024)));
    RecordedEvent dropped = only(Recordings.named(events, "virk.EventsDropped"));
    assertEquals(5, dropped.getLong("windows"));
    assertEquals(2, dropped.getLong("others"));
    assertEquals(1024, dropped.getInt("capacity"));
  }

  @Test
  void aBatchHasADuration() {
    List<RecordedEvent> events =
        Recordings.during(
            "batches",
            () -> {
              DrainTrace.Batch drain = FlightEvents.start("batches").beginDrain();
              assertInstanceOf(DrainEvent.class, drain);
              drain.end(12);
            });
    assertEquals(12, only(events).getInt("taken"));
    assertTrue(only(events).getDuration().toNanos() > 0);
  }

  @Test
  void withoutARecordingABatchIsTheSharedOne() {
    assertSame(DrainTrace.Batch.NONE, FlightEvents.start("silence").beginDrain());
  }
}
