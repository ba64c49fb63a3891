package io.virk.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.detect.Slice;
import io.virk.scenes.Events;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventWordsTest {
  @Test
  void aStreamOfAllIsNotCalledAll() {
    assertEquals("the whole stream is back to the baseline", Events.closed(1).inWords());
    assertEquals(
        "the drift of the whole stream",
        Events.updated(1).inWords().substring(0, "the drift of the whole stream".length()));
    assertEquals("the whole stream in night", Whose.of(Slice.ALL.in("night")));
    assertEquals("camera=cam-2 in night", Whose.of(new Slice("camera", "cam-2", "night")));
    assertEquals(
        "camera=cam-1, camera=cam-2",
        Whose.of(List.of(new Slice("camera", "cam-1"), new Slice("camera", "cam-2"))));
  }

  @Test
  void aDriftThatIsReopenedSaysHowOften() {
    DriftOpened opened = Events.opened(1);
    String headline = opened.diagnosis().headline();
    assertEquals(
        headline + ", again: reopened once, closes after more calm windows each time",
        new DriftReopened("m", opened.drift(), opened.diagnosis(), 1).inWords());
    assertEquals(
        headline + ", again: reopened 3 times, closes after more calm windows each time",
        new DriftReopened("m", opened.drift(), opened.diagnosis(), 3).inWords());
  }
}
