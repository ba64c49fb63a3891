package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.util.List;
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
   * The state of one slice. An observation costs a fixed time and allocates nothing. Larger
   * statistics are further from the baseline. Evidence does not grow beyond the threshold, so that
   * it is gone soon after the change is. Not thread-safe.
   */
  interface Watch {
    /**
     * Takes the next observation of the slice; one that lacks the signal is skipped.
     *
     * @param values its signals. Not modified, not kept.
     * @return whether the evidence is enough for a drift, with this observation as the last
     */
    boolean accept(SignalValues values);

    /**
     * Sets how often there may be a false alarm from now on. What was seen before stays, but a
     * change of the rate brings no evidence nearer to the threshold, so that what is allowed
     * observation by observation adds up. That holds as long as the rate does not follow from what
     * the observations look like. Costs as much as some thousand observations at most.
     *
     * @param falseAlarms allowed in one observation, in (0, 0.01]
     */
    void allow(double falseAlarms);

    /**
     * The evidence for a change.
     *
     * @return the statistic; 0 if there is none
     */
    double statistic();

    /**
     * The statistic of a drift.
     *
     * @return &gt; {@link #warningThreshold}
     */
    double threshold();

    /**
     * The statistic from which on there is a warning: by chance {@value #WARNINGS} times as often
     * as a drift.
     *
     * @return &gt; 0
     */
    double warningThreshold();

    /**
     * How often nothing at all looks like this: false alarms in one observation, if the threshold
     * were at the statistic.
     *
     * @return in (0, 1]
     */
    double chance();

    /**
     * How large the change is.
     *
     * @return standard deviations of the baseline, &ge; 0
     */
    double effectSize();

    /**
     * The effect below which there is no drift.
     *
     * @return in the unit of {@link #effectSize}, &ge; 0
     */
    double minimumEffect();

    /**
     * The change in the signal's own unit.
     *
     * @return mean since the change minus that of the baseline; NaN where that means nothing
     */
    double change();

    /**
     * When the change most likely began.
     *
     * @return number of an observation; -1 before the first
     */
    long onsetSequence();

    /**
     * Its time.
     *
     * @return milliseconds since 1970
     */
    long onsetEpochMillis();

    /**
     * Values since then.
     *
     * @return &ge; 0
     */
    int n();

    /** Forgets all observations. */
    void reset();

    /**
     * The state, without what comes from the baseline.
     *
     * @return for {@link #restore}
     */
    byte[] toBytes();

    /**
     * Goes on where another watch over the same baseline stood.
     *
     * @param bytes what its {@link #toBytes} wrote. Not modified.
     * @throws IllegalArgumentException if they are cut off or no possible state; this watch is then
     *     reset
     */
    void restore(byte[] bytes);

    /**
     * The memory that it holds.
     *
     * @return bytes, about
     */
    long memory();

    /** A warning may come by chance this many times as often as a drift. */
    int WARNINGS = 50;
  }
}
