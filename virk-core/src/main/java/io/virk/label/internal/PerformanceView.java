package io.virk.label.internal;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.detect.Slice;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Performance;
import io.virk.label.Performance.Calibration;
import io.virk.label.Performance.Part;
import io.virk.stats.performance.Reliability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes rates of what labels come to: of all, of the newest period, and period by period. */
final class PerformanceView {
  private static final int MOST_PERIODS = 60;
  private static final int BINS = 10;
  private static final double REFIT = 1.1;

  private final List<Truth> truths;
  private final Traffic traffic;
  private final Classes classes;
  private final Optional<ErrorProfile> profile;
  private final FeedbackPolicy policy;
  private final double largestWeight;
  private final TreeMap<Long, PartSums> periods = new TreeMap<>();
  private final Traffic.Split split;
  private final long last;

  PerformanceView(
      List<Truth> truths,
      Traffic traffic,
      Classes classes,
      Optional<ErrorProfile> profile,
      FeedbackPolicy policy) {
    this.profile = profile;
    this.truths = truths;
    this.traffic = traffic;
    this.classes = classes;
    this.policy = policy;
    this.largestWeight = truths.stream().mapToDouble(Truth::weight).max().orElse(1);
    for (Truth truth : truths) {
      long from = from(truth.prediction().epochMillis());
      periods
          .computeIfAbsent(from, f -> new PartSums(Slice.ALL, f, f + length(), largestWeight))
          .accept(truth, policy);
    }
    this.last = periods.isEmpty() ? 0 : periods.lastKey();
    this.split = traffic.split(length(), periods.keySet(), last);
  }

  private long length() {
    return policy.period().toMillis();
  }

  private long from(long epochMillis) {
    return Math.floorDiv(epochMillis, length()) * length();
  }

  Performance performance() {
    List<Part> course = new ArrayList<>();
    long[] before = new long[2];
    List<Truth> earlier = new ArrayList<>();
    int skipped = periods.size() - MOST_PERIODS;
    Estimates estimates = profile.map(Estimates::new).orElse(null);
    int fitted = 0;
    for (PartSums sums : periods.values()) {
      Traffic.Counted seen = split.ofPeriod(sums.from());
      if (skipped-- <= 0) {
        if (profile.isEmpty()
            && (estimates == null || earlier.size() > REFIT * fitted)) { // a fit sorts them
          estimates = Estimates.of(earlier);
          fitted = earlier.size();
        }
        course.add(part(sums, seen, estimates, before.clone()));
      }
      learn(sums, before);
      earlier.addAll(sums.judged());
    }
    return new Performance(whole(), latest(estimates, course), course, calibration());
  }

  /** Adds what persons touched to what they did before. */
  private void learn(PartSums sums, long[] before) {
    RateSum touched = sums.touched(observed(sums, split.ofPeriod(sums.from())));
    before[0] += touched.events();
    before[1] += touched.trials();
  }

  /** How many observations there were; 0 if some of them are forgotten. */
  private long observed(PartSums sums, Traffic.Counted seen) {
    return traffic.hasAllSince(sums.from()) ? seen.count() : 0;
  }

  private Part part(PartSums sums, Traffic.Counted seen, Estimates estimates, long[] before) {
    return sums.part(
        observed(sums, seen),
        policy,
        classes,
        estimates == null ? List.of() : estimates.of(seen.confidences(), sums.judged()),
        before);
  }

  private List<Part> whole() {
    if (truths.isEmpty()) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    for (PartSums sums : sums(periods.firstKey(), last + length())) {
      parts.add(part(sums, split.ever(sums.slice()), null, null));
    }
    return parts;
  }

  /** All observations are those of the last period of the course. */
  private List<Part> latest(Estimates estimates, List<Part> course) {
    List<Part> parts = new ArrayList<>();
    for (PartSums sums : latestSums()) {
      parts.add(
          sums.slice().equals(Slice.ALL)
              ? course.get(course.size() - 1)
              : part(sums, split.ofLatest(sums.slice()), estimates, null));
    }
    return parts;
  }

  /** Of the newest period that has labels: all observations first, then slices by name. */
  List<PartSums> latestSums() {
    return truths.isEmpty() ? List.of() : sums(last, last + length());
  }

  /** How many of its observations persons touched. */
  RateSum touched(PartSums latest) {
    return latest.touched(observed(latest, split.ofLatest(latest.slice())));
  }

  private List<PartSums> sums(long from, long until) {
    PartSums all = new PartSums(Slice.ALL, from, until, largestWeight);
    Map<Slice, PartSums> bySlice = new TreeMap<>(Comparator.naturalOrder());
    for (Truth truth : truths) {
      long at = truth.prediction().epochMillis();
      if (at >= from && at < until) {
        all.accept(truth, policy);
        if (!truth.prediction().slice().equals(Slice.ALL)) {
          bySlice
              .computeIfAbsent(
                  truth.prediction().slice(), s -> new PartSums(s, from, until, largestWeight))
              .accept(truth, policy);
        }
      }
    }
    List<PartSums> found = new ArrayList<>(List.of(all));
    found.addAll(bySlice.values());
    return found;
  }

  private Calibration calibration() {
    Reliability reliability = new Reliability(BINS);
    for (Truth truth : truths) {
      if (truth.isJudged() && truth.prediction().confidence() >= 0) {
        reliability.accept(truth.prediction().confidence(), truth.isRight());
      }
    }
    return new Calibration(
        reliability.ece(),
        reliability.eceOfCalibrated(),
        reliability.overconfidence(),
        reliability.total(),
        reliability.bins(Performance.CONFIDENCE));
  }
}
