package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.internal.GuardedListeners;
import io.virk.internal.RecordingLogger;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final String FORGED = "cam\n12:00 [virk] WARN io.virk - forged \u001B[2J\u202E";

  private final RecordingLogger log = new RecordingLogger();
  private final EventLog events = new EventLog();
  private final GuardedListeners<MonitorListener> listeners = new GuardedListeners<>(log, "m");
  private final Failures failures = new Failures("m", listeners, log);

  @Test
  void whatComesFromOutsideForgesNoLine() {
    listeners.add(events);
    failures.unusable("TAG", "tag \"" + FORGED + "\"");
    failures.thrown(
        MonitorFailure.Part.EMBEDDER, "model " + FORGED, new IllegalStateException(FORGED));
    for (String line : log.lines()) {
      assertTrue(line.startsWith("WARN m: ") || line.startsWith("java.lang.Ill"), line);
      assertFalse(line.contains("\u001B") || line.contains("\u202E"), line);
    }
    assertEquals(4, log.lines().size());
    assertFalse(events.failures.get(0).cause().getMessage().contains("\n"));
    assertEquals(
        FORGED, events.failures.get(1).cause().getMessage(), "the exception itself is not touched");
  }

  @Test
  void aListenersExceptionForgesNoLineEither() {
    listeners.add(
        new MonitorListener() {
          @Override
          public void onFailure(MonitorFailure event) {
            throw new IllegalStateException(FORGED);
          }
        });
    failures.unusable("ONE", "one");
    failures.unusable("TWO", "two");
    assertEquals(2, listeners.failures());
    assertFalse(String.join("", log.entries()).contains("\u001B"));
    assertEquals(0, log.lines().stream().filter(l -> l.startsWith("12:00")).count());
  }
}
