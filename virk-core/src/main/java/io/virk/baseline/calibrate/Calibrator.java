package io.virk.baseline.calibrate;

import io.virk.detect.Detector;
import io.virk.detect.calibrated.Refusal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Simulates the null distribution of every detector's statistic.
 *
 * <p>A draw is a pseudo-window scored against a pseudo-reference, both resampled in blocks from
 * rows that no model was fitted on. The null is therefore predictive: it carries the sampling error
 * of the window and of the baseline itself. Blocks are four times as long as the longest memory of
 * any signal: a bootstrap of blocks of length b makes the variance of a mean over many blocks too
 * small by about memory / 2b of itself (of an autoregression), here an eighth.
 */
public final class Calibrator {
  /** Draws of one null distribution. */
  public static final int DRAWS = 2000;

  /** Values of a signal below which it is not calibrated. */
  private static final int MINIMUM_VALUES = 16;

  /** A block is at most this share of the pool, so that some independent ones are left. */
  private static final int MINIMUM_BLOCKS = 8;

  /**
   * Blocks that may begin anywhere estimate a variance as well as so many times as many disjoint
   * ones (Kuensch 1989, doi:10.1214/aos/1176347265, section 3.3: variance 4/3 against 2).
   */
  private static final double OVERLAPPING = 1.5;

  /** A block is so many times as long as the memory. */
  private static final double BLOCK = 4;

  /** Up to this autocorrelation time rows are drawn one by one. */
  private static final double INDEPENDENT = 1.5;

  /**
   * Independent values below which a null distribution is not to be trusted: there are then too few
   * blocks to tell a tail from, and the estimate of the memory itself, made of the same values,
   * comes out too short. With some 30 independent values detectors that were asked for one alarm in
   * 1,000 gave 0.06 to 3.9, the monitor less than one; with 60, 0.3 to 2.1
   * (virk-bench/false-alarms.md).
   */
  static final double MINIMUM_EFFECTIVE_SIZE = 30;

  private Calibrator() {}

  /**
   * Why a detector cannot be calibrated on a signal.
   *
   * @param pool reference and calibration rows. Not modified.
   * @param autocorrelationTime of the signal, observations
   * @return the reason and what would help, or empty
   */
  public static Optional<Refusal> refusal(
      Detector detector, Signal signal, SignalTable pool, double autocorrelationTime) {
    int values = pool.count(signal);
    double own =
        autocorrelationTime <= INDEPENDENT ? 0 : detector.minimumEffectiveSize(signal, pool);
    return own > MINIMUM_EFFECTIVE_SIZE
        ? refusal(values, autocorrelationTime, own, " for " + detector.name())
        : refusal(values, autocorrelationTime, MINIMUM_EFFECTIVE_SIZE, "");
  }

  /**
   * Why so many values are too few.
   *
   * @param needed independent ones
   * @param what they are needed for, if not for everything
   */
  public static Optional<Refusal> refusal(
      int values, double autocorrelationTime, double needed, String what) {
    double effective = values / autocorrelationTime;
    if (effective >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            String.format(
                Locale.ROOT,
                "%d values that are alike for about %.0f observations are worth %.1f independent"
                    + " ones (expected: >= %.0f%s)",
                values,
                autocorrelationTime,
                effective,
                needed,
                what),
            String.format(
                Locale.ROOT,
                "take reference data over a longer time, about %.0f times as many",
                Math.ceil(needed / effective))));
  }

  /**
   * The same of images that came in the order of their names, which makes neighbours alike if names
   * are sorted by what they show.
   *
   * @param why as of images in their order
   */
  public static Refusal readByName(Refusal why) {
    return new Refusal(
        why.reason(),
        why.remedy()
            + "; or, since the images were read by name and if that is no order of time, read them"
            + " byTime(), or photos shuffled(seed), never video (virk build --order time, or"
            + " shuffled)");
  }

  /**
   * Why no detector was calibrated on a signal that is tested.
   *
   * @param pool reference and calibration rows. Not modified.
   * @return the reason and what would help; empty if there are enough values, or none at all
   */
  public static Optional<Refusal> tooFew(Signal signal, SignalTable pool) {
    int values = pool.count(signal);
    if (values >= MINIMUM_VALUES && lacksCauses(signal, pool)) {
      return Optional.of(
          new Refusal(
              "the baseline has learned no causes to scan for", "build it with its images"));
    }
    return values == 0 || values >= MINIMUM_VALUES
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                values + " values of " + signal.name() + " (expected: >= " + MINIMUM_VALUES + ")",
                "take more reference data"));
  }

  /**
   * Calibrates detectors on every signal that the pool has.
   *
   * @param pool reference and calibration rows, in their order. Not modified.
   * @param referenceSize number of reference rows
   * @param window observations of a window
   * @param seed of the simulation
   * @param detectors which
   * @return one calibration for each signal and detector
   */
  public static List<Calibration> calibrate(
      SignalTable pool, int referenceSize, int window, long seed, DetectorChoice detectors) {
    return calibrate(pool, referenceSize, window, seed, detectors, DRAWS);
  }

  public static List<Calibration> calibrate(
      SignalTable pool,
      int referenceSize,
      int window,
      long seed,
      DetectorChoice detectors,
      int draws) {
    SignalMemory memory = SignalMemory.of(pool);
    double longest = memory.longest();
    int block = longest <= INDEPENDENT ? 1 : (int) Math.ceil(BLOCK * longest);
    block = Math.max(1, Math.min(block, pool.rows() / MINIMUM_BLOCKS));
    double gain = block == 1 ? 1 : OVERLAPPING;
    double degrees = Math.max(2, gain * pool.rows() / block - 1);
    BlockResampler blocks = new BlockResampler(pool.rows(), block, window, referenceSize, seed);
    BlockResampler rows = new BlockResampler(pool.rows(), 1, window, referenceSize, seed + 1);
    SignalTable slim = pool.withoutVectors();
    List<Calibration> calibrations = new ArrayList<>();
    for (Signal signal : signals(pool)) {
      SignalTable source = signal instanceof VectorSignal ? pool : slim;
      double time = memory.of(signal);
      for (Detector detector : detectors.list()) {
        if (detector.appliesTo(signal)) {
          double[] statistics = DetectorChoice.draw(detector, signal, source, rows, draws);
          if (block > 1) {
            double[] blocked = DetectorChoice.draw(detector, signal, source, blocks, draws);
            statistics = upperQuantile(blocked) > upperQuantile(statistics) ? blocked : statistics;
          }
          calibrations.add(new Calibration(signal, detector, statistics, degrees, time, block));
        }
      }
    }
    return calibrations;
  }

  /** The appearance is judged by what is known to change it. */
  private static boolean lacksCauses(Signal signal, SignalTable pool) {
    return signal instanceof VectorSignal vector
        && vector.isDerived()
        && pool.vectors(vector).changes().isEmpty();
  }

  private static double upperQuantile(double[] statistics) {
    double[] sorted = Arrays.stream(statistics).filter(s -> !Double.isNaN(s)).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) (0.95 * sorted.length)];
  }

  /** Those that are tested and have enough values: scalars, categories, then vectors. */
  private static List<Signal> signals(SignalTable pool) {
    List<Signal> signals = new ArrayList<>(pool.schema().scalars());
    signals.addAll(pool.schema().categoricals());
    signals.addAll(pool.schema().vectors());
    signals.removeIf(s -> !s.isTested() || pool.count(s) < MINIMUM_VALUES || lacksCauses(s, pool));
    return signals;
  }
}
