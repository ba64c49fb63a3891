package io.virk;

import java.util.ArrayList;
import java.util.List;

/** Remembers every event. */
final class EventLog implements MonitorListener {
  final List<WindowEvaluated> windows = new ArrayList<>();
  final List<DriftOpened> opened = new ArrayList<>();
  final List<DriftUpdated> updated = new ArrayList<>();
  final List<DriftClosed> closed = new ArrayList<>();
  final List<MonitorFailure> failures = new ArrayList<>();

  @Override
  public void onWindowEvaluated(WindowEvaluated event) {
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
  public void onFailure(MonitorFailure event) {
    failures.add(event);
  }
}
