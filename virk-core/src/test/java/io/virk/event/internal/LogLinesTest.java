package io.virk.event.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.internal.RecordingLogger;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is logged of events. */
class LogLinesTest {
  private static final String FORGED = "cam\n12:00 [virk] WARN io.virk - forged \u001B[2J\u202E";

  @Test
  void whatComesFromOutsideForgesNoLine() {
    RecordingLogger log = new RecordingLogger();
    List<MonitorEvent> events = new ArrayList<>();
    LogLines lines = new LogLines(log);
    Failures failures =
        new Failures(
            "m",
            event -> {
              events.add(event);
              lines.accept(event);
            });
    failures.unusable(FlawFound.tag(Flaw.SLICE_TAG, FORGED, 1));
    failures.thrown(Failed.Part.EMBEDDER, "model " + FORGED, new IllegalStateException(FORGED));
    for (String line : log.lines()) {
      assertTrue(line.startsWith("WARN m: ") || line.startsWith("java.lang.Ill"), line);
      assertFalse(line.contains("\u001B") || line.contains("\u202E"), line);
    }
    assertEquals(3, log.lines().size());
    assertFalse(((Failed) events.get(0)).cause().getMessage().contains("\n"));
    assertEquals(
        FORGED,
        ((Failed) events.get(1)).cause().getMessage(),
        "the exception itself is not touched");
  }
}
