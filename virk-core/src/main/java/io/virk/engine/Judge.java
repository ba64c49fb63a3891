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
import io.virk.detect.WindowPolicy;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
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

  private static final String NO_CHANGE =
      "the window differs from the baseline as the stream did when it was found to fit, and from"
          + " where the stream has been since it does not: learn a baseline from live traffic";

  private final WindowSizes sizes;
  private final Watches watches;
  private final FalseAlarms allowance;
  private final Scratch scratch = new Scratch();
  private AlarmBudget budget;
  private volatile long memory;

  /**
   * What was found in a window.
   *
   * @param slice whose window
   * @param rows that were judged
   * @param results one a signal and detector
   * @param parent the slice in whose windows they count, too; empty if in none or of no matter
   */
  record Judgement(
      Slice slice, SignalTable rows, List<DetectionResult> results, Optional<Slice> parent) {
    /** Whether any of them is a drift. */
    boolean differs() {
      return results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    }

    WindowBounds bounds() {
      return results.get(0).sample().bounds();
    }
  }

  Judge(WindowSizes sizes, Watches watches, FalseAlarms allowance) {
    this.sizes = sizes;
    this.watches = watches;
    this.allowance = allowance;
    this.budget = new AlarmBudget(allowance);
  }

  /**
   * Judges a window that ends now.
   *
   * @param accepted observations so far
   * @param parent the slice in whose windows its observations count, too
   * @return null if there is no detector that could
   */
  Judgement judge(SliceWindow window, long accepted, Optional<Slice> parent) {
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
    List<DetectionResult> results =
        enough
            ? results(window, detectors, judged, accepted)
            : tooFew(slice, detectors, judged, mergedInto);
    window.evidence().found(SliceSelection.eValue(results), results.get(0).sample().bounds());
    results.addAll(watches.standing(slice));
    if (enough) {
      watches.judged(slice);
    }
    memory = scratch.memory();
    return new Judgement(slice, judged, results, mergedInto);
  }

  private List<DetectionResult> results(
      SliceWindow window, DetectorSet detectors, SignalTable rows, long accepted) {
    Slice slice = window.slice();
    Map<String, Thinning.Resemblance> resemblance = window.resemblance(rows.rows());
    double share = draw(rows, accepted) / watches.shares(slice);
    double drift = FalseAlarms.driftProbability(share, detectors.tests());
    double warning = FalseAlarms.warningProbability(share, detectors.tests());
    List<DetectionResult> results = new ArrayList<>();
    for (CalibratedDetector detector : detectors.list()) {
      Thinning.Resemblance own =
          resemblance.getOrDefault(detector.signal().name(), Thinning.Resemblance.NONE);
      results.add(
          own.inflation() > rows.rows() / fewest(detector)
              ? ofFew(detector, slice, rows, drift, own, window.spacing())
              : detector.judge(slice, rows, drift, warning, own.inflation(), scratch));
    }
    boolean drifted = results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    if (drifted && window.fitting().isArmed() && !window.hasChanged(rows)) {
      results.replaceAll(r -> r.verdict() == Verdict.DRIFT ? unchanged(r) : r);
    }
    return results;
  }

  /**
   * The verdict on a window that is worth hardly more than one observation. A number so far outside
   * of the baseline that not one observation alone is there by chance is a drift all the same; that
   * it is inside says nothing.
   */
  private DetectionResult ofFew(
      CalibratedDetector detector,
      Slice slice,
      SignalTable rows,
      double drift,
      Thinning.Resemblance own,
      int spacing) {
    if (detector.signal() instanceof ScalarSignal) {
      double most = Math.min(rows.rows(), own.inflation());
      DetectionResult found = detector.judge(slice, rows, drift, drift, most, scratch);
      if (found.verdict() == Verdict.DRIFT) {
        return found;
      }
    }
    return detector.insufficient(slice, rows, own.reason(detector.signal(), spacing));
  }

  private static DetectionResult unchanged(DetectionResult found) {
    return new DetectionResult(
        found.slice(),
        found.signal(),
        found.detector(),
        Verdict.INSUFFICIENT_DATA,
        DetectionResult.Evidence.none(found.evidence().statistic()),
        found.effect(),
        found.sample(),
        found.calibration(),
        NO_CHANGE);
  }

  private static double fewest(CalibratedDetector detector) {
    return detector.signal() instanceof CategoricalSignal
        ? FEWEST_OF_CATEGORY
        : detector.signal() instanceof VectorSignal ? FEWEST_OF_VECTORS : FEWEST;
  }

  private List<DetectionResult> tooFew(
      Slice slice, DetectorSet detectors, SignalTable rows, Optional<Slice> parent) {
    String reason =
        rows.rows()
            + " observations when the window's time was up (expected: >= "
            + sizes.smallest()
            + ")"
            + parent.map(all -> "; they count in the windows of " + all).orElse("");
    List<DetectionResult> results = new ArrayList<>();
    for (CalibratedDetector detector : detectors.list()) {
      results.add(detector.insufficient(slice, rows, reason));
    }
    return results;
  }

  /** The probability of a false drift that this window is given. */
  private double draw(SignalTable rows, long accepted) {
    int last = rows.rows() - 1;
    double drawn = budget.draw(accepted, rows.rows(), rows.epochMillis(0), rows.epochMillis(last));
    boolean counted = allowance.unit() == FalseAlarms.Unit.WINDOWS;
    WindowPolicy policy = sizes.policy();
    return counted ? drawn * policy.stride() / policy.observations() : drawn;
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
