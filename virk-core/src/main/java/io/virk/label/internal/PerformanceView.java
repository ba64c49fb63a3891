package io.virk.label.internal;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.detect.Slice;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Performance;
import io.virk.label.Performance.Calibration;
import io.virk.label.Performance.Estimate;
import io.virk.label.Performance.OfClass;
import io.virk.label.Performance.Part;
import io.virk.label.Performance.Rate;
import io.virk.label.Performance.Touches;
import io.virk.label.internal.LiveSums.Snapshot;
import io.virk.stats.Interval;
import io.virk.stats.performance.ConfidenceSums;
import io.virk.stats.performance.Reliability;
import io.virk.stats.sequence.BlockedShare;
import io.virk.stats.sequence.RateIncrease;
import io.virk.stats.sequence.WeightedShare;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes rates of sums: of all, of the newest period, and period by period. Costs periods times
 * slices, however many observations and labels there are.
 */
final class PerformanceView {
  private static final int MOST_PERIODS = 60;

  /** Weights of samplers are at most 1. */
  private static final double LARGEST_OF_SAMPLERS = 1;

  private final Snapshot sums;
  private final Classes classes;
  private final Optional<ErrorProfile> profile;
  private final FeedbackPolicy policy;
  private final double pooled;

  /** A period that has labels, and what is known from those before it. */
  private record Step(PeriodSums period, Estimates estimates, long touched, long seen) {}

  PerformanceView(
      Snapshot sums, Classes classes, Optional<ErrorProfile> profile, FeedbackPolicy policy) {
    this.sums = sums;
    this.classes = classes;
    this.profile = profile;
    this.policy = policy;
    this.pooled = pooled(sums);
  }

  Performance performance() {
    List<Step> steps = steps();
    List<Part> course = new ArrayList<>();
    for (Step step : steps) {
      course.add(part(Slice.ALL, step.period().all(), step, step.seen() > 0));
    }
    return new Performance(whole(), latest(steps, course), course, calibration(), List.of());
  }

