package io.virk.event;

/**
 * What a monitor has to say. Listeners, Flight Recorder, meters and whatever writes files live on
 * the same events.
 */
public sealed interface MonitorEvent
    permits BaselineLearned,
        ContextFound,
        DriftClosed,
        DriftOpened,
        DriftUpdated,
        EventsDropped,
        Failed,
        IncidentWritten,
        LearningProgressed,
        ObservationsDropped,
        ProvenanceMismatched,
        StreamFitted,
        WatchingBegan,
        WindowJudged {
  /**
   * Who says it.
   *
   * @return the monitor's name
   */
  String monitor();
}
