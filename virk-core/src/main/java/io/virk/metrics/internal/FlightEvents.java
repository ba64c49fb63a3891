package io.virk.metrics.internal;

import io.virk.capture.internal.DrainTrace;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.Step;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.Sight;
import io.virk.event.Triggered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes what a monitor does into JDK Flight Recorder, or nowhere where the JVM has none. VIRK's
 * thread, one call at a time, unless a method says otherwise; never the host's. An event that
 * nobody records costs a comparison.
 */
public interface FlightEvents extends DrainTrace {
  /** For a JVM without Flight Recorder. */
  FlightEvents NONE =
      new FlightEvents() {
        @Override
        public void windowEvaluated(Slice slice, List<DetectionResult> results) {}

        @Override
        public void driftOpened(
            Drift drift, String headline, String cause, Step step, int reopened) {}

        @Override
        public void causeChanged(int drift, Slice slice, String before, String headline) {}

        @Override
        public void driftClosed(Drift drift, String headline) {}

        @Override
        public void streamStopped(Slice slice, Duration silence, Duration interval) {}

        @Override
        public void streamResumed(Slice slice, Duration silence) {}

        @Override
        public void streamFrozen(Slice slice, long observations, String source) {}

        @Override
        public void streamThawed(Slice slice, long observations, Duration frozen) {}

        @Override
        public void cameraMoved(Slice slice, Position at, SceneChange scene) {}

        @Override
        public void triggered(Triggered event) {}

        @Override
        public void conceptJudged(ConceptJudged event) {}

        @Override
        public void challengerJudged(ChallengerJudged event) {}

        @Override
        public void watchingBegan(Sight sight) {}

        @Override
        public void failed(String part, Throwable cause) {}

        @Override
        public void incidentWritten(Optional<Drift> drift, Path file) {}

        @Override
        public void eventsDropped(long windows, long others, int capacity) {}

        @Override
        public void dropped(String reason, long total) {}

        @Override
        public Batch beginDrain() {
          return Batch.NONE;
        }
      };

  /**
   * Registers the events with Flight Recorder, once per JVM. It loads classes: called when a
   * monitor starts, and not from an inference thread.
   *
   * @param monitor name of the monitor
   * @return {@link #NONE} if the JVM has no Flight Recorder, or it cannot be used
   */
  static FlightEvents start(String monitor) {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      return NONE;
    }
    try {
      return JfrFlightEvents.start(monitor);
    } catch (RuntimeException | LinkageError e) {
      // a class loader that hides jdk.jfr, or a recorder that refuses: monitoring goes on without
      return NONE;
    }
  }

  /**
   * A window has been judged.
   *
   * @param slice whose window
   * @param results one a signal and detector
   */
  void windowEvaluated(Slice slice, List<DetectionResult> results);

  /**
   * A drift began, or is open again.
   *
   * @param drift the episode
   * @param headline what happened, in words
   * @param cause what is named: a physical cause, a family of them, a blank image; null if nothing
   *     is
   * @param step what is to be done
   * @param reopened how often it was closed before and is open again
   */
  void driftOpened(Drift drift, String headline, String cause, Step step, int reopened);

  /**
   * An open drift has another cause than was told.
   *
   * @param drift number of the episode
   * @param slice whose windows say so
   * @param before what was told before, in words
   * @param headline what there is instead, in words
   */
  void causeChanged(int drift, Slice slice, String before, String headline);

  /**
   * A drift is over.
   *
   * @param drift the episode
   * @param headline what happened, in words
   */
  void driftClosed(Drift drift, String headline);

  /**
   * Nothing has come of a stream for long.
   *
   * @param slice whose
   * @param silence since its last observation
   * @param interval from one observation to the next before
   */
  void streamStopped(Slice slice, Duration silence, Duration interval);

  /**
   * A stream that had stopped sends again.
   *
   * @param slice whose
   * @param silence how long nothing had come
   */
  void streamResumed(Slice slice, Duration silence);

  /**
   * A stream repeats itself for long.
   *
   * @param slice whose
   * @param observations that are the same
   * @param source what of them is compared
   */
  void streamFrozen(Slice slice, long observations, String source);

  /**
   * A stream that was frozen moves again.
   *
   * @param slice whose
   * @param observations that were the same
   * @param frozen how long
   */
  void streamThawed(Slice slice, long observations, Duration frozen);

  /**
   * The picture of a camera that stood still has moved, or is back in its place.
   *
   * @param slice whose
   * @param at the last of the pictures that say so
   * @param scene how it compares with what the baseline saw
   */
  void cameraMoved(Slice slice, Position at, SceneChange scene);

  /**
   * Somebody should look after the model.
   *
   * @param event why, and what to do first
   */
  void triggered(Triggered event);

  /**
   * Labels say whether the inputs have moved, or what they mean.
   *
   * @param event which, and by how many labels
   */
  void conceptJudged(ConceptJudged event);

  /**
   * Labels decide between the model that is watched and another one.
   *
   * @param event promote or keep, and by how many labels
   */
  void challengerJudged(ChallengerJudged event);

  /**
   * The monitor begins to watch.
   *
   * @param sight what it sees, and what it is blind to
   */
  void watchingBegan(Sight sight);

  /**
   * Something inside VIRK failed.
   *
   * @param part what failed
   * @param cause why
   */
  void failed(String part, Throwable cause);

  /**
   * The evidence of a drift is on disk. Any thread: incidents have one of their own.
   *
   * @param drift the episode, as it is in the bundle
   * @param file the bundle
   */
  void incidentWritten(Optional<Drift> drift, Path file);

  /**
   * Events did not fit the queue before the listeners. Any thread: listeners have one of their own.
   *
   * @param windows events of judged windows that were dropped since the last call
   * @param others all else that was dropped since then
   * @param capacity events that may wait
   */
  void eventsDropped(long windows, long others, int capacity);
}
