package io.virk.label.internal;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.internal.SplitMix64;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Labelled;
import io.virk.label.Performance;
import io.virk.label.Performance.ClassShare;
import io.virk.label.Performance.Estimate;
import io.virk.label.Performance.Method;
import io.virk.label.Performance.Part;
import io.virk.label.Prediction;
import io.virk.stats.Interval;
import io.virk.stats.performance.AccuracyEstimate;
import io.virk.stats.performance.ConfidenceBasedAccuracy;
import io.virk.stats.performance.ConfidenceCalibration;
import io.virk.stats.performance.ConfidenceSums;
import io.virk.stats.performance.ConfusionCounts;
import io.virk.stats.performance.DensityRatio;
import io.virk.stats.performance.LabelShift;
import io.virk.stats.sequence.WeightedShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the mix of the live inputs says without labels, of the newest period that has some: accuracy
 * by a calibration that is weighted to them (PAPE), and how often each class comes (BBSE). Both are
 * made of labels of earlier periods, or of the baseline's, and checked by those of the period.
 */
final class MixEstimates {
  private static final int LEAST = 100;

  /** Of the labelled sample, below which nothing that is weighted so can be relied on. */
  private static final double LEAST_LEFT = 0.05;

  private static final int MOST_CLASSES = 100;
  private static final int DRAWS = 40;
  private static final double ERRORS = 3;
  private static final double SURE = 1 - TriggerWatch.ALPHA / TriggerWatch.REASONS;

  private final FeedbackPolicy policy;
  private final Classes classes;
  private final Optional<ErrorProfile> profile;
  private final TrafficMix.Mix mix;
  private final List<Truth> before = new ArrayList<>();
  private final List<Truth> of = new ArrayList<>();

  private MixEstimates(
      FeedbackPolicy policy,
      Classes classes,
      Optional<ErrorProfile> profile,
      TrafficMix.Mix mix,
      List<Labelled> labels,
      Part part) {
    this.policy = policy;
    this.classes = classes;
    this.profile = profile;
    this.mix = mix;
    long from = part.from().toEpochMilli();
    long until = part.until().toEpochMilli();
    for (Truth truth : Truth.of(labels)) {
      long at = truth.prediction().epochMillis();
      if (truth.isJudged(policy) && at < until) {
        (at < from ? before : of).add(truth);
      }
    }
  }

  /**
   * Adds them.
   *
   * @param found what is known otherwise
   * @param labels the newest that are kept
   * @param mix of the newest period that has labels
   */
  static Performance with(
      Performance found,
      FeedbackPolicy policy,
      Classes classes,
      Optional<ErrorProfile> profile,
      TrafficMix.Mix mix,
      List<Labelled> labels) {
    Part newest = found.latest().get(0);
    MixEstimates estimates = new MixEstimates(policy, classes, profile, mix, labels, newest);
    return found.with(estimates.accuracy(), estimates.classes());
  }

  /** Confidence as log odds, which lie as far apart as they mean; then energy and distance. */
  private static double[] features(double confidence, double energy, double distance) {
    double p = Math.min(1 - 1e-6, Math.max(1e-6, confidence));
    return new double[] {Math.log(p / (1 - p)), energy, distance};
  }

