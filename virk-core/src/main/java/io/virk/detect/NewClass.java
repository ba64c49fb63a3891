package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.Arrays;

/**
 * Whether classes appear that the reference never or hardly saw: at most h = m / 500 times among
 * its m values, rounded down. Statistic: -log10 of P(at least as many of the n values of a window
 * are of such classes), where the share of such classes is Good and Turing's estimate, the share of
 * the values of the reference whose class it saw at most h + 1 times. The estimate's own error is
 * in it: the probability is that of the beta-binomial distribution, with half a value on either
 * side. Effect size: the share of the window in such classes above the estimate, 0 .. 1.
 *
 * <p>If frames are independent, the null distribution is known exactly: P(statistic &ge; t) &le;
 * 10^-t. {@link #nullStatistics} takes that or what is resampled in blocks, whichever is larger at
 * each quantile, for a rare thing stays in view for many frames.
 *
 * <p>With ten classes and 667 values, three of 32 in a class never seen are a probability of 3e-5.
 * Where most classes are rare, as with 1,000 of them and a short baseline, the expected share is
 * large and only a larger one counts. A window without such a class gives 0. Fewer than 16 values
 * on either side are too few. Cost: a search of the known classes for each value of the window and
 * n steps.
 *
 * <p>Source: I. J. Good, <i>The population frequencies of species and the estimation of population
 * parameters</i>, Biometrika 40 (1953), doi:10.1093/biomet/40.3-4.237.
 */
final class NewClass extends CategoricalDetector {
  private static final double MINIMUM_EFFECT = 0.05;

  /** A class is hardly seen if it has at most one in so many of the reference's values. */
  private static final int HARDLY = 500;

  @Override
  public String name() {
    return "new-class";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "share of the window above what was expected";
  }

  @Override
  Fitted fit(int[] reference) {
    Cells cells = Cells.of(reference);
    int hardly = reference.length / HARDLY;
    double rare = 0;
    for (double count : cells.counts()) {
      rare += count <= hardly + 1 ? count : 0;
    }
    double ofRare = rare + 0.5;
    double ofOthers = reference.length - rare + 0.5;
    double share = ofRare / (ofRare + ofOthers);
    return window -> {
      int seen = 0;
      for (int c : window) {
        seen += cells.countOf(c) <= hardly ? 1 : 0;
      }
      double statistic = Math.max(0, -log10Tail(seen, window.length, ofRare, ofOthers));
      double effect = Math.max(0, (double) seen / window.length - share);
      return new Comparison(statistic, effect, Double.NaN, window.length);
    };
  }

  /** log10 P(K &ge; k) of the beta-binomial distribution of n values. */
  static double log10Tail(int k, int n, double a, double b) {
    if (k == 0) {
      return 0;
    }
    double log = 0; // of P(K = 0), then P(K = 1), ...
    for (int i = 0; i < n; i++) {
      log += Math.log((b + i) / (a + b + i));
    }
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int j = 0; j <= n; j++) {
      if (j >= k) {
        if (log > largest) {
          sum *= Math.exp(largest - log);
          largest = log;
        }
        sum += Math.exp(log - largest);
      }
      if (j < n) {
        log += Math.log((n - j) / (j + 1.0) * (a + j) / (b + n - j - 1));
      }
    }
    return (largest + Math.log(sum)) / Math.log(10);
  }

  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    double[] statistics = super.nullStatistics(signal, pool, resampler, draws);
    Arrays.sort(statistics); // NaN last
    int n = draws;
    while (n > 0 && Double.isNaN(statistics[n - 1])) {
      n--;
    }
    for (int i = 0; i < n; i++) {
      statistics[i] = Math.max(statistics[i], -Math.log10(1 - (i + 0.5) / n));
    }
    return statistics;
  }
}
