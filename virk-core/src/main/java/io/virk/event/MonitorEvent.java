package io.virk.event;

/**
 * What a monitor has to say. Listeners, Flight Recorder, meters and whatever writes files live on
 * the same events.
 */
public sealed interface MonitorEvent
    permits BaselineLearned,
        CameraMoved,
        CauseChanged,
        ChallengerJudged,
        ConceptJudged,
        ContextFound,
        DriftClosed,
        DriftOpened,
        DriftReopened,
        DriftUpdated,
        EventsDropped,
        Failed,
        IncidentWritten,
        LearningProgressed,
        ObservationsDropped,
        ProvenanceMismatched,
        StreamFitted,
        StreamFrozen,
        StreamResumed,
        StreamStopped,
        StreamThawed,
        Triggered,
        WatchingBegan,
        WindowJudged {
  /**
   * Who says it.
   *
   * @return the monitor's name
   */
  String monitor();
}