  private Optional<Estimate> accuracy() {
    List<Truth> usable = before.stream().filter(t -> t.prediction().confidence() >= 0).toList();
    List<double[]> live = new ArrayList<>();
    List<Double> confidences = new ArrayList<>();
    for (int i = 0; i < mix.size(); i++) {
      if (mix.value(i, 0) >= 0) {
        live.add(features(mix.value(i, 0), mix.value(i, 1), mix.value(i, 2)));
        confidences.add((double) mix.value(i, 0));
      }
    }
    if (usable.size() < LEAST || live.size() < LEAST) {
      return Optional.empty();
    }
    List<double[]> labelled =
        usable.stream()
            .map(Truth::prediction)
            .map(p -> features(p.confidence(), p.energy(), p.distance()))
            .toList();
    boolean[] known = known(labelled, live);
    double[] rows = rows(labelled, known);
    double[] weights =
        DensityRatio.fit(rows, rows(live, known), rows.length / labelled.size()).weights(rows);
    if (DensityRatio.effectiveShare(weights) < LEAST_LEFT) {
      return Optional.empty();
    }
    double[] sure = usable.stream().mapToDouble(t -> t.prediction().confidence()).toArray();
    boolean[] right = new boolean[sure.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = usable.get(i).isRight();
    }
    ConfidenceBasedAccuracy calibrated =
        new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(sure, right, weights));
    AccuracyEstimate found =
        calibrated.estimate(confidences.stream().mapToDouble(Double::doubleValue).toArray());
    return Optional.of(
        new Estimate(
            Method.REWEIGHTED,
            found.accuracy(),
            found.interval(Performance.CONFIDENCE),
            found.n(),
            isContradicted(calibrated)));
  }

  /** Which features all rows have. */
  private static boolean[] known(List<double[]> labelled, List<double[]> live) {
    boolean[] known = {true, true, true};
    for (List<double[]> rows : List.of(labelled, live)) {
      for (double[] row : rows) {
        for (int j = 0; j < row.length; j++) {
          known[j] &= Double.isFinite(row[j]);
        }
      }
    }
    return known;
  }

  private static double[] rows(List<double[]> from, boolean[] known) {
    return from.stream()
        .flatMapToDouble(
            row ->
                java.util.stream.IntStream.range(0, row.length)
                    .filter(j -> known[j])
                    .mapToDouble(j -> row[j]))
        .toArray();
  }

  /** Whether labels of the period are right more or less often than was told of them. */
  private boolean isContradicted(ConfidenceBasedAccuracy calibrated) {
    ConfidenceSums right = new ConfidenceSums();
    ConfidenceSums wrong = new ConfidenceSums();
    for (Truth truth : of) {
      Prediction prediction = truth.prediction();
      if (prediction.confidence() >= 0) {
        (truth.isRight() ? right : wrong).accept(prediction.confidence(), truth.weight());
      }
    }
    if (right.count() + wrong.count() == 0) {
      return false;
    }
    double own = ERRORS * calibrated.calibrationError(right.copy().combine(wrong));
    Interval interval = calibrated.excess(right, wrong, policy.heaviest()).interval(SURE);
    return interval.low() > own || interval.high() < -own;
  }

  private List<ClassShare> classes() {
    int k = profile.map(ErrorProfile::classes).orElse(classes.count());
    if (k < 2 || k > MOST_CLASSES) {
      return List.of();
    }
    ConfusionCounts known = profile.map(ErrorProfile::confusion).orElseGet(() -> earlier(k));
    long[] predicted = mix.predicted(k);
    long live = 0;
    for (long n : predicted) {
      live += n;
    }
    double effect = profile.isPresent() ? 1 : effect();
    if (known.total() < LEAST * effect || live < LEAST) {
      return List.of();
    }
    double[] shares = LabelShift.fromPredictions(known, predicted);
    double[] errors = errors(known, effect, predicted, live, shares);
    List<ClassShare> found = new ArrayList<>();
    for (int c = 0; c < k; c++) {
      found.add(share(c, k, (double) predicted[c] / live, shares[c], Math.min(1, errors[c])));
    }
    return found;
  }

  private ClassShare share(int c, int k, double predicted, double estimated, double error) {
    WeightedShare counted = new WeightedShare();
    for (Truth truth : of) {
      if (truth.actual() >= 0) {
        counted.accept(truth.actual() == c, truth.weight());
      }
    }
    boolean contradicted = false;
    if (counted.trials() > 0) {
      Interval sure = counted.interval(1 - (1 - SURE) / k, policy.heaviest(), 1);
      double own = ERRORS * error;
      contradicted = estimated + own < sure.low() || estimated - own > sure.high();
    }
    return new ClassShare(
        c,
        classes.name(c),
        predicted,
        estimated,
        error,
        PerformanceView.rate(counted, policy.heaviest(), 1),
        contradicted);
  }

  /** Of labels of earlier periods, each as often as it weighs. */
  private ConfusionCounts earlier(int k) {
    ConfusionCounts counts = new ConfusionCounts(k);
    double least = leastWeight();
    for (Truth truth : before) {
      int predicted = truth.prediction().predicted();
      if (truth.actual() >= 0 && truth.actual() < k && predicted >= 0 && predicted < k) {
        counts.accept(truth.actual(), predicted, Math.round(truth.weight() / least));
      }
    }
    return counts;
  }

  /** How many of {@link #earlier} tell as much as one label: not each weighs the same. */
  private double effect() {
    double sum = 0;
    double squares = 0;
    for (Truth truth : before) {
      sum += truth.weight();
      squares += truth.weight() * truth.weight();
    }
    return before.isEmpty() ? 1 : Math.max(1, squares / sum / leastWeight());
  }

  private double leastWeight() {
    return before.stream().mapToDouble(Truth::weight).min().orElse(1);
  }

  /**
   * By drawing predictions and labelled counts again.
   *
   * @param effect how many of the labelled tell as much as one
   */
  private static double[] errors(
      ConfusionCounts known, double effect, long[] predicted, long live, double[] shares) {
    int k = predicted.length;
    double[] squares = new double[k];
    SplitMix64 random = new SplitMix64(1);
    for (int draw = 0; draw < DRAWS; draw++) {
      long[] again = new long[k];
      for (int c = 0; c < k; c++) {
        again[c] = about(predicted[c], 1 - (double) predicted[c] / live, random);
      }
      ConfusionCounts others = new ConfusionCounts(k);
      for (int t = 0; t < k; t++) {
        for (int p = 0; p < k; p++) {
          if (known.count(t, p) > 0) {
            others.accept(t, p, about(known.count(t, p), effect, random));
          }
        }
      }
      again[0] += others.total() == 0 ? 1 : 0;
      double[] found = LabelShift.fromPredictions(others.total() == 0 ? known : others, again);
      for (int c = 0; c < k; c++) {
        squares[c] += (found[c] - shares[c]) * (found[c] - shares[c]) / DRAWS;
      }
    }
    for (int c = 0; c < k; c++) {
      squares[c] = Math.sqrt(squares[c]);
    }
    return squares;
  }

  /** A count that could as well have come. */
  private static long about(long count, double spread, SplitMix64 random) {
    double normal =
        Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
            * Math.cos(2 * Math.PI * random.nextDouble());
    return Math.max(0, Math.round(count + normal * Math.sqrt(count * Math.max(0, spread))));
  }
}