  /** Those that are told: the last that have labels. */
  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    ConfidenceSums right = new ConfidenceSums();
    ConfidenceSums wrong = new ConfidenceSums();
    long touched = 0;
    long seen = 0;
    for (PeriodSums period : sums.periods()) {
      PartSums all = period.all();
      if (all.hasLabels() && !Snapshot.isOlder(period)) {
        Estimates estimates =
            profile.map(Estimates::new).orElseGet(() -> Estimates.of(right, wrong));
        steps.add(new Step(period, estimates, touched, seen));
      }
      double effect = Math.max(pooled, all.touched().designEffect());
      touched += all.touched().share().effectiveEvents(effect);
      seen += all.touched().share().effective(effect);
      right.combine(all.right());
      wrong.combine(all.wrong());
    }
    return steps.subList(Math.max(0, steps.size() - MOST_PERIODS), steps.size());
  }

  private List<Part> whole() {
    if (!sums.ever().all().hasLabels()) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    parts.add(part(Slice.ALL, sums.ever().all(), null, false));
    Snapshot.sorted(sums.ever())
        .forEach(
            (slice, of) -> {
              if (of.hasLabels()) {
                parts.add(part(slice, of, null, false));
              }
            });
    return parts;
  }

  private List<Part> latest(List<Step> steps, List<Part> course) {
    if (steps.isEmpty()) {
      return List.of();
    }
    Step newest = steps.get(steps.size() - 1);
    List<Part> parts = new ArrayList<>(List.of(course.get(course.size() - 1)));
    Snapshot.sorted(newest.period())
        .forEach(
            (slice, of) -> {
              if (of.hasLabels()) {
                parts.add(part(slice, of, newest, false));
              }
            });
    return parts;
  }

  /**
   * In rates.
   *
   * @param step the period; null for all times
   * @param rises whether it is known what persons touched before
   */
  private Part part(Slice slice, PartSums of, Step step, boolean rises) {
    long from = step == null ? begins() : step.period().from();
    long until = step == null ? ends() : from + sums.length();
    return new Part(
        slice,
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(until),
        of.unclear(),
        of.unpredicted(),
        of.errorsFound(),
        rate(of.accuracy()),
        rate(of.missed()),
        classes(of),
        touches(of, from, step, rises),
        step == null || step.estimates() == null
            ? List.of()
            : step.estimates().of(of, policy.heaviest()));
  }

  /** When the oldest period begins that has labels and is told apart. */
  private long begins() {
    return sums.periods().stream()
        .filter(p -> p.all().hasLabels() && !Snapshot.isOlder(p))
        .mapToLong(PeriodSums::from)
        .findFirst()
        .orElse(0);
  }

  private long ends() {
    return sums.periods().stream()
        .filter(p -> p.all().hasLabels() && !Snapshot.isOlder(p))
        .mapToLong(p -> p.from() + sums.length())
        .max()
        .orElse(0);
  }

  private List<OfClass> classes(PartSums of) {
    List<OfClass> found = new ArrayList<>();
    TreeMap<Integer, WeightedShare> all = new TreeMap<>(of.precision());
    all.putAll(of.recall());
    WeightedShare none = new WeightedShare();
    for (int number : all.keySet()) {
      found.add(
          new OfClass(
              number,
              classes.name(number),
              rate(of.precision().getOrDefault(number, none)),
              rate(of.recall().getOrDefault(number, none))));
    }
    return found;
  }

  private Rate rate(WeightedShare share) {
    return rate(share, policy.heaviest(), 1);
  }

  static Rate rate(WeightedShare share, double largestWeight, double effect) {
    return share.trials() == 0
        ? Rate.NONE
        : new Rate(
            share.estimate(),
            share.interval(Performance.CONFIDENCE, largestWeight, effect),
            share.trials());
  }

  private Touches touches(PartSums of, long from, Step step, boolean rises) {
    WeightedShare share = of.touched().share();
    double effect = effect(step, of);
    boolean rising =
        rises
            && share.trials() > 0
            && new RateIncrease(step.touched(), step.seen(), 0, 1 - Performance.CONFIDENCE)
                .isIncreased(share.effectiveEvents(effect), share.effective(effect));
    return new Touches(
        of.corrected(),
        rate(share, LARGEST_OF_SAMPLERS, effect),
        of.corrected() * policy.touchCost(),
        policy.costUnit(),
        rising,
        sums.forgottenUntil() >= from);
  }

  /** Frames of one scene are alike, whether or not these few show it. */
  private double effect(Step step, PartSums of) {
    return step == null ? pooled : Math.max(pooled, of.touched().designEffect());
  }

  /**
   * The mean effect within periods, by their events: between periods the share itself may change,
   * which makes no frames alike.
   */
  private static double pooled(Snapshot sums) {
    double effects = 0;
    long events = 0;
    for (PeriodSums period : sums.periods()) {
      BlockedShare touched = period.all().touched();
      if (!Snapshot.isOlder(period) && touched.share().events() > 0) {
        effects += touched.designEffect() * touched.share().events();
        events += touched.share().events();
      }
    }
    return events == 0 ? 1 : effects / events;
  }

  private Calibration calibration() {
    PartSums all = sums.ever().all();
    Reliability reliability = Reliability.of(all.right(), all.wrong());
    return new Calibration(
        reliability.ece(),
        reliability.eceOfCalibrated(),
        reliability.overconfidence(),
        reliability.total(),
        reliability.bins(Performance.CONFIDENCE, policy.heaviest()));
  }

  /** Periods whose labels have changed, oldest first: all observations first, slices by name. */
  List<Look> looks() {
    List<Look> looks = new ArrayList<>();
    for (PeriodSums period : sums.periods()) {
      if (sums.changed().contains(period.from()) && period.all().hasLabels()) {
        looks.add(new Look(this, period));
      }
    }
    return looks;
  }

  /** A period whose labels have changed. */
  record Look(PerformanceView view, PeriodSums period) {
    long from() {
      return period.from();
    }

    PartSums all() {
      return period.all();
    }

    Map<Slice, PartSums> slices() {
      Map<Slice, PartSums> labelled = Snapshot.sorted(period);
      labelled.values().removeIf(part -> !part.hasLabels());
      return labelled;
    }

    Interval accuracy(PartSums of, double confidence) {
      return of.accuracy().interval(confidence, view.policy.heaviest());
    }

    Rate accuracy(PartSums of) {
      return view.rate(of.accuracy());
    }

    Interval touched(double confidence) {
      return touches().interval(confidence, LARGEST_OF_SAMPLERS, effect());
    }

    Rate touched() {
      return PerformanceView.rate(touches(), LARGEST_OF_SAMPLERS, effect());
    }

    private WeightedShare touches() {
      return all().touched().share();
    }

    private double effect() {
      return Math.max(view.pooled, all().touched().designEffect());
    }
  }

  /** A period whose labels contradict what was estimated without them. */
  record Contradiction(long from, Rate accuracy, Estimate estimate) {}

  /** Those since a time: labels of earlier ones change what is estimated of later ones. */
  List<Contradiction> contradictions(long since) {
    List<Contradiction> found = new ArrayList<>();
    for (Step step : steps()) {
      PartSums all = step.period().all();
      if (step.period().from() >= since && step.estimates() != null) {
        step.estimates().of(all, policy.heaviest()).stream()
            .limit(1)
            .filter(Estimate::contradicted)
            .map(e -> new Contradiction(step.period().from(), rate(all.accuracy()), e))
            .forEach(found::add);
      }
    }
    return found;
  }
}
