package io.virk.metrics.internal;

import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.EventsDropped;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.StreamThawed;
import io.virk.event.Triggered;
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
      opened(opened.drift(), opened.diagnosis(), 0);
    } else if (event instanceof DriftReopened reopened) {
      opened(reopened.drift(), reopened.diagnosis(), reopened.times());
    } else if (event instanceof CauseChanged changed) {
      events.causeChanged(
          changed.drift().number(), changed.slice(), changed.was(), changed.now().headline());
    } else if (event instanceof DriftClosed closed) {
      events.driftClosed(closed.drift(), closed.diagnosis().headline());
    } else if (event instanceof StreamStopped stopped) {
      events.streamStopped(stopped.slice(), stopped.silence(), stopped.interval());
    } else if (event instanceof StreamResumed resumed) {
      events.streamResumed(resumed.slice(), resumed.silence());
    } else if (event instanceof StreamFrozen frozen) {
      events.streamFrozen(frozen.slice(), frozen.observations(), frozen.source());
    } else if (event instanceof StreamThawed thawed) {
      events.streamThawed(thawed.slice(), thawed.observations(), thawed.frozen());
    } else if (event instanceof CameraMoved moved) {
      events.cameraMoved(moved.slice(), moved.at(), moved.scene());
    } else if (event instanceof Triggered triggered) {
      events.triggered(triggered);
    } else if (event instanceof ConceptJudged judged) {
      events.conceptJudged(judged);
    } else if (event instanceof ChallengerJudged judged) {
      events.challengerJudged(judged);
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

  private void opened(Drift drift, Diagnosis diagnosis, int times) {
    events.driftOpened(
        drift,
        diagnosis.headline(),
        diagnosis.cause().isEmpty() ? null : Text.clean(diagnosis.cause()),
        diagnosis.step(),
        times);
  }
}
