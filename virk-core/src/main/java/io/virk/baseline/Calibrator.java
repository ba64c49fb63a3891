package io.virk.baseline;

import io.virk.detect.Detector;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Simulates the null distribution of every detector's statistic.
 *
 * <p>A draw is a pseudo-window scored against a pseudo-reference, both resampled in blocks from
 * rows that no model was fitted on. The null is therefore predictive: it carries the sampling error
 * of the window and of the baseline itself. Blocks are twice as long as the longest memory of any
 * signal.
 */
final class Calibrator {
  /** Draws of one null distribution. */
  static final int DRAWS = 2000;

  /** Values of a signal below which it is not calibrated. */
  private static final int MINIMUM_VALUES = 16;

  /** A block is at most this share of the pool, so that some independent ones are left. */
  private static final int MINIMUM_BLOCKS = 8;

  /** Components of an embedding whose memory is measured. */
  private static final int COMPONENTS = 16;

  private Calibrator() {}

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
  static List<Reference.Calibration> calibrate(
      SignalTable pool, int referenceSize, int window, long seed, DetectorChoice detectors) {
    double[] times = new double[ScalarSignal.ALL.size()];
    double longest = 1;
    for (int s = 0; s < times.length; s++) {
      times[s] = Autocorrelation.integratedTime(pool.scalar(ScalarSignal.ALL.get(s)));
      longest = Math.max(longest, times[s]);
    }
    longest = Math.max(longest, embeddingTime(pool));
    int block = longest <= 1.5 ? 1 : (int) Math.ceil(2 * longest);
    block = Math.max(1, Math.min(block, pool.rows() / MINIMUM_BLOCKS));
    double degrees = Math.max(2, (double) pool.rows() / block - 1);
    BlockResampler blocks = new BlockResampler(pool.rows(), block, window, referenceSize, seed);
    BlockResampler rows = new BlockResampler(pool.rows(), 1, window, referenceSize, seed + 1);
    SignalTable slim = pool.withoutEmbeddings();
    List<Reference.Calibration> calibrations = new ArrayList<>();
    for (Signal signal : signals(pool)) {
      SignalTable source = signal instanceof VectorSignal ? pool : slim;
      double time = signal instanceof ScalarSignal s ? times[ScalarSignal.ALL.indexOf(s)] : longest;
      for (Detector detector : detectors.list()) {
        if (detector.appliesTo(signal)) {
          double[] statistics = DetectorChoice.draw(detector, signal, source, rows, DRAWS);
          if (block > 1) {
            double[] blocked = DetectorChoice.draw(detector, signal, source, blocks, DRAWS);
            statistics = upperQuantile(blocked) > upperQuantile(statistics) ? blocked : statistics;
          }
          calibrations.add(new Reference.Calibration(signal, detector, statistics, degrees, time));
        }
      }
    }
    return calibrations;
  }

  private static double upperQuantile(double[] statistics) {
    double[] sorted = Arrays.stream(statistics).filter(s -> !Double.isNaN(s)).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) (0.95 * sorted.length)];
  }

  /**
   * The memory of the embedding: the longest of some of its components, spread over all. A distance
   * from the mean, which the scalar signals know, forgets sooner than the components themselves.
   */
  private static double embeddingTime(SignalTable pool) {
    int d = pool.dimension();
    int n = pool.embeddedRows();
    float[] embeddings = pool.embeddings();
    double longest = 1;
    int step = Math.max(1, d / COMPONENTS);
    for (int k = 0; k < d; k += step) {
      double[] component = new double[n];
      for (int i = 0; i < n; i++) {
        component[i] = embeddings[i * d + k];
      }
      longest = Math.max(longest, Autocorrelation.integratedTime(component));
    }
    return longest;
  }

  private static List<Signal> signals(SignalTable pool) {
    List<Signal> signals = new ArrayList<>();
    for (ScalarSignal signal : ScalarSignal.ALL) {
      if (pool.scalar(signal).length >= MINIMUM_VALUES) {
        signals.add(signal);
      }
    }
    if (pool.classes().length >= MINIMUM_VALUES) {
      signals.add(CategoricalSignal.PREDICTED_CLASS);
    }
    if (pool.embeddedRows() >= MINIMUM_VALUES) {
      signals.add(VectorSignal.EMBEDDING);
    }
    return signals;
  }
}
