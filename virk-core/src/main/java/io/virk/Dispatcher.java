package io.virk;

import io.virk.event.BaselineLearned;
import io.virk.event.ContextFound;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftUpdated;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.LearningProgressed;
import io.virk.event.MonitorEvent;
import io.virk.event.ObservationsDropped;
import io.virk.event.ProvenanceMismatched;
import io.virk.event.WindowJudged;
import io.virk.internal.GuardedListeners;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** Hands every event to the log, to Flight Recorder and to the listeners. One thread at a time. */
final class Dispatcher implements Consumer<MonitorEvent> {
  private final GuardedListeners<MonitorListener> listeners;
  private final GuardedListeners<Consumer<MonitorEvent>> recorders;

  Dispatcher(Logger log, String monitor, Consumer<MonitorEvent> flightRecorder) {
    this.listeners = new GuardedListeners<>(log, monitor);
    this.recorders = new GuardedListeners<>(log, monitor);
    recorders.add(new LogLines(log));
    recorders.add(flightRecorder);
  }

  Runnable add(MonitorListener listener) {
    return listeners.add(listener);
  }

  @Override
  public void accept(MonitorEvent event) {
    recorders.tell(r -> r.accept(event));
    listeners.tell(l -> tell(l, event));
  }

  /** Calls that threw. */
  long failures() {
    return listeners.failures();
  }

  private static void tell(MonitorListener listener, MonitorEvent event) {
    if (event instanceof WindowJudged e) {
      listener.onWindowJudged(e);
    } else if (event instanceof DriftOpened e) {
      listener.onDriftOpened(e);
    } else if (event instanceof DriftUpdated e) {
      listener.onDriftUpdated(e);
    } else if (event instanceof DriftClosed e) {
      listener.onDriftClosed(e);
    } else if (event instanceof ContextFound e) {
      listener.onContextFound(e);
    } else if (event instanceof BaselineLearned e) {
      listener.onBaselineLearned(e);
    } else if (event instanceof LearningProgressed e) {
      listener.onLearningProgressed(e);
    } else if (event instanceof ObservationsDropped e) {
      listener.onObservationsDropped(e);
    } else if (event instanceof ProvenanceMismatched e) {
      listener.onProvenanceMismatched(e);
    } else if (event instanceof IncidentWritten e) {
      listener.onIncidentWritten(e);
    } else if (event instanceof Failed e) {
      listener.onFailed(e);
    } else {
      throw new AssertionError(event);
    }
  }
}
