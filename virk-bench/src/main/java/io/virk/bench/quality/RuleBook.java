package io.virk.bench.quality;

import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Bins;
import io.virk.stats.Histogram;
import io.virk.stats.divergence.JensenShannon;
import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;
import io.virk.stats.kernel.MedianBandwidth;
import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdPermutationTest;
import io.virk.stats.kernel.MmdWindow;
import io.virk.stats.twosample.KolmogorovSmirnov;
import io.virk.stats.twosample.ReferenceComparison;
import io.virk.stats.twosample.SortedReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The rules of well-known tools, re-created from their documentation, against one reference. Each
 * judges the same windows as VIRK's detectors, on the same signals. Not thread-safe.
 *
 * <ul>
 *   <li>KS p &lt; 0.05 in half of the features: Evidently's default for a reference of up to 1,000
 *       rows (docs-old.evidentlyai.com/reference/data-drift-algorithm: "0.95 confidence level"; a
 *       data set has drifted if half of its columns have).
 *   <li>Wasserstein &gt; 0.1 (in standard deviations of the reference) and Jensen-Shannon &gt; 0.1:
 *       Evidently's defaults above 1,000 rows (same page); JS &gt; 0.1 is NannyML's constant limit
 *       before version 0.8 and CapyMOA's default (capymoa.org, JensenShannon), which also says that
 *       any feature that drifts is a drift.
 *   <li>PSI &gt; 0.1, 0.2, 0.25: the bands of the credit industry, in the documentation of
 *       Alibaba's Platform for AI (0.1, 0.25) and as CapyMOA's default (0.2).
 *   <li>KS with Bonferroni, p &lt; 0.05: Alibi Detect's KSDrift (docs.seldon.ai, p_val = 0.05,
 *       correction = "bonferroni").
 *   <li>MMD, p &lt; 0.05 by permutation: Alibi Detect's MMDDrift (p_val = 0.05, n_permutations =
 *       100, bandwidth by the median heuristic).
 * </ul>
 *
 * <p>"Any" = the rule is applied to each scalar signal and fires if one does.
 */
final class RuleBook {
  /** A rule: it fires from its limit on. */
  record Rule(String name, double limit) {}

  /** All of them but the permutation test, in the order of {@link #scores}. */
  static final List<Rule> SCORED =
      List.of(
          new Rule("KS p < 0.05, half of the features", 0.5),
          new Rule("KS p < 0.05, any scalar", 0),
          new Rule("KS p < 0.05, Bonferroni", 0),
          new Rule("PSI > 0.1, any scalar", 0.1),
          new Rule("PSI > 0.2, any scalar", 0.2),
          new Rule("PSI > 0.25, any scalar", 0.25),
          new Rule("Wasserstein > 0.1 sd, any scalar", 0.1),
          new Rule("Jensen-Shannon > 0.1, any scalar", 0.1));

  static final String MMD = "MMD p < 0.05, 100 permutations";

  private static final int BINS = 10;
  private static final double EMPTY = 1e-4;

  /** One scalar signal or one component of the embedding. */
  private record Feature(
      int scalar, int component, ReferenceComparison comparison, Bins bins, double[] masses) {}

  private final List<Feature> features = new ArrayList<>();
  private final int scalars;
  private final float[] embeddings;
  private final int n;
  private final int d;
  private final int windowSize;
  private final double sigma;
  private final MmdWindow mmd;
  private final double criticalDistance;
  private final double bonferroniDistance;
  private final double[] column;

  RuleBook(SignalTable reference, int windowSize) {
    this.windowSize = windowSize;
    List<ScalarSignal> signals = reference.schema().scalars();
    for (int s = 0; s < signals.size(); s++) {
      double[] values = reference.scalar(signals.get(s));
      if (values.length == reference.rows()) {
        Bins bins = Bins.quantiles(values, BINS);
        features.add(
            new Feature(
                s,
                -1,
                new ReferenceComparison(SortedReference.of(floats(values))),
                bins,
                Histogram.of(bins, values).masses()));
      }
    }
    this.scalars = features.size();
    this.d = reference.embeddings().dimension();
    this.n = reference.embeddings().count();
    this.embeddings = reference.embeddings().values();
    for (int k = 0; k < d; k++) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = embeddings[i * d + k];
      }
      features.add(
          new Feature(-1, k, new ReferenceComparison(SortedReference.of(values)), null, null));
    }
    this.sigma = MedianBandwidth.ofDistances(embeddings, n, d);
    this.mmd = new MmdWindow(MmdBaseline.of(embeddings, n, d, sigma), windowSize);
    this.criticalDistance = distance(0.05);
    this.bonferroniDistance = distance(0.05 / features.size());
    this.column = new double[windowSize];
  }

  /** The distance from which on the exact p-value is below one, for these sizes. */
  private double distance(double p) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (KolmogorovSmirnov.exactP(middle, n, windowSize) < p) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /**
   * Scores a window by every rule of {@link #SCORED}; a rule whose limit is 0 gives its distance
   * beyond the critical one.
   */
  double[] scores(SignalTable window) {
    double psi = 0;
    double wasserstein = 0;
    double shannon = 0;
    double largest = 0;
    double largestScalar = 0;
    int beyond = 0;
    float[] y = window.embeddings().values();
    for (Feature feature : features) {
      for (int i = 0; i < windowSize; i++) {
        column[i] =
            feature.scalar() >= 0
                ? window.scalar(feature.scalar(), i)
                : y[i * d + feature.component()];
      }
      ReferenceComparison comparison = feature.comparison();
      comparison.compare(floats(column));
      double ks = comparison.kolmogorovSmirnov();
      largest = Math.max(largest, ks);
      beyond += ks >= criticalDistance ? 1 : 0;
      if (feature.scalar() >= 0) {
        largestScalar = Math.max(largestScalar, ks);
        wasserstein = Math.max(wasserstein, comparison.normedWasserstein());
        double[] masses = Histogram.of(feature.bins(), column).masses();
        psi =
            Math.max(
                psi, PopulationStabilityIndex.of(feature.masses(), masses, Smoothing.floor(EMPTY)));
        shannon =
            Math.max(shannon, JensenShannon.distance(feature.masses(), masses, Smoothing.none()));
      }
    }
    return new double[] {
      (double) beyond / features.size(),
      largestScalar - criticalDistance,
      largest - bonferroniDistance,
      psi,
      psi,
      psi,
      wasserstein,
      shannon
    };
  }

  /** The squared discrepancy of a window. */
  double discrepancy(SignalTable window) {
    return mmd.evaluate(window.embeddings().values(), windowSize).biased();
  }

  /** The permutation test. */
  boolean discrepancyFires(SignalTable window, long seed) {
    return MmdPermutationTest.test(
                embeddings,
                n,
                window.embeddings().values(),
                windowSize,
                d,
                sigma,
                100,
                new SplittableRandom(seed))
            .pUnbiased()
        < 0.05;
  }

  int features() {
    return features.size();
  }

  int scalars() {
    return scalars;
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
