package io.virk.engine;

import io.virk.baseline.content.Reference;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.event.Sight;
import io.virk.signal.ScalarSignal;
import io.virk.stats.Moments;
import io.virk.stats.twosample.NormalTail;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest change of a scalar signal's mean that opens a drift in nine of ten cases.
 *
 * <p>The statistic of "mean-shift" is |m - r| / s, the window's mean m less the reference's r in
 * standard deviations s of the reference. Where nothing has changed, m and r scatter by w and b
 * about one mean: the mean square of the simulated statistics is w^2 + b^2, and w^2 : b^2 is as
 * rows of the reference to rows of a window. After a change by d standard deviations a window
 * exceeds the threshold t with probability p = P(|d + b z + w z'| &gt; t), z and z' standard
 * normal, z the same for all windows. A run of windows opens a drift if so many of so many in a row
 * exceed: a Markov chain over what the last ones did, whose survival falls by the same factor with
 * each further window. d is found by bisection on the mean over z.
 */
final class SmallestChanges {
  private static final String DETECTOR = "mean-shift";
  private static final double POWER = 0.9;

  /**
   * Thresholds in force are so much higher in the mean: how much a stream's observations resemble
   * each other is estimated as they come, and a change that is not told yet passes for some of it.
   */
  private static final double STRETCH = 1.06;

  /** Standard deviations beyond which nothing is sought. */
  private static final double LARGEST = 1000;

  private static final int STEPS = 40;

  /** Of the baseline's own error: the middles of so many equally likely parts. */
  private static final int ERRORS = 15;

  /** Windows that are followed one by one; then the hazard is constant. */
  private static final int FOLLOWED = 48;

  /**
   * Above so many windows the chain has too many states: they count in blocks that do not overlap.
   */
  private static final int MOST_AMONG = 8;

  private SmallestChanges() {}

  /**
   * Of all scalar signals that can be judged.
   *
   * @param reference calibrated for the windows
   * @param window rows of one
   * @param probability of a false drift of one test, in (0, 0.05]
   * @param windows in which a drift is to be opened
   * @param emission when it is
   */
  static List<Sight.SmallestChange> of(
      Reference reference,
      int window,
      double probability,
      double windows,
      EmissionPolicy emission) {
    List<Sight.SmallestChange> smallest = new ArrayList<>();
    for (CalibratedDetector detector : reference.detectors()) {
      if (detector.detector().name().equals(DETECTOR)
          && detector.signal() instanceof ScalarSignal scalar
          && detector.blindness().isEmpty()) {
        Moments values = Moments.of(reference.rows().scalar(scalar));
        double change =
            new Search(detector, window, (int) values.count(), probability, windows, emission)
                .smallest();
        double mean = values.mean();
        double by = change * values.standardDeviation();
        if (by > 0 && change < LARGEST) {
          smallest.add(
              new Sight.SmallestChange(
                  scalar.name(),
                  scalar.unit(),
                  scalar.raw(mean),
                  scalar.raw(mean - by),
                  scalar.raw(mean + by)));
        }
      }
    }
    return smallest;
  }

  /** One signal. */
  private static final class Search {
    private final double threshold;
    private final double ofWindow;
    private final double[] errors = new double[ERRORS];
    private final double windows;
    private final EmissionPolicy emission;

    Search(
        CalibratedDetector detector,
        int window,
        int reference,
        double probability,
        double windows,
        EmissionPolicy emission) {
      this.windows = windows;
      this.emission = emission;
      threshold =
          Math.max(
              STRETCH * detector.nullDistribution().threshold(probability),
              detector.detector().minimumEffect());
      double squares = 0;
      double[] statistics = detector.nullDistribution().statistics();
      for (double statistic : statistics) {
        squares += statistic * statistic / statistics.length;
      }
      double share = (double) window / reference;
      ofWindow = Math.sqrt(squares / (1 + share));
      double ofReference = Math.sqrt(squares * share / (1 + share));
      for (int i = 0; i < ERRORS; i++) {
        errors[i] = ofReference * deviate((i + 0.5) / ERRORS);
      }
    }

    /** In standard deviations of the reference. */
    double smallest() {
      double low = 0;
      double high = LARGEST;
      for (int i = 0; i < STEPS; i++) {
        double middle = (low + high) / 2;
        if (found(middle) >= POWER) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return high;
    }

    private double found(double change) {
      double sum = 0;
      for (double error : errors) {
        double above = tail((threshold - change - error) / ofWindow);
        double below = tail((threshold + change + error) / ofWindow);
        sum += opens(Math.min(1, above + below), windows, emission) / ERRORS;
      }
      return sum;
    }
  }

  /**
   * The probability that a run of independent windows opens a drift.
   *
   * @param p that a window exceeds the threshold
   * @param windows of the run, &ge; 0
   */
  static double opens(double p, double windows, EmissionPolicy emission) {
    int among = emission.among();
    if (among > MOST_AMONG) {
      double block = atLeast(emission.required(), among, p);
      return 1 - Math.pow(1 - block, windows / among);
    }
    double[] states = new double[1 << (among - 1)]; // what the last windows did, a bit each
    states[0] = 1;
    double before = 1;
    double survival = 1;
    int steps = (int) Math.min(FOLLOWED, windows);
    for (int step = 0; step < steps; step++) {
      double[] next = new double[states.length];
      double left = 0;
      for (int state = 0; state < states.length; state++) {
        int calm = state << 1;
        int drifting = calm | 1;
        next[calm & states.length - 1] += states[state] * (1 - p);
        left += states[state] * (1 - p);
        if (Integer.bitCount(drifting) < emission.required()) {
          next[drifting & states.length - 1] += states[state] * p;
          left += states[state] * p;
        }
      }
      states = next;
      before = survival;
      survival = left;
    }
    double further = windows - steps;
    return 1 - (before > 0 ? survival * Math.pow(survival / before, further) : 0);
  }

  /** The probability of so many or more of n. */
  private static double atLeast(int required, int n, double p) {
    double sum = 0;
    double ways = 1;
    for (int k = 0; k <= n; k++) {
      if (k >= required) {
        sum += ways * Math.pow(p, k) * Math.pow(1 - p, n - k);
      }
      ways = ways * (n - k) / (k + 1);
    }
    return Math.min(1, sum);
  }

  /** P(Z &gt; z). */
  private static double tail(double z) {
    return z >= 0 ? Math.exp(NormalTail.logSurvival(z)) : 1 - Math.exp(NormalTail.logSurvival(-z));
  }

  /** Below which a normal value is with a probability. */
  private static double deviate(double probability) {
    return probability > 0.5
        ? NormalTail.quantile(1 - probability)
        : -NormalTail.quantile(probability);
  }
}
