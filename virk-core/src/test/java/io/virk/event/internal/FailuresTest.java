package io.virk.event.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final List<Failed> told = new ArrayList<>();
  private final Failures failures = new Failures("m", event -> told.add((Failed) event));

  private List<String> words() {
    return told.stream().map(f -> f.what() + " " + f.count()).toList();
  }

  /** Once the first of a place was not logged, for the class had been seen in another. */
  @Test
  void theSameExceptionInAnotherPlaceIsAnotherKind() {
    Throwable thrown = new IllegalStateException();
    failures.thrown(Failed.Part.EVALUATION, "drops", thrown);
    failures.thrown(Failed.Part.EVALUATION, "drops", thrown);
    failures.thrown(Failed.Part.EVALUATION, "an observation", thrown);
    failures.thrown(Failed.Part.EVALUATION, "drops", new OutOfMemoryError());
    assertEquals(List.of("drops 1", "drops 2", "an observation 1", "drops 1"), words());
  }

  @Test
  void whatBelongsToOneTimeMakesNoKind() {
    for (int i = 1; i <= 5; i++) {
      failures.thrown(Failed.Part.INCIDENT, "not written", i + " not written", new Error());
    }
    assertEquals(List.of("1 not written 1", "2 not written 2", "4 not written 4"), words());
  }

  @Test
  void whoSpeaksElsewhereCountsWithTheOthers() {
    List<MonitorEvent> elsewhere = new ArrayList<>();
    Failures others = failures.to(elsewhere::add);
    failures.thrown(Failed.Part.INCIDENT, "a", new Error());
    others.thrown(Failed.Part.INCIDENT, "a", new Error());
    assertEquals(List.of("a 1"), words());
    assertEquals(2, ((Failed) elsewhere.get(0)).count());
    failures
        .to(
            event -> {
              throw new OutOfMemoryError("event");
            })
        .input("SIZE", "b");
    assertEquals(1, failures.untold());
    assertEquals(1, others.untold());
  }
}
