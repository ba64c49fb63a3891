package io.virk;

import io.virk.baseline.LearningProgress;
import io.virk.capture.CaptureCost;
import io.virk.capture.EmbeddingCost;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;
import io.virk.event.DropReason;
import io.virk.event.Fit;
import io.virk.event.Sight;
import io.virk.event.StreamFrozen;
import io.virk.label.FeedbackStatus;
import io.virk.label.Performance;
import io.virk.signal.Flaw;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param sight what it sees as of now, what it is blind to, and how soon; empty while it learns
 * @param captured what came in
 * @param judged what was made of it
 * @param events what was told of it
 * @param cost what that took
 * @param failures what failed
 * @param feedback how labels find their observations; empty where none are expected
 * @param performance what labels say of the model, lately; empty where none are expected
 */
public record MonitorStatus(
    String monitor,
    MonitorState state,
    Optional<LearningProgress> learning,
    Optional<Sight> sight,
    Captured captured,
    Judged judged,
    Events events,
    Cost cost,
    Failures failures,
    Optional<FeedbackStatus> feedback,
    Optional<Performance> performance) {

  /**
   * What came in, and what was lost on the way to VIRK's thread.
   *
   * @param inferences that the host has run, estimated from those that the sampler chose
   * @param fraction the share of inferences that the sampler chooses: as set, or as counted so far
   * @param sampled inferences that the sampler or the host's mark chose
   * @param marked of them, those that only the host's mark chose ({@link Monitor#captureAlways})
   * @param claimed of the sampled, those that got a slot
   * @param droppedBy of the sampled, those that found no free slot, by reason
   * @param aborted captures that were closed without a commit, or whose code threw
   * @param thrown of the aborted, those of code given to {@link Monitor#observe} that threw
   * @param orphaned captures that were held for longer than the lease, and lost
   * @param unfinished captures that are with the host or wait for VIRK's thread; after close, those
   *     that were lost to it
   * @param slots captures that can be with the host or wait at a time
   */
  public record Captured(
      double inferences,
      double fraction,
      long sampled,
      long marked,
      long claimed,
      Map<DropReason, Long> droppedBy,
      long aborted,
      long thrown,
      long orphaned,
      long unfinished,
      int slots) {
    public Captured {
      droppedBy = Map.copyOf(droppedBy);
    }

    /**
     * Inferences that were sampled and found no free slot.
     *
     * @return those of all reasons
     */
    public long dropped() {
      return droppedBy.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * What was made of the observations.
   *
   * @param observations that VIRK's thread has taken
   * @param flaws observations with unusable parts, by what is wrong; only what occurred
   * @param windows judged
   * @param slicesEvicted slices that were forgotten to make room for others
   * @param driftsOpened drifts opened so far
   * @param driftsReopened times that a drift which had closed was reopened
   * @param driftsClosed times that a drift closed
   * @param open drifts that are open now
   * @param blind what the monitor does not see, a sentence each; empty while it learns
   * @param fits streams, one a slice and one of all, by how they compare with the baseline; those
   *     that are not known yet, or count as fitting without being asked, are not in it
   * @param uncompared streams of which it is not known yet whether they fit: no drift can open
   *     there ({@link Monitor#streams})
   * @param apart of how many observations one counts in a window, for neighbours resemble each
   *     other; 1 if all do, a mean of the last windows
   * @param silent slices that send nothing any more, and that was told; all observations, if
   *     nothing comes at all
   * @param frozen slices that send the same picture again and again, as it was told; all
   *     observations, if all do
   * @param moved slices of cameras whose picture is not where it was in the baseline, or is another
   *     camera's, as it was told
   */
  public record Judged(
      long observations,
      Map<Flaw, Long> flaws,
      long windows,
      long slicesEvicted,
      long driftsOpened,
      long driftsReopened,
      long driftsClosed,
      List<Drift> open,
      List<String> blind,
      Map<Fit, Long> fits,
      long uncompared,
      double apart,
      List<Slice> silent,
      List<StreamFrozen> frozen,
      Map<Slice, SceneChange> moved) {
    public Judged {
      flaws = Map.copyOf(flaws);
      open = List.copyOf(open);
      blind = List.copyOf(blind);
      fits = Map.copyOf(fits);
      silent = List.copyOf(silent);
      frozen = List.copyOf(frozen);
      moved = Collections.unmodifiableMap(new LinkedHashMap<>(moved));
    }

    /** While it learns. */
    static Judged none(long observations, Map<Flaw, Long> flaws) {
      return new Judged(
          observations,
          flaws,
          0,
          0,
          0,
          0,
          0,
          List.of(),
          List.of(),
          Map.of(),
          0,
          1,
          List.of(),
          List.of(),
          Map.of());
    }

    /**
     * Observations with unusable parts.
     *
     * @return those of all flaws; one with two flaws counts twice
     */
    public long flawed() {
      return flaws.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * What was told. Events wait for listeners that take their time, and bundles for the disk; both
   * have threads of their own, unless listeners are called on VIRK's.
   *
   * @param waiting events that wait for the listeners
   * @param windowsDropped events of judged windows that found no room to wait
   * @param othersDropped other events that found none, for there were no windows to make it
   * @param listening the listener that is being called now, and for how long; empty if none is
   * @param incidentsWritten bundles written, those of a drift's end among them
   * @param incidentsWaiting bundles that wait for the disk, or are being written
   * @param incidentsSpooled incidents that wait in a {@link io.virk.incident.Spool} for its sink
   * @param incidentsLost states of incidents that were given up: not written or not sent after many
   *     tries, or more than a spool may keep
   * @param evidenceGivenUp observations that found no room in the recorder or in an incident, and
   *     bundles that made room for newer ones
   * @param summariesWaiting summaries for a fleet that wait for their sink
   * @param summariesLost those that were given up, for too many waited
   */
  public record Events(
      int waiting,
      long windowsDropped,
      long othersDropped,
      Optional<Call> listening,
      long incidentsWritten,
      int incidentsWaiting,
      int incidentsSpooled,
      long incidentsLost,
      long evidenceGivenUp,
      int summariesWaiting,
      long summariesLost) {}

  /**
   * A call that has not returned yet.
   *
   * @param listener name of its class
   * @param since how long ago it began
   */
  public record Call(String listener, Duration since) {}

  /**
   * What watching costs the host.
   *
   * @param worked how long VIRK's thread has worked
   * @param cpu of that, how long it used a core, where the JVM can say so; what the budget goes by
   * @param cpuBudget how much of a core VIRK's thread may use, in (0, 1]
   * @param lag how long the last observation that was timed had waited for VIRK's thread
   * @param capture how long captures take on the host's threads
   * @param embedding what an embedding costs; empty without an embedder, and before the first
   * @param memory what slots, windows, the flight recorder and the index of labels hold, bytes,
   *     about
   */
  public record Cost(
      Duration worked,
      Duration cpu,
      double cpuBudget,
      Duration lag,
      CaptureCost capture,
      Optional<EmbeddingCost> embedding,
      long memory) {}

  /**
   * What failed; the monitor went on without it.
   *
   * @param embedder batches that the embedder failed on
   * @param input parts of observations that could not be used ({@link Judged#flaws} tells them
   *     apart), captures that were lost, and code given to {@link Monitor#observe} that threw
   * @param learning baselines that were learned, and could not be built or saved
   * @param evaluation steps that met an unexpected error, most of which lost an observation
   * @param incidents attempts to write an incident, or to send it to a sink, that failed
   * @param summaries attempts to hand summaries to their sink that failed
   * @param listeners calls of listeners, of Flight Recorder and of the log that threw
   */
  public record Failures(
      long embedder,
      long input,
      long learning,
      long evaluation,
      long incidents,
      long summaries,
      long listeners) {
    /**
     * All of them.
     *
     * @return a count
     */
    public long total() {
      return embedder + input + learning + evaluation + incidents + summaries + listeners;
    }
  }

  /**
   * Whether it has not been closed.
   *
   * @return false once it is closed
   */
  public boolean running() {
    return state != MonitorState.CLOSED;
  }

  /**
   * What is wrong, or may be, and what to do about it.
   *
   * @return a sentence each; empty if all is well
   */
  public List<String> problems() {
    return new StatusText(this).problems();
  }

  /**
   * All of it in words, for a person who asks how the monitor is: a few lines of figures, and a
   * line for each of the {@link #problems}.
   *
   * @return lines, each ends with a line feed
   */
  public String text() {
    return new StatusText(this).text();
  }
}
