package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.DetectorSet;
import io.virk.baseline.content.Reference;
import io.virk.detect.DetectionResult;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Scratch;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.stats.twosample.NormalTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges windows, within what is allowed. One thread at a time. */
final class Judge {
  /** Independent observations that a window must be worth. */
  private static final double FEWEST = 1.5;

  /** And for vectors: of fewer the statistic scatters as no stretch says. */
  private static final double FEWEST_OF_VECTORS = 4;

  /** And for a category, of whose values fewer are all or nothing. */
  private static final double FEWEST_OF_CATEGORY = 8;

  /**
   * Single vectors scatter more than a stretched threshold of means says, at most so many times.
   */
  private static final double DOUBT_OF_VECTORS = 2;

  /** How much higher a threshold is said to be at most. */
  private static final double FARTHEST = 1_000;

  private static final String NO_CHANGE =
      "the window differs from the baseline as the stream did when it was found to fit, and from"
          + " where the stream has been since it does not: learn a baseline from live traffic";

  private final WindowSizes sizes;
  private final Watches watches;
  private final FalseAlarms allowance;
  private final LoneSlice loneSlice;
  private final Scratch scratch = new Scratch();
  private AlarmBudget budget;
  private volatile long memory;

  /** What the last window drew; NaN before the first. */
  private volatile double drawn = Double.NaN;

  /**
   * What was found in a window.
   *
   * @param slice whose window
   * @param rows that were judged
   * @param results one a signal and detector
   * @param parent the slice in whose windows they count, too, and are judged; empty if in none or
   *     of no matter
   * @param looked what {@link #between} finds in the same rows, which says whether a drift that is
   *     open is over; the results where there is no such look
   */
  record Judgement(
      Slice slice,
      SignalTable rows,
      List<DetectionResult> results,
      Optional<Slice> parent,
      List<DetectionResult> looked) {
    /** Without a look. */
    Judgement(
        Slice slice, SignalTable rows, List<DetectionResult> results, Optional<Slice> parent) {
      this(slice, rows, results, parent, results);
    }

    /** Whether any of them is a drift. */
    boolean differs() {
      return results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    }

    /** Whether any is no drift only because the stream has not changed. */
    boolean isWithheld() {
      return results.stream().anyMatch(r -> r.reason().equals(NO_CHANGE));
    }

    /** Whether it is a window of all that one slice has to itself: it says nothing of all. */
    boolean isOfLoneSlice() {
      return slice.isAll() && parent.isPresent();
    }

    WindowBounds bounds() {
      return results.get(0).sample().bounds();
    }
  }

  Judge(WindowSizes sizes, Watches watches, FalseAlarms allowance, LoneSlice loneSlice) {
    this.sizes = sizes;
    this.watches = watches;
    this.allowance = allowance;
    this.loneSlice = loneSlice;
    this.budget = new AlarmBudget(allowance);
  }

  /**
   * Judges a window that ends now.
   *
   * @param accepted observations so far
   * @param parent the slice in whose windows its observations count, too
   * @param drifted whether a drift of the slice is open
   * @return null if there is no detector that could
   */
  Judgement judge(SliceWindow window, long accepted, Optional<Slice> parent, boolean drifted) {
    SignalTable rows = window.rows();
    Baseline calibrated = sizes.atMost(window.worth());
    boolean enough = calibrated != null;
    Slice slice = window.slice();
    Reference reference = (enough ? calibrated : sizes.full()).reference(slice);
    DetectorSet detectors = reference.detectors(window.embeds());
    if (detectors.list().isEmpty()) {
      return null;
    }
    SignalTable judged = enough ? WindowSizes.spread(rows, calibrated.window()) : rows;
    Optional<Slice> mergedInto = enough ? Optional.empty() : parent;
    Optional<Slice> lone =
        enough && !drifted ? loneSlice.of(slice, rows, calibrated) : Optional.empty();
    boolean isCompared = enough && lone.isEmpty();
    List<DetectionResult> results =
        isCompared
            ? results(
                window, detectors, judged, draw(rows, accepted) / watches.shares(slice), drifted)
            : insufficient(
                slice,
                detectors,
                judged,
                lone.map(Judge::ofLone).orElseGet(() -> tooFew(rows, mergedInto)));
    window.evidence().found(SliceSelection.eValue(results), results.get(0).sample().bounds());
    results.addAll(watches.standing(slice));
    if (isCompared) {
      watches.judged(slice);
    }
    memory = scratch.memory();
    Judgement found = new Judgement(slice, judged, results, lone.isPresent() ? lone : mergedInto);
    if (!drifted || window.parts().number() == 1 || found.differs()) {
      return found;
    }
    List<DetectionResult> looked = between(window);
    return looked.isEmpty() ? found : new Judgement(slice, judged, results, mergedInto, looked);
  }

  /**
   * Judges the last rows of a slice where a part of a window ends, while a drift is open. That
   * spends nothing of what is allowed, for it opens no drift; thresholds are those of windows that
   * overlap as much: what windows draw lately, by what is new.
   *
   * @return empty if nothing can be said
   */
  List<DetectionResult> between(SliceWindow window) {
    Slice slice = window.slice();
    DetectorSet detectors = sizes.full().reference(slice).detectors(window.embeds());
    if (detectors.list().isEmpty() || !budget.hasDrawn()) {
      return List.of();
    }
    double share = budget.lately() / window.parts().number() / watches.shares(slice);
    List<DetectionResult> results = results(window, detectors, window.rowsBetween(), share, true);
    results.addAll(watches.standing(slice));
    memory = scratch.memory();
    return results;
  }

