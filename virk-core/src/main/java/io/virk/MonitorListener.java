package io.virk;

import io.virk.event.BaselineLearned;
import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.ContextFound;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
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
import io.virk.event.WindowJudged;

/**
 * What a host wants to be told. All listeners of a monitor are called on one thread of their own,
 * one event at a time, in the order of what happened; a slow one makes the others wait, but not
 * VIRK, and never inference. Events wait in a bounded queue: see {@link EventsDropped}. Where the
 * host polls, or asks for it ({@link MonitorBuilder#listenersOnVirkThread}), they are called on
 * VIRK's thread.
 *
 * <p>A listener that throws is counted and logged once; it stays registered.
 */
public interface MonitorListener {
  /**
   * Every event, of whichever kind: for a sink that passes them on. Unless it is overridden it
   * calls the method of the event's kind.
   *
   * @param event what happened
   */
  default void onEvent(MonitorEvent event) {
    if (event instanceof WindowJudged e) {
      onWindowJudged(e);
    } else if (event instanceof DriftOpened e) {
      onDriftOpened(e);
    } else if (event instanceof DriftUpdated e) {
      onDriftUpdated(e);
    } else if (event instanceof DriftReopened e) {
      onDriftReopened(e);
    } else if (event instanceof CauseChanged e) {
      onCauseChanged(e);
    } else if (event instanceof DriftClosed e) {
      onDriftClosed(e);
    } else if (event instanceof IncidentWritten e) {
      onIncidentWritten(e);
    } else if (event instanceof WatchingBegan e) {
      onWatchingBegan(e);
    } else if (event instanceof StreamFitted e) {
      onStreamFitted(e);
    } else if (event instanceof StreamStopped e) {
      onStreamStopped(e);
    } else if (event instanceof StreamResumed e) {
      onStreamResumed(e);
    } else if (event instanceof StreamFrozen e) {
      onStreamFrozen(e);
    } else if (event instanceof StreamThawed e) {
      onStreamThawed(e);
    } else if (event instanceof CameraMoved e) {
      onCameraMoved(e);
    } else if (event instanceof Triggered e) {
      onTriggered(e);
    } else if (event instanceof ConceptJudged e) {
      onConceptJudged(e);
    } else if (event instanceof ChallengerJudged e) {
      onChallengerJudged(e);
    } else if (event instanceof ContextFound e) {
      onContextFound(e);
    } else if (event instanceof BaselineLearned e) {
      onBaselineLearned(e);
    } else if (event instanceof LearningProgressed e) {
      onLearningProgressed(e);
    } else if (event instanceof ObservationsDropped e) {
      onObservationsDropped(e);
    } else if (event instanceof EventsDropped e) {
      onEventsDropped(e);
    } else if (event instanceof ProvenanceMismatched e) {
      onProvenanceMismatched(e);
    } else if (event instanceof Failed e) {
      onFailed(e);
    } else {
      throw new AssertionError(event);
    }
  }

  /**
   * The monitor works with something else than its baseline was made with. Before anything else,
   * once for each difference.
   *
   * @param event what differs
   */
  default void onProvenanceMismatched(ProvenanceMismatched event) {}

  /**
   * A window has been judged; most are normal.
   *
   * @param event the window and its verdicts
   */
  default void onWindowJudged(WindowJudged event) {}

  /**
   * A drift began: whoever is on call wants to know.
   *
   * @param event the drift and its diagnosis
   */
  default void onDriftOpened(DriftOpened event) {}

  /**
   * A drift goes on.
   *
   * @param event the drift as it is now
   */
  default void onDriftUpdated(DriftUpdated event) {}

  /**
   * A drift that had closed goes on: whoever was told of it knows it already.
   *
   * @param event the drift as it is now
   */
  default void onDriftReopened(DriftReopened event) {}

  /**
   * A drift that is open has another cause than was told: whoever is at it wants to know.
   *
   * @param event what was told, and what there is instead
   */
  default void onCauseChanged(CauseChanged event) {}

  /**
   * A drift is over.
   *
   * @param event the drift as it was
   */
  default void onDriftClosed(DriftClosed event) {}

  /**
   * The evidence of a drift has been written.
   *
   * @param event the drift and the file
   */
  default void onIncidentWritten(IncidentWritten event) {}

  /**
   * The monitor begins to watch: at its start, or when it has learned its baseline.
   *
   * @param event what it sees, and what it is blind to
   */
  default void onWatchingBegan(WatchingBegan event) {}

  /**
   * A stream that the monitor has not seen before was compared with the baseline.
   *
   * @param event whose, and how it compares
   */
  default void onStreamFitted(StreamFitted event) {}

  /**
   * Nothing has come of a stream for longer than its pace explains. Once, until it sends again.
   *
   * @param event whose, and for how long
   */
  default void onStreamStopped(StreamStopped event) {}

  /**
   * A stream that had stopped sends again.
   *
   * @param event whose, and how long nothing had come
   */
  default void onStreamResumed(StreamResumed event) {}

  /**
   * A stream repeats itself to the last bit for longer than its past explains. Once, until it moves
   * again.
   *
   * @param event whose, since when, and what
   */
  default void onStreamFrozen(StreamFrozen event) {}

  /**
   * A stream that was frozen moves again.
   *
   * @param event whose, and how long it was
   */
  default void onStreamThawed(StreamThawed event) {}

  /**
   * The picture of a camera that stood still has moved, or is another camera's; once, until it is
   * back in its place, which is told, too.
   *
   * @param event whose, and how
   */
  default void onCameraMoved(CameraMoved event) {}

  /**
   * Somebody should look after the model: it is time, a drift opened, or labels prove something.
   * Only where {@link MonitorBuilder#feedback} asks for it.
   *
   * @param event why, by which evidence, and what to do first
   */
  default void onTriggered(Triggered event) {}

  /**
   * Labels say whether it is the inputs that have moved, or what they mean; told when that changes.
   * Only where {@link MonitorBuilder#feedback} is on and the baseline knows how the model erred.
   *
   * @param event which, by how many labels, and what to do first
   */
  default void onConceptJudged(ConceptJudged event) {}

  /**
   * Labels decide between the model that is watched and a challenger; told when that changes.
   *
   * @param event promote or keep, by how many labels, and what to do first
   */
  default void onChallengerJudged(ChallengerJudged event) {}

  /**
   * An observation came in a context that the baseline has never seen. Once for each context.
   *
   * @param event which, and when
   */
  default void onContextFound(ContextFound event) {}

  /**
   * There is enough of the stream, whose stability is being checked; or it was stable, and the
   * baseline is being built; or it was not, and learning goes on.
   *
   * @param event where learning stands
   */
  default void onLearningProgressed(LearningProgressed event) {}

  /**
   * A baseline was learned from live traffic; windows are judged from now on.
   *
   * @param event the baseline
   */
  default void onBaselineLearned(BaselineLearned event) {}

  /**
   * Captures found no slot. At most once in the drop report period.
   *
   * @param event how many, and why
   */
  default void onObservationsDropped(ObservationsDropped event) {}

  /**
   * Listeners were slow, and events did not fit the queue before them.
   *
   * @param event how many are missing here
   */
  default void onEventsDropped(EventsDropped event) {}

  /**
   * Something inside VIRK failed, or what the host hands over cannot be used.
   *
   * @param event what and why
   */
  default void onFailed(Failed event) {}
}
