package io.virk;

import io.virk.metrics.internal.FlightEvents;
import java.nio.file.Path;

/** Hands what listeners are told to Flight Recorder. */
record FlightEventListener(FlightEvents events) implements MonitorListener {
  @Override
  public void onWindowEvaluated(WindowEvaluated event) {
    events.windowEvaluated(event.slice(), event.results());
  }

  @Override
  public void onDriftOpened(DriftOpened event) {
    events.driftOpened(
        event.drift(),
        event.diagnosis().headline(),
        event.diagnosis().fingerprint().cause().map(c -> c.cause().name()).orElse(null),
        event.incident().map(Path::toString).orElse(null));
  }

  @Override
  public void onDriftClosed(DriftClosed event) {
    events.driftClosed(
        event.drift(),
        event.diagnosis().headline(),
        event.incident().map(Path::toString).orElse(null));
  }

  @Override
  public void onFailure(MonitorFailure event) {
    events.failed(event.part().name(), event.cause());
  }
}
