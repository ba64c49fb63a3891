package io.virk.detect;

import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.internal.Named;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Watches a stream of one signal observation by observation: it need not wait for a window to fill.
 * Stateless and thread-safe: what is learned from the baseline, and the state of one slice, are in
 * the {@link Watch} that it makes.
 */
public interface SequentialDetector {
  /**
   * Its name: unique among all detectors, lower-case, words joined by hyphens.
   *
   * @return for example "cusum"
   */
  String name();

  /**
   * Whether it understands a signal.
   *
   * @param signal any signal
   * @return true if {@link #against} accepts it
   */
  boolean appliesTo(Signal signal);

  /**
   * Prepares the watch over one slice. Reference and calibration rows come together, in time order:
   * no model was fitted on either, and a watch whose threshold stands for a hundred thousand
   * observations needs every one of them.
   *
   * @param signal the signal that is watched
   * @param rows of the baseline that nothing was fitted on, in time order. Not modified, not kept.
   * @param autocorrelationTime integrated autocorrelation time of the signal, observations, &ge; 1
   * @param falseAlarms allowed in one observation, in (0, 0.01]: one over the mean number of
   *     observations between two of them; until {@link Watch#allow} says otherwise
   * @param seed of whatever is simulated
   * @return a watch that has seen nothing, or empty if the rows are too few or never vary
   */
  Optional<Watch> against(
      Signal signal, SignalTable rows, double autocorrelationTime, double falseAlarms, long seed);

  /**
   * One of each.
   *
   * @return the e-detector, NEWMA and CUSUM
   */
  static List<SequentialDetector> all() {
    return List.of(new ConformalEDetector(), new NewmaDetector(), new CusumDetector());
  }

  /**
   * One of {@link #all()} by its name.
   *
   * @param name for example "cusum"
   * @return the detector
   * @throws IllegalArgumentException if there is none of that name; the message lists all
   */
  static SequentialDetector named(String name) {
    return Named.of("name", name, all(), SequentialDetector::name);
  }

  /**
   * The state of one slice. An observation costs a fixed time and allocates nothing. Larger
   * statistics are further from the baseline. Evidence does not grow beyond the threshold, so that
   * it is gone soon after the change is. Not thread-safe.
   *
   * <p>A detector of one's own has no more to write than these methods: when an alarm is told and
   * how often, what a result says of it, and the frame of the state's bytes are VIRK's.
   */
  interface Watch {
    /**
     * Takes the next observation of the slice; one that lacks the signal is skipped.
     *
     * @param values its signals. Not modified, not kept.
     * @return {@link Verdict#DRIFT} if the evidence is enough with this observation as the last,
     *     else {@link Verdict#WARNING} as long as the statistic is above the threshold of a
     *     warning, else {@link Verdict#NORMAL}
     */
    Verdict accept(SignalValues values);

    /**
     * Sets how often there may be a false alarm from now on. What was seen before stays, but a
     * change of the rate brings no evidence nearer to the threshold, so that what is allowed
     * observation by observation adds up. That holds as long as the rate does not follow from what
     * the observations look like. Costs as much as some thousand observations at most.
     *
     * @param falseAlarms allowed in one observation, in (0, 0.01]; a warning may come {@value
     *     FalseAlarms#WARNINGS} times as often
     */
    void allow(double falseAlarms);

    /**
     * How things stand.
     *
     * @return the evidence so far
     */
    Standing standing();

    /** Forgets all observations, but not what is allowed. */
    void reset();

    /**
     * Writes the state, without what comes from the baseline or is allowed.
     *
     * @param out where to
     * @throws IOException if that cannot be written
     */
    void write(DataOutput out) throws IOException;

    /**
     * Goes on where another watch over the same baseline stood. What is thrown here resets this
     * watch.
     *
     * @param in what its {@link #write} wrote
     * @throws IOException if it ends too early
     * @throws IllegalArgumentException if it is no possible state
     */
    void read(DataInput in) throws IOException;

    /**
     * The memory that it holds.
     *
     * @return bytes, about
     */
    default long memory() {
      return 1000;
    }
  }

  /**
   * What a watch knows.
   *
   * @param evidence the statistic, 0 if there is no evidence, its thresholds and what it is worth
   * @param effect how large the change is, in standard deviations of the baseline
   * @param onset the observation with which the change most likely began; its number is -1 before
   *     the first
   * @param n values since then, &ge; 0
   */
  record Standing(Evidence evidence, Effect effect, Position onset, int n) {
    public Standing {
      Objects.requireNonNull(evidence, "evidence");
      Objects.requireNonNull(effect, "effect");
      Objects.requireNonNull(onset, "onset");
      if (n < 0) {
        throw new IllegalArgumentException("n: " + n + " (expected: >= 0)");
      }
    }
  }
}
