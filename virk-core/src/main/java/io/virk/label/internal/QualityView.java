package io.virk.label.internal;

import io.virk.internal.SplitMix64;
import io.virk.label.AnnotationQuality;
import io.virk.label.AnnotationQuality.Bias;
import io.virk.label.AnnotationQuality.OfClass;
import io.virk.label.AnnotationQuality.OfLabeller;
import io.virk.label.AnnotationQuality.Period;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Performance;
import io.virk.label.Performance.Rate;
import io.virk.signal.Observation;
import io.virk.stats.Interval;
import io.virk.stats.sequence.RateIncrease;
import io.virk.stats.sequence.SharedLevel;
import io.virk.stats.sequence.WeightedShare;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How far those who label agree. */
final class QualityView {
  private static final int MOST_PERIODS = 60;
  private static final int MOST_DISPUTED = 1_000;
  private static final int MOST_PAIRS = 50;
  private static final long SEED = 42;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final FeedbackPolicy policy;
  private final Classes classes;

  /** Labels of each observation that several labelled, one of each labeller. */
  private final List<List<Labelled>> units = new ArrayList<>();

  private final WeightedShare blind = new WeightedShare();
  private final WeightedShare suggested = new WeightedShare();

  /** Agreement of a labeller or on a class, an observation each, by whether it is recent. */
  private static final class Pairs {
    private final WeightedShare all = new WeightedShare();
    private final WeightedShare before = new WeightedShare();
    private final WeightedShare recent = new WeightedShare();

    void accept(boolean agree, boolean isRecent) {
      all.accept(agree, 1);
      (isRecent ? recent : before).accept(agree, 1);
    }

    boolean drifts(int members) {
      return before.trials() > 0
          && recent.trials() > 0
          && new RateIncrease(
                  before.trials() - before.events(),
                  before.trials(),
                  0,
                  SharedLevel.ofEach(1 - Performance.CONFIDENCE, members))
              .isIncreased(recent.trials() - recent.events(), recent.trials());
    }
  }

  QualityView(List<Labelled> labels, Classes classes, FeedbackPolicy policy) {
    this.policy = policy;
    this.classes = classes;
    Map<Long, List<Labelled>> byObservation = new LinkedHashMap<>();
    for (Labelled one : labels) {
      Label.Kind kind = one.label().kind();
      if (kind == Label.Kind.CORRECTION) {
        continue;
      }
      // errors that were looked for agree less with the prediction, seen or not
      if (kind != Label.Kind.REJECTED && one.label().weight() > 0 && one.hasPrediction()) {
        (one.label().suggested() ? suggested : blind).accept(one.isRight(), 1);
      }
      boolean named = kind != Label.Kind.CONFIRMED || one.hasPrediction();
      if (kind != Label.Kind.WRONG && named) { // the others name no class
        byObservation.computeIfAbsent(one.prediction().number(), n -> new ArrayList<>(2)).add(one);
      }
    }
    for (List<Labelled> of : byObservation.values()) {
      String newest = Truth.newestGuideline(of);
      Map<String, Labelled> each = new LinkedHashMap<>();
      of.stream()
          .filter(l -> l.label().guideline().equals(newest))
          .forEach(l -> each.put(l.label().labeller(), l));
      if (each.size() > 1) {
        units.add(List.copyOf(each.values()));
      }
    }
  }

  private long period(List<Labelled> unit) {
    long length = policy.period().toMillis();
    long last = unit.stream().mapToLong(l -> l.label().time().toEpochMilli()).max().orElseThrow();
    return Math.floorDiv(last, length) * length;
  }

  AnnotationQuality quality() {
    TreeMap<Long, List<List<Labelled>>> periods = new TreeMap<>();
    units.forEach(u -> periods.computeIfAbsent(period(u), p -> new ArrayList<>()).add(u));
    List<Period> course = new ArrayList<>();
    periods.forEach(
        (from, of) -> {
          Agreement agreement = new Agreement(of);
          course.add(
              new Period(
                  Instant.ofEpochMilli(from),
                  agreement.alpha(),
                  agreement.interval(),
                  of.size(),
                  agreement.fleiss(),
                  agreement.pairs(1).stream().findFirst()));
        });
    Agreement whole = new Agreement(units);
    Map<String, Pairs> byLabeller = new TreeMap<>();
    Map<Integer, Pairs> byClass = new TreeMap<>();
    List<String> disputed = new ArrayList<>();
    for (List<Labelled> unit : units) {
      boolean recent = period(unit) == periods.lastKey() && periods.size() > 1;
      boolean agreed = pairs(unit, recent, byLabeller, byClass);
      if (!agreed) {
        disputed.add(unit.get(0).label().id());
      }
    }
    Collections.reverse(disputed);
    return new AnnotationQuality(
        whole.alpha(),
        whole.interval(),
        units.size(),
        course.subList(Math.max(0, course.size() - MOST_PERIODS), course.size()),
        whole.fleiss(),
        whole.pairs(MOST_PAIRS),
        labellers(byLabeller),
        classes(byClass),
        bias(),
        disputed.subList(0, Math.min(MOST_DISPUTED, disputed.size())));
  }

  /**
   * Of each labeller one pair, with another that is drawn, and of each class one: pairs of one
   * observation are not independent, and all of them would prove too much.
   *
   * @return whether all of them agree
   */
  private static boolean pairs(
      List<Labelled> unit,
      boolean recent,
      Map<String, Pairs> byLabeller,
      Map<Integer, Pairs> byClass) {
    int n = unit.size();
    SplitMix64 random = new SplitMix64(SEED ^ unit.get(0).prediction().number() * SPREAD);
    int first = (int) random.nextLong(n);
    Set<Integer> met = new HashSet<>();
    for (int i = 0; i < n; i++) {
      Labelled one = unit.get((first + i) % n);
      Labelled other = unit.get((int) ((first + i + 1 + random.nextLong(n - 1)) % n));
      boolean agree = one.actual() == other.actual();
      byLabeller.computeIfAbsent(one.label().labeller(), l -> new Pairs()).accept(agree, recent);
      if (met.add(one.actual())) {
        byClass.computeIfAbsent(one.actual(), c -> new Pairs()).accept(agree, recent);
      }
    }
    return met.size() == 1;
  }

  private static List<OfLabeller> labellers(Map<String, Pairs> pairs) {
    List<OfLabeller> found = new ArrayList<>();
    pairs.forEach(
        (name, of) ->
            found.add(
                new OfLabeller(name, rate(of.all), rate(of.recent), of.drifts(pairs.size()))));
    found.sort(Comparator.comparingDouble(l -> l.agreement().value()));
    return found;
  }

  private List<OfClass> classes(Map<Integer, Pairs> pairs) {
    List<OfClass> found = new ArrayList<>();
    pairs.forEach(
        (number, of) ->
            found.add(
                new OfClass(
                    number,
                    number == Observation.NO_CLASS ? "cannot be judged" : classes.name(number),
                    rate(of.all),
                    rate(of.recent),
                    of.drifts(pairs.size()))));
    found.sort(Comparator.comparingDouble(c -> c.agreement().value()));
    return found;
  }

  private static Rate rate(WeightedShare share) {
    return PerformanceView.rate(share, 1, 1);
  }

  private Bias bias() {
    Interval unseen = blind.interval(Performance.CONFIDENCE, 1);
    Interval seen = suggested.interval(Performance.CONFIDENCE, 1);
    return new Bias(
        rate(blind), rate(suggested), seen.low() > unseen.high() || seen.high() < unseen.low());
  }
}
