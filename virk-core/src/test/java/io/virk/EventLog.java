package io.virk;

import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.StreamThawed;
import io.virk.event.Triggered;
import io.virk.event.WindowJudged;
import io.virk.report.RunLog;
import java.util.ArrayList;
import java.util.List;

/** Remembers every event. */
public final class EventLog implements MonitorListener {
  public final List<WindowJudged> windows = new ArrayList<>();
  public final List<DriftOpened> opened = new ArrayList<>();
  public final List<DriftUpdated> updated = new ArrayList<>();
  public final List<DriftReopened> reopened = new ArrayList<>();
  public final List<CauseChanged> causes = new ArrayList<>();
  public final List<StreamStopped> stopped = new ArrayList<>();
  public final List<StreamResumed> resumed = new ArrayList<>();
  public final List<StreamFrozen> frozen = new ArrayList<>();
  public final List<CameraMoved> moved = new ArrayList<>();
  public final List<StreamThawed> thawed = new ArrayList<>();
  public final List<DriftClosed> closed = new ArrayList<>();
  public final List<IncidentWritten> incidents = new ArrayList<>();
  public final List<Failed> failures = new ArrayList<>();
  public final List<Triggered> triggered = new ArrayList<>();
  public final List<ConceptJudged> concepts = new ArrayList<>();
  public final List<ChallengerJudged> challengers = new ArrayList<>();
  public final RunLog run = new RunLog();

  @Override
  public void onEvent(MonitorEvent event) {
    run.accept(event);
    MonitorListener.super.onEvent(event);
  }

  @Override
  public void onWindowJudged(WindowJudged event) {
    windows.add(event);
  }

  @Override
  public void onDriftOpened(DriftOpened event) {
    opened.add(event);
  }

  @Override
  public void onDriftUpdated(DriftUpdated event) {
    updated.add(event);
  }

  @Override
  public void onDriftClosed(DriftClosed event) {
    closed.add(event);
  }

  @Override
  public void onDriftReopened(DriftReopened event) {
    reopened.add(event);
  }

  @Override
  public void onCauseChanged(CauseChanged event) {
    causes.add(event);
  }

  @Override
  public void onStreamStopped(StreamStopped event) {
    stopped.add(event);
  }

  @Override
  public void onStreamResumed(StreamResumed event) {
    resumed.add(event);
  }

  @Override
  public void onStreamFrozen(StreamFrozen event) {
    frozen.add(event);
  }

  @Override
  public void onCameraMoved(CameraMoved event) {
    moved.add(event);
  }

  @Override
  public void onStreamThawed(StreamThawed event) {
    thawed.add(event);
  }

  @Override
  public void onIncidentWritten(IncidentWritten event) {
    incidents.add(event);
  }

  @Override
  public void onConceptJudged(ConceptJudged event) {
    concepts.add(event);
  }

  @Override
  public void onChallengerJudged(ChallengerJudged event) {
    challengers.add(event);
  }

  @Override
  public void onTriggered(Triggered event) {
    triggered.add(event);
  }

  @Override
  public void onFailed(Failed event) {
    failures.add(event);
  }
}
