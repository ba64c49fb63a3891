package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamFrozen;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.SignalExtractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezesTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<MonitorEvent> events = new ArrayList<>();
  private final Freezes freezes =
      new Freezes("m", Baselines.ofVectors(), 1000, true, slice -> false, events::add);
  private final SignalExtractor extractor =
      new SignalExtractor(
          Baselines.ofVectors().schema(), Baselines.ofVectors().sources(), null, null, null);
  private long now;

  private void observe(String slice, int number) {
    Observation o = Baselines.vector(9, number, 0);
    SignalValues values = extractor.extract(o);
    freezes.arrived(new Slice("lot", slice), values, now);
    now += SECOND;
  }

  private long frozen() {
    return events.stream().filter(e -> e instanceof StreamFrozen).count();
  }

  /** A lot whose last picture is repeated until the next one begins. */
  @Test
  void valuesThatComeAndGoAreNotToldOneByOne() {
    int number = 0;
    for (int lot = 0; lot < 200; lot++) {
      for (int i = 0; i < 100; i++) {
        observe("lot-" + lot, number++);
      }
      for (int i = 0; i < 60; i++) {
        observe("lot-" + lot, number);
      }
    }
    assertTrue(frozen() >= 32 && frozen() <= 34, frozen() + " of 200");
  }

  /** A tenth of many cameras froze, and they come one after the other. */
  @Test
  void manyInARowAreNotTheWholeStream() {
    for (int round = 0; round < 150; round++) {
      for (int camera = 0; camera < 200; camera++) {
        boolean stands = round >= 100 && camera < 20;
        observe("cam-" + camera, 1000 * (stands ? 100 : round) + camera);
      }
    }
    assertEquals(20, frozen());
    assertTrue(events.stream().noneMatch(e -> e instanceof StreamFrozen f && f.slice().isAll()));
  }

  private static Run run(String camera, long sinceNanos) {
    return new Run(
        camera == null ? Slice.ALL : new Slice("camera", camera),
        new Run.State(
            100, 7, 50, 1, sinceNanos, new Position(1, 1), SignalSources.IMAGE, true, true, true));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, 11, null, sinceNanos: 11",
        "null, -1, null, sinceNanos: -1",
        "a, 1, b, runs: camera=a",
        "null, 1, b, runs of camera=b: two"
      })
  void whatNoEngineRemembersIsRefused(String first, long nanos, String then, String name) {
    List<Run> runs = Arrays.asList(run(first, nanos), run(then, 1), run(then, 1));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> freezes.restore(new Freezes.State(runs), 10))
            .getMessage();
    assertTrue(message.startsWith(name), message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, image, false",
    "2, 3, 1, image, false",
    "9223372036854775807, 3, 1, image, false",
    "9, 3, NaN, image, false",
    "9, 3, 0.5, image, false",
    "9, 3, 1, host, false",
    "9, 3, 1, image, true"
  })
  void aRunThatNoStreamHasIsRefused(
      long observations, long same, double longest, String source, boolean told) {
    Position at = new Position(1, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Run.State(observations, 7, same, longest, 0, at, source, false, told, false));
  }
}
