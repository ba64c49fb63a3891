package io.virk.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Reads back what was recorded. A recording is of the whole JVM: tests name their monitors. */
public final class Recordings {
  private Recordings() {}

  /** Runs a piece of code while the events of VIRK are recorded, and gives those of a monitor. */
  public static List<RecordedEvent> during(String monitor, Runnable code) {
    try (Recording recording = new Recording()) {
      recording.enable("virk.Drain").withoutThreshold();
      recording.start();
      code.run();
      recording.stop();
      Path file = Files.createTempFile("virk", ".jfr");
      try {
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().startsWith("virk."))
            .filter(e -> e.getString("monitor").equals(monitor))
            .toList();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events of one type. */
  public static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(e -> e.getEventType().getName().equals(name)).toList();
  }
}
