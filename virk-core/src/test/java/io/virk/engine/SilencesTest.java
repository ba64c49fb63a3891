package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilencesTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<MonitorEvent> events = new ArrayList<>();
  private final Silences silences = new Silences("m", 1000, events::add);
  private long now;
  private int number;

  private void observation(String camera) {
    silences.arrived(Values.numbered(number), now);
    silences.arrived(new Slice("camera", camera), Values.numbered(number), now);
    number++;
  }

  private void seconds(int n) {
    for (int i = 0; i < n; i++) {
      now += SECOND;
      silences.advance(now);
    }
  }

  private long stopped() {
    return events.stream().filter(e -> e instanceof StreamStopped).count();
  }

  /** A host that polls every five minutes, however much it has by then. */
  @Test
  void whatComesInLargeBatchesIsToldAFewTimesAtMost() {
    for (int batch = 0; batch < 30; batch++) {
      for (int i = 0; i < 5_000; i++) {
        observation("a");
      }
      seconds(300);
    }
    assertTrue(stopped() <= 3, stopped() + " times");
  }

  @Test
  void anUnevenPaceIsNoSilence() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      seconds((int) Math.round(-20 * Math.log(random.nextDouble())));
      observation("a");
    }
    assertEquals(List.of(), events);
  }

  @Test
  void aStreamThatIsNewHasNoPace() {
    for (int i = 0; i < 60; i++) {
      observation("a");
      seconds(1);
    }
    seconds(10_000);
    assertEquals(List.of(), events);
  }

  /** Forty cameras lost their switch: each is told; a thousand lots that ended are not. */
  @Test
  void valuesThatComeAndGoAreNotToldOneByOne() {
    for (int lot = 0; lot < 500; lot++) {
      for (int i = 0; i < 100; i++) {
        observation("lot-" + lot);
        seconds(1);
      }
    }
    assertTrue(stopped() >= 32 && stopped() <= 34, stopped() + " of 500");
    assertEquals(0, events.stream().filter(e -> e instanceof StreamResumed).count());
    assertTrue(silences.isSilent(new Slice("camera", "lot-400", "night")));
  }

  private static Silences.State state(
      long ticked, long resumed, long lastNanos, String... cameras) {
    List<Beat> beats =
        Arrays.stream(cameras)
            .map(
                camera ->
                    new Beat(
                        new Slice("camera", camera),
                        new Beat.State(100, lastNanos, 1, 1, new Position(1, 1), true, true)))
            .toList();
    return new Silences.State(ticked, resumed, beats);
  }

  /** Of the first two it was taken, and no stream was ever silent again. */
  @ParameterizedTest
  @CsvSource({
    "11, 0, 0, a, ticked: 11",
    "-1, 0, 0, a, ticked: -1",
    "0, 11, 0, a, resumed: 11",
    "0, -1, 0, a, resumed: -1",
    "0, 0, 11, a, lastNanos: 11",
    "0, 0, 0, b, streams of camera=b: two"
  })
  void whatNoEngineRemembersIsRefused(
      long ticked, long resumed, long lastNanos, String camera, String name) {
    String[] cameras = lastNanos == 0 && ticked + resumed != 0 ? new String[0] : array("b", camera);
    Silences.State forged = state(ticked, resumed, lastNanos, cameras);
    String message =
        assertThrows(IllegalArgumentException.class, () -> silences.restore(forged, 10))
            .getMessage();
    assertTrue(message.startsWith(name), message);
  }

  private static String[] array(String... values) {
    return values;
  }

  /** One more observation was one that no engine could take. */
  @Test
  void noCountOverflows() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Beat.State(Long.MAX_VALUE, 0, 1, 1, new Position(1, 1), false, false));
    Beat most =
        new Beat(Slice.ALL, new Beat.State(1L << 60, 0, 1, 1, new Position(1, 1), false, false));
    most.arrived(1, new Position(2, 2), 0);
    assertEquals(1L << 60, most.state().observations());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Fitting.State(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, null));
    assertThrows(
        IllegalArgumentException.class, () -> new TrackerState.Left(Slice.ALL, Integer.MAX_VALUE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrackerState(Integer.MAX_VALUE, Map.of(), List.of(), List.of(), List.of()));
  }
}
