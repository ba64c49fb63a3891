package io.virk.tools;

import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.ContextFound;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.Failed;
import io.virk.event.Fit;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.ProvenanceMismatched;
import io.virk.event.StreamFitted;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.StreamThawed;
import io.virk.event.Triggered;
import java.util.Optional;

/** What an event says. */
final class EventWords {
  private EventWords() {}

  /** In a line; empty for what is of no interest afterwards. */
  static Optional<String> of(MonitorEvent event) {
    return Optional.ofNullable(words(event)).map(Console::clean);
  }

  private static String words(MonitorEvent event) {
    if (event instanceof DriftOpened e) {
      return "drift " + e.drift().number() + " opened: " + e.diagnosis().headline();
    } else if (event instanceof DriftReopened e) {
      return "drift " + e.drift().number() + " is open again: " + e.diagnosis().headline();
    } else if (event instanceof CauseChanged e) {
      return "drift " + e.drift().number() + " has another cause: " + e.inWords();
    } else if (event instanceof DriftUpdated e) {
      return "drift " + e.drift().number() + " goes on: " + e.inWords();
    } else if (event instanceof DriftClosed e) {
      return "drift " + e.drift().number() + " closed: " + e.inWords();
    } else if (event instanceof StreamFitted e) {
      return e.fit() == Fit.FITS ? null : e.inWords();
    } else if (event instanceof StreamStopped e) {
      return e.inWords();
    } else if (event instanceof StreamResumed e) {
      return e.inWords();
    } else if (event instanceof StreamFrozen e) {
      return e.inWords() + ". " + e.action();
    } else if (event instanceof StreamThawed e) {
      return e.inWords();
    } else if (event instanceof CameraMoved e) {
      return e.inWords();
    } else if (event instanceof Triggered e) {
      return e.inWords();
    } else if (event instanceof ConceptJudged e) {
      return e.inWords();
    } else if (event instanceof ChallengerJudged e) {
      return e.inWords();
    } else if (event instanceof ContextFound e) {
      return e.inWords();
    } else if (event instanceof ProvenanceMismatched e) {
      return e.inWords();
    } else if (event instanceof IncidentWritten e) {
      return "evidence: " + e.incident();
    } else if (event instanceof Failed e) {
      return e.what() + ": " + e.cause().getMessage();
    }
    return null;
  }
}
