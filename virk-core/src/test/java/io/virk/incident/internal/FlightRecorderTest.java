package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Playbook;
import io.virk.engine.Engine;
import io.virk.engine.EngineSettings;
import io.virk.engine.Streams;
import io.virk.engine.WindowSizes;
import io.virk.event.Exemplar;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.incident.Recording;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.internal.StoredObservation;
import io.virk.signal.internal.Values;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
  private static final int WINDOW = 16;
  private static final long PLENTY = 1 << 26;
  private static final int SIDE = 64;
  private static final long PICTURE = 3 * SIDE * SIDE;

  private final Map<Slice, long[]> windows = new java.util.HashMap<>();
  private long next;

  private static Slice camera(int number) {
    return new Slice("camera", "cam-" + number);
  }

  /** One observation of a slice; its window is judged when it is full. */
  private void see(FlightRecorder recorder, Slice slice, Verdict verdict) {
    long sequence = next++;
    byte[] pixels = new byte[(int) PICTURE];
    pixels[0] = (byte) sequence;
    Observation observation =
        Observation.builder()
            .sequence(sequence)
            .epochMillis(1000 * sequence)
            .image(Frame.of(pixels, SIDE, SIDE, PixelFormat.RGB))
            .tag("camera", slice.value())
            .tag("order", "o-" + sequence)
            .build();
    recorder.observed(observation, Values.numbered(sequence), slice);
    long[] window = windows.computeIfAbsent(slice, s -> new long[2]);
    window[1] = window[0]++ == 0 ? sequence : window[1];
    if (window[0] == WINDOW) {
      window[0] = 0;
      WindowBounds bounds = new WindowBounds(new Position(window[1], 0), new Position(sequence, 0));
      recorder.judged(slice, bounds, verdict, false);
    }
  }

  private static Drift drift(long earliest, long best, long latest, Slice... slices) {
    return new Drift(
        1,
        new TreeSet<>(List.of(slices)),
        new Onset(false, new Position(earliest, 0), new Position(best, 0), new Position(latest, 0)),
        new Position(latest, 0),
        Optional.empty(),
        1,
        List.of(),
        SliceSelection.NONE);
  }

  private static List<RecordedObservation> of(List<Exhibit> exhibits, Exemplar.Role role) {
    return exhibits.stream().filter(e -> e.role() == role).map(Exhibit::observation).toList();
  }

  /** They were those next to the onset, most of which showed the fault already. */
  @Test
  void beforeIsOfWindowsThatWereNormalBeforeTheDriftCanHaveBegun() {
    FlightRecorder recorder = new FlightRecorder(64, PLENTY, true, 1);
    for (int i = 0; i < 8 * WINDOW; i++) {
      see(recorder, camera(1), Verdict.NORMAL);
    }
    for (int i = 0; i < 2 * WINDOW; i++) { // it has begun, and is not seen yet
      see(recorder, camera(1), i < WINDOW ? Verdict.WARNING : Verdict.DRIFT);
    }
    List<Exhibit> shown = recorder.exhibits(drift(100, 110, 125, camera(1)));
    List<RecordedObservation> before = of(shown, Exemplar.Role.BEFORE);
    assertTrue(before.size() >= 2, "" + before.size());
    for (RecordedObservation o : before) {
      assertTrue(o.sequence() < 100 - 25, o.sequence() + " is within the margin");
      assertEquals(Verdict.NORMAL, o.verdict());
    }
    of(shown, Exemplar.Role.DURING).forEach(o -> assertTrue(o.sequence() >= 110));
    assertEquals(8, of(shown, Exemplar.Role.DURING).size());
    assertEquals(
        List.of(),
        of(recorder.exhibits(drift(3, 3, 3, camera(1))), Exemplar.Role.BEFORE),
        "nothing is better than what is not before");
  }

  /** A drift of product A had pictures of product B as its own. */
  @Test
  void aDriftOfOneContextShowsNoOtherAsItsOwn() {
    FlightRecorder recorder = new FlightRecorder(64, PLENTY, true, 1);
    for (int i = 0; i < 4 * WINDOW; i++) {
      see(recorder, camera(1).in("A"), Verdict.NORMAL);
      see(recorder, camera(1).in("B"), Verdict.NORMAL);
    }
    List<Exhibit> shown = recorder.exhibits(drift(90, 100, 100, camera(1).in("A")));
    for (Exhibit exhibit : shown) {
      boolean own = exhibit.observation().slice().context().equals("A");
      assertEquals(own, exhibit.role() != Exemplar.Role.OTHER, exhibit.toString());
    }
    assertFalse(of(shown, Exemplar.Role.BEFORE).isEmpty());
    assertFalse(of(shown, Exemplar.Role.OTHER).isEmpty());
    List<Exhibit> all = recorder.exhibits(drift(90, 100, 100, Slice.ALL.in("A")));
    assertTrue(
        of(all, Exemplar.Role.DURING).stream().allMatch(o -> o.slice().context().equals("A")));
  }

  /** Cameras beyond the 64th had nothing. */
  @Test
  void theLastCameraHasABeforeAsTheFirstHas() {
    long budget = 8L << 20;
    FlightRecorder recorder = new FlightRecorder(64, budget, true, 1);
    for (int i = 0; i < 6 * WINDOW; i++) {
      for (int c = 1; c <= 65; c++) {
        see(recorder, camera(c), Verdict.NORMAL);
      }
    }
    for (int c : new int[] {1, 64, 65}) {
      List<Exhibit> shown = recorder.exhibits(drift(next, next, next, camera(c)));
      assertFalse(of(shown, Exemplar.Role.BEFORE).isEmpty(), "camera " + c);
    }
    assertTrue(recorder.givenUp() > 0);
    assertTrue(recorder.memory() <= budget, recorder.memory() + " bytes");
    assertTrue(recorder.memory() >= budget / 4, recorder.memory() + " bytes are counted");
  }

  @Test
  void allTagsAreKeptAndNothingIsWhereNoIncidentIsWanted() {
    FlightRecorder recorder = new FlightRecorder(64, PLENTY, true, 1);
    see(recorder, camera(7), Verdict.NORMAL);
    RecordedObservation last = recorder.last();
    assertEquals(Map.of("camera", "cam-7", "order", "o-0"), last.tags());
    assertEquals(0, last.frame().pixels()[0]);
    assertTrue(last.memory() >= PICTURE);

    FlightRecorder names = new FlightRecorder(64, PLENTY, false, 1);
    see(names, camera(7), Verdict.NORMAL);
    assertNull(names.last().frame());
    assertTrue(names.memory() < 500, names.memory() + " bytes of a name");
  }

  @Test
  void framesAreFilledAnewButNotThoseThatAnIncidentShows() {
    FlightRecorder recorder = new FlightRecorder(8, PLENTY, true, 1);
    Map<RecordedObservation, Boolean> distinct = new IdentityHashMap<>();
    for (int i = 0; i < 400; i++) {
      see(recorder, camera(1), Verdict.WARNING);
      distinct.put(recorder.last(), true);
    }
    assertTrue(distinct.size() < 32, distinct.size() + " for 400 observations");
    RecordedObservation shown = recorder.last();
    long sequence = shown.sequence();
    shown.isShown = true;
    for (int i = 0; i < 100; i++) {
      see(recorder, camera(1), Verdict.WARNING);
    }
    assertEquals(sequence, shown.sequence());
    assertEquals((byte) sequence, shown.frame().pixels()[0]);
  }

  /** Half an observation on a tape would be taken for another. */
  @Test
  void whereAnObservationCouldNotBeRecordedTheTapeEnds() {
    FlightRecorder recorder = new FlightRecorder(8, PLENTY, true, 1);
    Tape tape = recorder.tape();
    tape.timeIs(5);
    tape.timeWas(false);
    assertTrue(tape.isDue(0));
    Engine engine =
        new Engine(
            Streams.settings(FalseAlarms.DEFAULT, false, 1),
            new WindowSizes(Baselines.ofVectors(), WindowPolicy.ofCount(16)));
    tape.between(engine);
    see(recorder, camera(1), Verdict.NORMAL);
    assertTrue(tape.reel().orElseThrow().inputs().length > 100);
    Observation torn =
        new StoredObservation(
            1, 1, 1, null, null, null, null, new double[0], new int[0], new float[0][]);
    assertThrows(
        NullPointerException.class,
        () -> recorder.observed(torn, Values.numbered(1), camera(1)),
        "its tags");
    assertTrue(tape.reel().isEmpty());
    assertTrue(tape.isDue(0), "and begins anew");
  }

  /** Pixels of 16 cameras, which are not on the tape, counted as if they were: it never began. */
  @Test
  void theTapeBeginsWithSixteenCameras() {
    Engine engine =
        new Engine(
            new EngineSettings(
                "m",
                new EngineSettings.Slices(Optional.of("camera"), 16, 1),
                new EngineSettings.Alarms(FalseAlarms.DEFAULT, List.of(), true),
                EmissionPolicy.DEFAULT,
                Playbook.standard(),
                1),
            new WindowSizes(Baselines.ofStillCameras(), WindowPolicy.ofCount(16)));
    for (int i = 0; i < 2 * 16; i++) {
      engine.accept(
          Observation.builder()
              .sequence(i)
              .image(Frame.of(new byte[320 * 240], 320, 240, PixelFormat.GRAY))
              .tag("camera", "cam-" + i % 16)
              .build(),
          event -> {});
    }
    FlightRecorder recorder = new FlightRecorder(8, Recording.DEFAULT.bytes(), true, 1);
    recorder.tape().timeIs(5);
    assertFalse(recorder.tape().isDue(engine.memory()), engine.memory() + " bytes");
    recorder.tape().between(engine);
    assertEquals(List.of(), recorder.tape().reel().orElseThrow().state().cameras());
  }

  @Test
  void theRingIsBoundedInBytesToo() {
    FlightRecorder recorder = new FlightRecorder(1000, 40 * PICTURE, true, 1);
    for (int i = 0; i < 100; i++) {
      see(recorder, camera(1), Verdict.WARNING);
    }
    assertTrue(recorder.observations().size() <= 10, "" + recorder.observations().size());
    assertTrue(recorder.givenUp() > 80);
  }
}
