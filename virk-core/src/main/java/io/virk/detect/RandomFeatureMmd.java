package io.virk.detect;

import io.virk.signal.FeatureMean;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.kernel.FeatureMap;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.Arrays;
import java.util.Optional;

/**
 * The maximum mean discrepancy by random features: z = |a - b|^2, with a and b the mean random
 * Fourier features of window and reference, which approximates the squared discrepancy of {@link
 * MaximumMeanDiscrepancyDetector}, biased form, to about 1 / sqrt(2 F). Effect size: the same
 * without the noise of finite samples, in the unit that it has there. It needs of a window no
 * embeddings but the mean of their features, which is as long for any number of them: so it judges
 * the windows of slices that keep no embeddings, in the place of that detector.
 *
 * <p>The {@value FeatureMean#FREQUENCIES} frequencies are the baseline's, of the bandwidth of its
 * reference of all observations; a table without any gets some of its own, of a fixed seed. Where
 * the bandwidth is below 1e-14 or above 1e10 there are no features, and nothing is judged. Cost of
 * a window: 2 F; of an observation that becomes part of it: F d multiplications, F sines and
 * cosines. Memory: 16 F bytes. Rows without an embedding are left out; fewer than 8 on either side
 * are too few.
 *
 * <p>Source: A. Rahimi and B. Recht, <i>Random features for large-scale kernel machines</i>, NIPS
 * (2007); as a test: J. Zhao and D. Meng, <i>FastMMD</i>, Neural Computation 27 (2015),
 * doi:10.1162/NECO_a_00732.
 */
final class RandomFeatureMmd implements Detector {
  private static final int MINIMUM_VALUES = 8;
  private static final double MINIMUM_EFFECT = 0.5;
  private static final long SEED = 42;

  private static Optional<RandomFourierFeatures> featuresOf(VectorColumn table) {
    return table.features().or(() -> FeatureMean.features(table, SEED));
  }

  @Override
  public String name() {
    return "random-feature-mmd";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof VectorSignal vector && !vector.isDerived();
  }

  @Override
  public boolean comparesFeatures() {
    return true;
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "standard deviations of the baseline, along its main directions";
  }

  @Override
  public Comparer against(Signal signal, SignalTable reference) {
    VectorSignal vector = (VectorSignal) signal;
    VectorColumn vectors = reference.vectors(vector);
    Optional<RandomFourierFeatures> features = featuresOf(vectors);
    if (features.isEmpty()) {
      return window -> Comparison.insufficient(window.count(vector));
    }
    FeatureMean ofReference = mean(vectors, features.get());
    if (ofReference.n() < MINIMUM_VALUES) {
      return window -> Comparison.insufficient(window.count(vector));
    }
    double within = within(ofReference);
    KernelSpread spread = KernelSpread.of(within, vectors);
    return window -> {
      FeatureMean ofWindow = mean(window.vectors(vector), features.get());
      if (ofWindow.n() < MINIMUM_VALUES) {
        return Comparison.insufficient(ofWindow.n());
      }
      double[] a = ofWindow.mean();
      double[] b = ofReference.mean();
      double squared = 0;
      double product = 0;
      for (int k = 0; k < a.length; k++) {
        squared += (a[k] - b[k]) * (a[k] - b[k]);
        product += a[k] * b[k];
      }
      double unbiased = within(ofWindow) + within - 2 * product;
      return new Comparison(squared, spread.effect(unbiased), Double.NaN, ofWindow.n());
    };
  }

  private static FeatureMean mean(VectorColumn table, FeatureMap features) {
    return table.featureMean().orElseGet(() -> FeatureMean.of(features, table.values()));
  }

  /**
   * The mean inner product of the features of two different rows; each has that of 1 with itself.
   */
  private static double within(FeatureMean of) {
    double squared = 0;
    for (double m : of.mean()) {
      squared += m * m;
    }
    return (of.n() * squared - 1) / (of.n() - 1);
  }

  /** As the default, but with the features of the pool computed once. Cost of a draw: 2 n F. */
  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    double[] statistics = new double[draws];
    Arrays.fill(statistics, Double.NaN);
    VectorColumn vectors = pool.vectors((VectorSignal) signal);
    Optional<RandomFourierFeatures> features = featuresOf(vectors);
    if (features.isEmpty()) {
      return statistics;
    }
    EmbeddedRows embedded = new EmbeddedRows(vectors);
    float[][] rows = embedded.mapped(features.get());
    for (int b = 0; b < draws; b++) {
      int[] window = embedded.of(resampler.window(b));
      int[] reference = embedded.of(resampler.reference(b));
      if (Math.min(window.length, reference.length) >= MINIMUM_VALUES) {
        double squared = 0;
        int length = features.get().featureCount();
        for (double v : MahalanobisShift.difference(rows, window, reference, length)) {
          squared += v * v;
        }
        statistics[b] = squared / resampler.excess();
      }
    }
    return statistics;
  }
}
