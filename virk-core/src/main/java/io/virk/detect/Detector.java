package io.virk.detect;

import io.virk.internal.Named;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.List;
import java.util.Optional;

/**
 * Compares a window of one signal with the reference. Stateless and thread-safe: what is learned
 * from the reference is in the {@link Comparer} that it makes.
 */
public interface Detector {
  /**
   * Its name: unique, lower-case, words joined by hyphens.
   *
   * @return for example "mean-shift"
   */
  String name();

  /**
   * Whether it understands a kind of signal.
   *
   * @param signal any signal
   * @return true if {@link #against} accepts it
   */
  boolean appliesTo(Signal signal);

  /**
   * Prepares the comparison with a reference.
   *
   * @param signal the signal that is compared
   * @param reference rows of the baseline. Not modified, not kept.
   * @return an immutable comparer
   */
  Comparer against(Signal signal, SignalTable reference);

  /**
   * The smallest effect that deserves a drift: a significant but smaller one stays a {@link
   * Verdict#WARNING}.
   *
   * @return in the unit of {@link Comparison#effectSize}, &ge; 0
   */
  double minimumEffect();

  /**
   * How many independent observations it needs where those of the baseline are correlated, beyond
   * what every detector needs. With fewer it is calibrated, but gives no verdicts, and says why.
   *
   * @param signal one that it applies to
   * @param pool the observations. Not to be modified.
   * @return 0 if it needs no more than others
   */
  default double minimumEffectiveSize(Signal signal, SignalTable pool) {
    return 0;
  }

  /**
   * With which power of the variance of a window's mean its statistic grows where nothing has
   * changed: by this thresholds follow where the observations of a live stream resemble each other
   * more than those of the baseline. Too large a power makes it blunt there, too small a one wakes
   * people.
   *
   * @return 1 for squared distances, and for whatever is not known; 0.5 for distances
   */
  default double growth() {
    return 1;
  }

  /**
   * How much of the false alarms that are allowed it takes: more for one that looks for much at
   * once.
   *
   * @return in shares of a detector that takes 1; &gt; 0
   */
  default double share() {
    return 1;
  }

  /**
   * Whether it needs of a window no vectors but the mean of their random features ({@link
   * io.virk.signal.VectorColumn#featureMean}), so that it also judges slices that keep no
   * embeddings. A baseline with such a detector draws random features.
   *
   * @return false if it needs the vectors themselves, or compares none
   */
  default boolean comparesFeatures() {
    return false;
  }

  /**
   * The detector that takes its place in slices that keep no embeddings. It comes with this one,
   * and judges nothing where this one does.
   *
   * @return one that {@link #comparesFeatures}; empty if there is none
   */
  default Optional<Detector> standIn() {
    return Optional.empty();
  }

  /**
   * What {@link Comparison#effectSize} counts, in words.
   *
   * @return for example "standard deviations of the baseline"
   */
  default String effectUnit() {
    return "units of " + name();
  }

  /**
   * Draws the statistics that windows and references would have if nothing had changed: each draw
   * is a resampled window compared with a resampled reference, so that the sampling error of both
   * is in the null distribution.
   *
   * @param signal the signal that is compared
   * @param pool rows that nothing was fitted on. Not modified.
   * @param resampler says which rows form each pseudo-window and pseudo-reference
   * @param draws number of draws, &gt; 0
   * @return draws statistics, in no order; NaN where a draw had too few values
   */
  default double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    double[] statistics = new double[draws];
    for (int b = 0; b < draws; b++) {
      SignalTable reference = pool.take(resampler.reference(b));
      SignalTable window = pool.take(resampler.window(b));
      statistics[b] = against(signal, reference).compare(window).statistic();
    }
    return statistics;
  }

  /**
   * The detectors that are on by default: few, for every one takes its share of the false alarms
   * that are allowed. Not among them is what on real shifts found little that these do not find:
   * other distances of the same deciles or counts, and for embeddings what costs much more.
   *
   * @return one of each, in the order in which results are listed
   */
  static List<Detector> standard() {
    return List.of(
        new MeanShift(),
        new KolmogorovSmirnovDetector(),
        new PopulationStability(),
        new NewClass(),
        new MaximumMeanDiscrepancyDetector(),
        new MahalanobisShift(),
        new CauseScan());
  }

  /**
   * All detectors that VIRK brings, for scalar, categorical and vector signals.
   *
   * @return one of each, in the order in which results are listed
   */
  static List<Detector> all() {
    return List.of(
        new MeanShift(),
        new KolmogorovSmirnovDetector(),
        new WassersteinDetector(),
        new BinnedPopulationStability(),
        new KullbackLeiblerDetector(),
        new PopulationStability(),
        new ChiSquareDetector(),
        new JensenShannonDetector(),
        new NewClass(),
        new MaximumMeanDiscrepancyDetector(),
        new RandomFeatureMmd(),
        new MahalanobisShift(),
        new PerDimensionKolmogorovSmirnov(),
        new ClassifierDetector(),
        new CauseScan());
  }

  /**
   * One of {@link #all()} by its name.
   *
   * @param name for example "wasserstein"
   * @return the detector
   * @throws IllegalArgumentException if there is none of that name; the message lists all
   */
  static Detector named(String name) {
    return Named.of("name", name, all(), Detector::name);
  }

  /** The comparison with one reference. Immutable, thread-safe. */
  interface Comparer {
    /**
     * Compares a window.
     *
     * @param window the rows of a window. Not modified.
     * @return its distance from the reference
     */
    Comparison compare(SignalTable window);

    /**
     * Compares a window with memory that is used again and again. What it finds is the same to the
     * last bit.
     *
     * @param window the rows of a window. Not modified.
     * @param scratch of this thread
     * @return its distance from the reference
     */
    default Comparison compare(SignalTable window, Scratch scratch) {
      return compare(window);
    }
  }

  /**
   * Which rows of a pool form pseudo-windows and pseudo-references. Those of one draw share no row,
   * and repeat none, where rows are drawn one by one and the pool is at least two windows.
   */
  interface Resampler {
    /**
     * The rows of a pseudo-window.
     *
     * @param draw number of the draw; the same draw gives the same rows
     * @return indices of rows
     */
    int[] window(int draw);

    /**
     * The rows of a pseudo-reference.
     *
     * @param draw number of the draw; the same draw gives the same rows
     * @return indices of rows
     */
    int[] reference(int draw);

    /**
     * How many neighbours are drawn together.
     *
     * @return 1 where rows are drawn one by one, for they are independent
     */
    default int block() {
      return 1;
    }

    /**
     * How many times as much the difference of the means of a pseudo-window and a pseudo-reference
     * scatters as that of a real pair, for pseudo-references are smaller where a pool has not the
     * rows: variance to variance.
     *
     * @return &ge; 1; 1 where they are as large
     */
    default double excess() {
      return 1;
    }

    /**
     * Draws of the same sizes that may repeat rows, each row as likely as any other at each place:
     * for null distributions that take the rows of a draw as random numbers and choose rows of a
     * part of the pool by them.
     *
     * @return this, if it repeats rows
     */
    default Resampler repeating() {
      return this;
    }
  }
}
