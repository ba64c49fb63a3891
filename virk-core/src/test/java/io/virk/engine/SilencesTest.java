package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
}
