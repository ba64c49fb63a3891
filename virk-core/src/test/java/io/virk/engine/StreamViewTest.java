package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.detect.Slice;
import org.junit.jupiter.api.Test;

class StreamViewTest {
  private final StreamView view = new StreamView(Slice.ALL);

  /** It came 1e300 times a second, and a change of nothing was to be seen in a day. */
  @Test
  void aClockThatStandsIsNoPace() {
    for (int i = 0; i < 20; i++) {
      view.arrived(1000L * i);
    }
    assertEquals(1, view.perSecond(), 1e-9);
    for (int i = 0; i < 250_000; i++) {
      view.arrived(19_000);
    }
    assertEquals(0, view.perSecond());
    view.arrived(20_000);
    assertEquals(256 / 1.0, view.perSecond(), 1, "of the last 256");
  }
}