  private List<DetectionResult> results(
      SliceWindow window, DetectorSet detectors, SignalTable rows, double share, boolean open) {
    Slice slice = window.slice();
    Map<String, Thinning.Resemblance> resemblance = window.resemblance(rows.rows());
    List<DetectionResult> results = new ArrayList<>();
    for (CalibratedDetector detector : detectors.list()) {
      double tests = detectors.tests() / detector.detector().share();
      double drift = FalseAlarms.driftProbability(share, tests);
      double warning = allowance.warningProbability(share, tests);
      Thinning.Resemblance own =
          resemblance.getOrDefault(detector.signal().name(), Thinning.Resemblance.NONE);
      results.add(
          own.inflation() > rows.rows() / fewest(detector.signal())
              ? ofFew(detector, window, rows, drift, own, open)
              : detector.judge(slice, rows, drift, warning, own.inflation(), scratch));
    }
    boolean drifted = results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    if (drifted && window.fitting().isArmed()) {
      Map<String, LiveStream.Unchanged> unchanged = window.unchanged(rows);
      results.replaceAll(
          r ->
              r.verdict() == Verdict.DRIFT && unchanged.containsKey(r.signal())
                  ? withheld(r, unchanged.get(r.signal()))
                  : r);
    }
    return results;
  }

  /**
   * The verdict on a window that is worth hardly more than one observation. A signal so far outside
   * of the baseline that not one observation alone is there by chance is a drift all the same. That
   * it is inside says nothing, but of a drift, which has then recovered.
   */
  private DetectionResult ofFew(
      CalibratedDetector detector,
      SliceWindow window,
      SignalTable rows,
      double drift,
      Thinning.Resemblance own,
      boolean open) {
    Slice slice = window.slice();
    if (!(detector.signal() instanceof CategoricalSignal)) {
      boolean scalar = detector.signal() instanceof ScalarSignal;
      double most =
          scalar ? Math.min(rows.rows(), own.inflation()) : rows.rows() * DOUBT_OF_VECTORS;
      DetectionResult found = detector.judge(slice, rows, drift, drift, most, scratch);
      if (found.verdict() == Verdict.DRIFT || open) {
        return found;
      }
    }
    return detector.insufficient(slice, rows, own.reason(detector.signal(), window.spacing()));
  }

  /** A drift from the baseline that is none of the stream: the threshold is what would be one. */
  private static DetectionResult withheld(DetectionResult found, LiveStream.Unchanged unchanged) {
    double statistic = found.evidence().statistic();
    double threshold = statistic * Math.min(FARTHEST, unchanged.limit() / unchanged.errors());
    return new DetectionResult(
        found.slice(),
        found.signal(),
        found.detector(),
        Verdict.NORMAL,
        new DetectionResult.Evidence(
            statistic,
            threshold,
            threshold,
            Math.min(1, 2 * Math.exp(NormalTail.logSurvival(unchanged.errors())))),
        found.effect(),
        found.sample(),
        found.calibration(),
        NO_CHANGE);
  }

  /** Independent observations that a window must be worth for a signal to be judged. */
  static double fewest(Signal signal) {
    return signal instanceof CategoricalSignal
        ? FEWEST_OF_CATEGORY
        : signal instanceof VectorSignal ? FEWEST_OF_VECTORS : FEWEST;
  }

  private String tooFew(SignalTable rows, Optional<Slice> parent) {
    return rows.rows()
        + " observations when the window's time was up (expected: >= "
        + sizes.smallest()
        + ")"
        + parent.map(all -> "; they count in the windows of " + all).orElse("");
  }

  private static String ofLone(Slice lone) {
    return "all observations of the window are of "
        + lone
        + ", which is compared with its own reference; with that of all slices are compared that"
        + " send beside others";
  }

  private static List<DetectionResult> insufficient(
      Slice slice, DetectorSet detectors, SignalTable rows, String reason) {
    List<DetectionResult> results = new ArrayList<>();
    for (CalibratedDetector detector : detectors.list()) {
      results.add(detector.insufficient(slice, rows, reason));
    }
    return results;
  }

  /** The probability of a false drift that this window is given. */
  private double draw(SignalTable rows, long accepted) {
    int last = rows.rows() - 1;
    double draw = budget.draw(accepted, rows.rows(), rows.epochMillis(0), rows.epochMillis(last));
    drawn = allowance.unit() == FalseAlarms.Unit.WINDOWS ? draw * shareOfNew() : draw;
    return drawn;
  }

  /** The part of a window that is not in the one before it. */
  private double shareOfNew() {
    return (double) sizes.policy().stride() / sizes.policy().observations();
  }

  /**
   * The probability of a false drift that windows are given. Any thread.
   *
   * @param sliced whether an observation is judged twice, with all and with its slice
   * @return that of the last window, before it what follows from the allowance; NaN if nothing does
   */
  double probability(boolean sliced) {
    double last = drawn;
    if (!Double.isNaN(last)) {
      return last;
    }
    return switch (allowance.unit()) {
      case WINDOWS -> shareOfNew() / allowance.distance();
      case OBSERVATIONS ->
          (double) sizes.policy().stride() / allowance.distance() / (sliced ? 2 : 1);
      case TIME -> Double.NaN;
    };
  }

  /** Working memory, bytes, about. Any thread. */
  long memory() {
    return memory;
  }

  AlarmBudget.State state() {
    return budget.state();
  }

  /** Goes on with an account of the same unit. */
  void restore(AlarmBudget.State state) {
    budget = new AlarmBudget(allowance, state);
  }
}
