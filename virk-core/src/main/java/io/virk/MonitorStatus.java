package io.virk;

import io.virk.baseline.LearningProgress;
import io.virk.capture.CaptureCost;
import io.virk.detect.Drift;
import io.virk.event.DropReason;
import io.virk.signal.Flaw;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of a monitor's counters. Counters are read one after the other while the monitor runs,
 * so that sums may be off by the observations in flight; once it is closed they are exact.
 *
 * @param monitor name of the monitor
 * @param state whether it learns, watches, or is closed
 * @param learning how far it is with learning its baseline; empty where it was given one
 * @param observed inferences that the host has run, estimated from those that the sampler chose
 * @param fraction the share of inferences that the sampler chooses: as set, or as counted so far
 * @param sampled inferences that the sampler or the host's mark chose
 * @param marked of them, those that only the host's mark chose ({@link Monitor#captureAlways})
 * @param captured of them, those that got a slot
 * @param dropped of them, those that found no free slot
 * @param droppedBy the same, by reason
 * @param aborted captures that were closed without a commit
 * @param drained observations that VIRK's thread has taken
 * @param unfinished captures that are with the host or wait to be drained; after close, those that
 *     were lost to it
 * @param flaws observations with unusable parts, by what is wrong; only what occurred
 * @param embedderFailures batches that the embedder failed on
 * @param evaluationFailures observations that were lost to an unexpected error
 * @param incidentFailures incident bundles that could not be written
 * @param listenerFailures calls of listeners that threw
 * @param windows windows judged
 * @param slicesEvicted slices that were forgotten to make room for others
 * @param driftsOpened drifts opened so far
 * @param driftsClosed drifts closed so far
 * @param openDrifts drifts that are open now
 * @param drainNanos time that VIRK's thread has worked, nanoseconds
 * @param lag how long the last observation that was timed had waited for VIRK's thread
 * @param captureCost how long captures take on the host's threads
 * @param memory what slots, windows and the flight recorder hold, bytes, about
 */
public record MonitorStatus(
    String monitor,
    MonitorState state,
    Optional<LearningProgress> learning,
    double observed,
    double fraction,
    long sampled,
    long marked,
    long captured,
    long dropped,
    Map<DropReason, Long> droppedBy,
    long aborted,
    long drained,
    long unfinished,
    Map<Flaw, Long> flaws,
    long embedderFailures,
    long evaluationFailures,
    long incidentFailures,
    long listenerFailures,
    long windows,
    long slicesEvicted,
    long driftsOpened,
    long driftsClosed,
    List<Drift> openDrifts,
    long drainNanos,
    Duration lag,
    CaptureCost captureCost,
    long memory) {
  /**
   * Whether it has not been closed.
   *
   * @return false once it is closed
   */
  public boolean running() {
    return state != MonitorState.CLOSED;
  }
}
