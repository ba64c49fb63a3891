package io.virk;

import io.virk.baseline.Baseline;
import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.engine.Failures;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.incident.Exhibit;
import io.virk.incident.IncidentWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes the incident of every drift, when it opens and once more when it closes. Keeps what an
 * open one shows until then. VIRK's thread alone; the counts may be read by any.
 */
final class Incidents implements Consumer<MonitorEvent> {
  private final String monitor;
  private final Baseline baseline;
  private final IncidentWriter writer;
  private final Function<Drift, List<Exhibit>> exhibits;
  private final Failures failures;
  private final Consumer<MonitorEvent> events;
  private final Map<Integer, List<Exhibit>> open = new HashMap<>();
  private volatile long failed;
  private volatile long memory;

  /**
   * Makes it.
   *
   * @param folder where bundles go
   * @param exhibits what the engine has to show of a drift that it is just telling of
   * @param events is told what was written
   */
  Incidents(
      String monitor,
      Baseline baseline,
      Path folder,
      Function<Drift, List<Exhibit>> exhibits,
      Failures failures,
      Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.baseline = baseline;
    this.writer = new IncidentWriter(folder, monitor);
    this.exhibits = exhibits;
    this.failures = failures;
    this.events = events;
  }

  @Override
  public void accept(MonitorEvent event) {
    if (event instanceof DriftOpened opened) {
      List<Exhibit> shown = exhibits.apply(opened.drift());
      open.put(opened.drift().number(), shown);
      memory += memory(shown);
      write(opened.drift(), opened.diagnosis(), shown);
    } else if (event instanceof DriftClosed closed) {
      List<Exhibit> shown = open.remove(closed.drift().number());
      if (shown != null) { // one of before a restart: the bundle of its opening is the better one
        memory -= memory(shown);
        write(closed.drift(), closed.diagnosis(), shown);
      }
    }
  }

  private static long memory(List<Exhibit> exhibits) {
    return exhibits.stream().mapToLong(e -> e.observation().memory()).sum();
  }

  private void write(Drift drift, Diagnosis diagnosis, List<Exhibit> shown) {
    Path file;
    try {
      file = writer.write(baseline, drift, diagnosis, shown);
    } catch (Throwable e) { // without its bundle a drift has been told all the same
      failed++;
      failures.thrown(
          Failed.Part.INCIDENT, "the incident of drift " + drift.number() + " was not written", e);
      return;
    }
    events.accept(new IncidentWritten(monitor, drift, file));
  }

  /** Bundles that could not be written. */
  long failures() {
    return failed;
  }

  /** What open drifts show, bytes, about. */
  long memory() {
    return memory;
  }
}
