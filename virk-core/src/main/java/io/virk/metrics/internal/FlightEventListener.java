package io.virk.metrics.internal;

import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.EventsDropped;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.WatchingBegan;
import io.virk.event.WindowJudged;
import io.virk.internal.Text;
import java.util.function.Consumer;

/** Hands what listeners are told to Flight Recorder. */
public record FlightEventListener(FlightEvents events) implements Consumer<MonitorEvent> {
  @Override
  public void accept(MonitorEvent event) {
    if (event instanceof WindowJudged judged) {
      events.windowEvaluated(judged.slice(), judged.results());
    } else if (event instanceof DriftOpened opened) {
      events.driftOpened(
          opened.drift(),
          opened.diagnosis().headline(),
          opened.diagnosis().fingerprint().cause().map(c -> Text.clean(c.cause())).orElse(null));
    } else if (event instanceof DriftClosed closed) {
      events.driftClosed(closed.drift(), closed.diagnosis().headline());
    } else if (event instanceof WatchingBegan began) {
      events.watchingBegan(began.sight());
    } else if (event instanceof Failed failed) {
      events.failed(failed.part().name(), failed.cause());
    } else if (event instanceof IncidentWritten written) {
      events.incidentWritten(written.drift(), written.incident());
    } else if (event instanceof EventsDropped dropped) {
      events.eventsDropped(dropped.windows(), dropped.others(), dropped.capacity());
    }
  }
}
