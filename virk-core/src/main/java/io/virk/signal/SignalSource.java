package io.virk.signal;

import java.util.List;
import java.util.Set;

/**
 * Derives signals from observations. VIRK brings sources of images, logits, embeddings and of what
 * the host measures ({@link SignalSources}); a host may add its own, to the builder of the baseline
 * and to that of the monitor. Stateless and thread-safe: memory is the {@link Reader}'s.
 */
public interface SignalSource {
  /**
   * Its name: unique among the sources of a baseline, lower-case words joined by hyphens.
   *
   * @return for example "image"
   */
  String name();

  /**
   * The signals that it brings; each names it as its source.
   *
   * @return the same ones at every call, in the same order
   */
  List<? extends Signal> signals();

  /**
   * The tags that it reads, beside those that observations are sliced by: a builder of baselines
   * keeps no others.
   *
   * @return names of tags
   */
  default Set<String> tags() {
    return Set.of();
  }

  /**
   * Makes what reads observations, with memory of its own.
   *
   * @return a reader for one thread
   */
  Reader reader();

  /** Reads observations. Used by one thread at a time. */
  interface Reader {
    /**
     * Is told which observations it will read next, to compute for all at once. Optional.
     *
     * @param batch not modified, not kept beyond the next call
     */
    default void prepare(List<? extends Observation> batch) {}

    /**
     * Derives the signals of one observation. What an observation lacks is left out; what is
     * unusable is left out and told.
     *
     * @param observation what was captured. Not modified, not kept.
     * @param row takes the signals and flaws
     */
    void read(Observation observation, Row row);
  }

  /**
   * The signals of one observation, as they are derived. Every signal is missing until it is set.
   */
  interface Row {
    /**
     * Sets a scalar signal.
     *
     * @param signal one of the source's; passed over if the baseline does not have it
     * @param value in the signal's own unit; NaN if it is missing, infinite is a flaw
     */
    void set(ScalarSignal signal, double value);

    /**
     * Sets a categorical signal.
     *
     * @param signal one of the source's; passed over if the baseline does not have it
     * @param category &ge; 0, or {@link Observation#NO_CLASS}
     */
    void set(CategoricalSignal signal, int category);

    /**
     * Sets a vector signal.
     *
     * @param signal one of the source's; passed over if the baseline does not have it
     * @param vector as many finite values as the baseline's, otherwise a flaw; null if it is
     *     missing. Not modified, and kept until the next observation is read.
     */
    void set(VectorSignal signal, float[] vector);

    /**
     * Tells of an input that cannot be used.
     *
     * @param found what is wrong with it
     */
    void flawed(FlawFound found);
  }
}
