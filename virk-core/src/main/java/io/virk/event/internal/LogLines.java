package io.virk.event.internal;

import io.virk.detect.Drift;
import io.virk.event.BaselineLearned;
import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.ContextFound;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DropReason;
import io.virk.event.EventsDropped;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.LearningProgressed;
import io.virk.event.MonitorEvent;
import io.virk.event.ObservationsDropped;
import io.virk.event.ProvenanceMismatched;
import io.virk.event.StreamFitted;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.StreamThawed;
import io.virk.event.Triggered;
import io.virk.event.WatchingBegan;
import io.virk.internal.Text;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Writes what an operator wants to read of the events into the log, a line each. Any thread. */
public final class LogLines implements Consumer<MonitorEvent> {
  private final Logger log;
  private final AtomicBoolean observationsDropped = new AtomicBoolean();
  private final AtomicBoolean eventsDropped = new AtomicBoolean();

  /**
   * Has nothing to write yet.
   *
   * @param log where to
   */
  public LogLines(Logger log) {
    this.log = log;
  }

  @Override
  public void accept(MonitorEvent event) {
    if (event instanceof DriftOpened e) {
      log.warn(
          "{}: drift {} opened: {}. {} ({})",
          e.monitor(),
          e.drift().number(),
          e.diagnosis().headline(),
          e.diagnosis().recommendedAction(),
          e.diagnosis().step().whoAndWhen());
    } else if (event instanceof DriftReopened e) {
      log.warn(
          "{}: drift {} is open again: {}",
          e.monitor(),
          e.drift().number(),
          e.diagnosis().headline());
    } else if (event instanceof CauseChanged e) {
      log.warn("{}: drift {} has another cause: {}", e.monitor(), e.drift().number(), e.inWords());
    } else if (event instanceof DriftClosed e) {
      log.info("{}: drift {} closed: {}", e.monitor(), e.drift().number(), e.inWords());
    } else if (event instanceof IncidentWritten e) {
      log.info(
          "{}: evidence of {}: {}",
          e.monitor(),
          e.drift().map(LogLines::soFar).orElse("\"" + Text.clean(e.reason()) + "\""),
          Text.clean(e.incident().toString(), Text.SENTENCE));
    } else if (event instanceof ContextFound e) {
      log.warn("{}: {}", e.monitor(), e.inWords());
    } else if (event instanceof WatchingBegan e) {
      e.sight()
          .inWords()
          .forEach(line -> log.info("{}: {}", e.monitor(), Text.clean(line, Text.SENTENCE)));
    } else if (event instanceof StreamFitted e) {
      fitted(e);
    } else if (event instanceof StreamStopped e) {
      log.warn("{}: {}", e.monitor(), e.inWords());
    } else if (event instanceof StreamResumed e) {
      log.info("{}: {}", e.monitor(), e.inWords());
    } else if (event instanceof StreamFrozen e) {
      log.warn("{}: {}. {}", e.monitor(), e.inWords(), e.action());
    } else if (event instanceof StreamThawed e) {
      log.info("{}: {}", e.monitor(), e.inWords());
    } else if (event instanceof CameraMoved e) {
      log.warn("{}: {}", e.monitor(), e.inWords());
    } else if (event instanceof Triggered e) {
      log.warn(
          "{}: {}. {} ({})",
          e.monitor(),
          Text.clean(e.inWords(), Text.SENTENCE),
          e.step().what(),
          e.step().whoAndWhen());
    } else if (event instanceof ConceptJudged e) {
      log.atLevel(e.conceptShift() ? Level.WARN : Level.INFO)
          .log(
              "{}: {} {} ({})",
              e.monitor(),
              Text.clean(e.inWords(), Text.SENTENCE),
              e.step().what(),
              e.step().whoAndWhen());
    } else if (event instanceof ChallengerJudged e) {
      log.info(
          "{}: {}. {} ({})",
          e.monitor(),
          Text.clean(e.inWords(), Text.SENTENCE),
          e.step().what(),
          e.step().whoAndWhen());
    } else if (event instanceof LearningProgressed e) {
      progressed(e);
    } else if (event instanceof BaselineLearned e) {
      log.info("{}: watching against {}, which it has learned", e.monitor(), e.baseline());
    } else if (event instanceof ProvenanceMismatched e) {
      log.warn("{}: {}", e.monitor(), Text.clean(e.inWords(), Text.SENTENCE));
    } else if (event instanceof ObservationsDropped e && !observationsDropped.getAndSet(true)) {
      boolean withHost = 2 * e.held() >= e.slots();
      log.warn(
          "{}: captures find no free slot: {}, with {} of {} slots at the host: {}. status() counts on",
          e.monitor(),
          DropReason.inWords(e.dropped()),
          e.held(),
          e.slots(),
          withHost
              ? "if that stays so, captures are neither committed nor closed"
              : "VIRK's thread is behind or at its CPU budget; sample less, set more slots, or allow"
                  + " it more (cpuBudget)");
    } else if (event instanceof EventsDropped e && !eventsDropped.getAndSet(true)) {
      log.warn(
          "{}: listeners take so long that {} events of windows and {} others were not told: what"
              + " takes long belongs on a thread of the listener's own; more are counted in"
              + " status()",
          e.monitor(),
          e.windows(),
          e.others());
    } else if (event instanceof Failed e && e.count() == 1) {
      failed(e);
    }
  }

  /** What the host handed over has no stack: VIRK's own says nothing to anybody. */
  private void failed(Failed event) {
    String what = Text.clean(event.what(), Text.SENTENCE);
    String line = "{}: {}; more of the kind are counted in status()";
    if (event.part() == Failed.Part.INPUT && what.equals(Text.message(event.cause()))) {
      log.warn(line, event.monitor(), what);
    } else {
      log.warn(line, event.monitor(), what, Text.loggable(event.cause()));
    }
  }

  private void fitted(StreamFitted event) {
    String words = Text.clean(event.inWords(), Text.SENTENCE);
    switch (event.fit()) {
      case MOVED, UNKNOWN -> log.warn("{}: {}", event.monitor(), words);
      case NARROWER -> log.info("{}: {}", event.monitor(), words);
      default -> log.debug("{}: {}", event.monitor(), words);
    }
  }

  private void progressed(LearningProgressed event) {
    switch (event.progress().state()) {
      case READY ->
          log.info(
              "{}: has learned from {} observations", event.monitor(), event.progress().observed());
      case UNSTABLE ->
          log.warn(
              "{}: the stream was not stable while it was learned, so it goes on: {}",
              event.monitor(),
              Text.clean(event.progress().instability().orElse(""), Text.SENTENCE));
      default -> {
        // it has begun to check
      }
    }
  }

  /** The evidence is told again as it grows: what is new in it is how far the drift has come. */
  private static String soFar(Drift drift) {
    String windows = drift.windows() == 0 ? "" : ", " + Text.count(drift.windows(), "window");
    return "drift " + drift.number() + (drift.isOpen() ? windows : ", closed");
  }
}
