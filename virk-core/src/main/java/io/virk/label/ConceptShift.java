package io.virk.label;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.internal.SplitMix64;
import io.virk.signal.Observation;
import io.virk.stats.Interval;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.performance.ConfusionCounts;
import io.virk.stats.sequence.BernoulliSequence;
import io.virk.stats.sequence.StratifiedErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Tells whether it is the inputs that have moved, or what they mean: drift of the data, a shift of
 * the concept, both, or neither. Takes labels one by one, of observations that were chosen by
 * chance, and may be asked at any time: each of its two tests ever speaks wrongly with half of the
 * level at most.
 *
 * <ul>
 *   <li><b>Errors</b>, of labels of observations outside a drift of the data: more of them than the
 *       baseline's in the same predicted class and band of confidence ({@link StratifiedErrors}).
 *       That some classes or confidences come more often is no evidence.
 *   <li><b>Another meaning</b>, of all labels: of what is predicted as one class, another class is
 *       labelled more often than that class itself, by a sign test over all pairs of classes, and
 *       makes more than half. Where the baseline may have had it so, for a class that is seldom
 *       right, more often than there, too. This is what drift of the data hardly ever does: it
 *       spreads errors, and does not give them one name (see virk-bench/labels.md).
 * </ul>
 *
 * <p>So a shift of a definition in part, for example of a fifth of a class, is found while the data
 * have not drifted; while they have, labels alone cannot tell it from errors of the drift, and the
 * finding then is that of the data. Without a difference a finding says so only when a difference
 * would have been seen; before, labels are too few.
 *
 * <p>What was found once stays found: begin a new one with a new model, or a new guideline. Memory:
 * 16 bytes a pair of classes and 300 a class. Cost of a label: some microseconds, and more the more
 * pairs of classes there are of which another is labelled more often than the predicted one. Not
 * thread-safe.
 *
 * <p>Source: A. Podkopaev and A. Ramdas, arXiv:2110.06177 (sequential tests of a deployed model's
 * risk); D. Prinster et al., arXiv:2505.04608 (conformal martingales given the inputs), here with
 * strata in the place of weights.
 */
public final class ConceptShift {
  private static final char KIND = 'S';
  private static final int VERSION = 2;

  /** Of the interval that has to be below a half, or a margin, before a shift is denied. */
  private static final double SURE = 0.9;

  static final long LEAST = 20;

  /** Draws of different purpose. */
  private static final long TIES = 0;

  private static final long THINNING = 0x5DEECE66DL;

  private final ErrorProfile baseline;
  private final double alpha;
  private final double margin;
  private final long seed;
  private StratifiedErrors strata;
  private final ClassMeanings meanings;
  private long taken;
  private long errors;
  private long undrifted;
  private long undriftedErrors;
  private double expectedErrors;
  private double largestMeaning;
  private final double largestWeight;

  /**
   * Before the first label, of labels that all count alike: no weight above 1.
   *
   * @param baseline of the model that is watched
   * @param alpha as below
   * @param margin as below
   * @param seed of the draws for ties
   */
  public ConceptShift(ErrorProfile baseline, double alpha, double margin, long seed) {
    this(baseline, alpha, margin, 1, seed);
  }

  /**
   * Before the first label.
   *
   * @param baseline of the model that is watched
   * @param alpha probability of ever finding a shift of the concept where there is none, above 0,
   *     at most 0.5
   * @param margin by which the share of errors may be larger than the baseline's without being
   *     worth telling, 0.01 .. 0.5: the smaller, the more labels it takes to say "neither"
   * @param largestWeight that a label may have, &ge; 1, known before the first one, as of {@link
   *     LabelPlan#largestWeight}: labels are thinned by it. A bound taken from the labels would let
   *     the first light ones, which a plan chose for their likely errors, all through
   * @param seed of the draws for ties and for thinning
   */
  public ConceptShift(
      ErrorProfile baseline, double alpha, double margin, double largestWeight, long seed) {
    this.baseline = Objects.requireNonNull(baseline, "baseline");
    if (!(alpha > 0 && alpha <= 0.5)) {
      throw new IllegalArgumentException("alpha: " + alpha + " (expected: > 0 and <= 0.5)");
    }
    if (!(margin >= 0.01 && margin <= 0.5)) {
      throw new IllegalArgumentException("margin: " + margin + " (expected: 0.01 .. 0.5)");
    }
    if (!(largestWeight >= 1) || Double.isInfinite(largestWeight)) {
      throw new IllegalArgumentException(
          "largestWeight: " + largestWeight + " (expected: >= 1, finite)");
    }
    this.largestWeight = largestWeight;
    this.alpha = alpha;
    this.margin = margin;
    this.seed = seed;
    this.strata =
        new StratifiedErrors(
            baseline.errors(), baseline.counts(), baseline.classOfStratum(), baseline.classes());
    this.meanings = new ClassMeanings(baseline, alpha / 2);
  }

  /**
   * Takes a label.
   *
   * @param number of the observation, for the draw
   * @param predicted the class that the model told
   * @param confidence of it, 0 .. 1
   * @param actual the class of the label, or {@link Observation#NO_CLASS} if it says only that the
   *     prediction is wrong
   * @param duringDrift whether the observation was made while the data had drifted
   * @throws IllegalArgumentException if an argument is out of its range; nothing has changed then
   */
  public void accept(
      long number, int predicted, double confidence, int actual, boolean duringDrift) {
    int stratum = baseline.stratum(predicted, confidence);
    boolean hasName = actual != Observation.NO_CLASS;
    if (hasName && (actual < 0 || actual >= baseline.classes())) {
      throw new IllegalArgumentException(
          "actual: " + actual + " (expected: 0 .. " + (baseline.classes() - 1) + ")");
    }
    boolean error = actual != predicted;
    if (!duringDrift) {
      strata.accept(stratum, error, draw(number, TIES));
      undrifted++;
      undriftedErrors += error ? 1 : 0;
      expectedErrors += baseline.errorRate(stratum);
    }
    taken++;
    errors += error ? 1 : 0;
    if (hasName) {
      meanings.accept(actual, predicted);
      if (error) {
        largestMeaning = Math.max(largestMeaning, meanings.logEvidence());
      }
    }
  }

  /**
   * Takes a label that was joined with its prediction. Labels of a plan ({@link Label#weight}) are
   * thinned to what chance would have chosen, for a plan that looks for errors brings more of them:
   * each is taken with the probability of its weight over the largest that one may have. One that
   * was not chosen by chance, or says that nothing can be judged, and one of a prediction without a
   * class or a confidence are no evidence: they are left out.
   *
   * @param labelled of {@code monitor.feedback().labelled()}
   * @param duringDrift whether the observation was made while the data had drifted
   * @return whether it was taken
   * @throws IllegalArgumentException if a class is not one of the baseline, or the label is heavier
   *     than one may be; nothing has changed then
   */
  public boolean accept(Labelled labelled, boolean duringDrift) {
    if (!isEvidence(labelled)) {
      return false;
    }
    Prediction prediction = labelled.prediction();
    double weight = labelled.label().weight();
    if (weight > largestWeight) {
      throw new IllegalArgumentException(
          "weight: " + weight + " (expected: at most " + largestWeight + ", the largest)");
    }
    if (draw(prediction.number(), THINNING) >= weight / largestWeight) {
      return false;
    }
    accept(
        prediction.number(),
        prediction.predicted(),
        Math.min(1, prediction.confidence()),
        labelled.actual(),
        duringDrift);
    return true;
  }

  /**
   * Whether a label says something of the model's errors.
   *
   * @param labelled with its prediction
   * @return false if it was not chosen by chance or by a plan, cannot be judged, or has no
   *     prediction with a confidence
   */
  public static boolean isEvidence(Labelled labelled) {
    Prediction prediction = labelled.prediction();
    Label label = labelled.label();
    return label.weight() > 0
        && prediction.weight() > 0
        && label.kind() != Label.Kind.REJECTED
        && prediction.predicted() != Observation.NO_CLASS
        && !Double.isNaN(prediction.confidence());
  }

  private double draw(long number, long what) {
    SplitMix64 random = new SplitMix64(seed ^ what ^ number * 0x9E3779B97F4A7C15L);
    return (random.nextLong(1L << 52) + 0.5) / (1L << 52);
  }

  /** Number of labels taken. */
  public long labels() {
    return taken;
  }

  /**
   * What the labels say by now.
   *
   * @param dataDrift whether the data have drifted, as the monitor's verdicts have it
   * @return never silence: too few labels is an answer
   */
  public ConceptFinding finding(boolean dataDrift) {
    double threshold = Math.log(2 / alpha);
    List<ConceptFinding.Renamed> renamed = meanings.renamed();
    boolean meaning = largestMeaning >= threshold && !renamed.isEmpty();
    boolean more = strata.largestLogEvidence() >= threshold;
    boolean concept = meaning || more;
    long needed = concept ? 0 : dataDrift ? meanings.moreLabels(SURE, LEAST) : moreForErrors();
    ConceptFinding.Kind kind =
        concept
            ? dataDrift ? ConceptFinding.Kind.BOTH : ConceptFinding.Kind.CONCEPT_SHIFT
            : needed > 0
                ? ConceptFinding.Kind.TOO_FEW_LABELS
                : dataDrift ? ConceptFinding.Kind.DATA_DRIFT : ConceptFinding.Kind.NEITHER;
    return new ConceptFinding(
        kind,
        taken,
        needed,
        (double) errors / taken,
        expectedErrors / undrifted,
        Math.max(strata.largestLogEvidence(), largestMeaning),
        threshold,
        meaning ? renamed : List.of(),
        more ? worse() : List.of());
  }

  /** Predicted classes that err more than they did, each at its share of the level. */
  private List<Integer> worse() {
    List<Integer> found = new ArrayList<>();
    for (int c = 0; c < baseline.classes(); c++) {
      if (strata.logEvidence(c) >= Math.log(2 * baseline.classes() / alpha)) {
        found.add(c);
      }
    }
    return found;
  }

  /** Labels until the share of errors is known to be within the margin, or a shift is found. */
  private long moreForErrors() {
    if (undrifted < LEAST) {
      return LEAST - undrifted;
    }
    double limit = expectedErrors / undrifted + margin;
    double rate = (double) undriftedErrors / undrifted;
    double factor = 1;
    while (factor < 1000) {
      Interval interval =
          BernoulliSequence.interval(
              Math.round(undriftedErrors * factor), Math.round(undrifted * factor), SURE);
      if (interval.high() <= limit) {
        return (long) Math.ceil((factor - 1) * undrifted);
      }
      if (rate >= limit && factor > 1) {
        break;
      }
      factor *= 1.05;
    }
    double evidence = Math.max(strata.logEvidence(), 0.05 * undrifted / LEAST);
    return (long) Math.ceil(undrifted * Math.max(0.1, Math.log(2 / alpha) / evidence - 1));
  }

  /**
   * What was seen, in a compact, versioned form with a checksum; the baseline is not in it.
   *
   * @return for {@link #fromBytes}
   */
  public byte[] toBytes() {
    byte[] test = strata.toBytes();
    byte[] table = meanings.counts().toBytes();
    return new BinaryOutput(KIND, VERSION, 100 + test.length + table.length)
        .real(alpha)
        .real(margin)
        .real(largestWeight)
        .bits(seed)
        .count(test.length)
        .bytes(test)
        .count(table.length)
        .bytes(table)
        .count(taken)
        .count(errors)
        .count(undrifted)
        .count(undriftedErrors)
        .real(expectedErrors)
        .real(largestMeaning)
        .toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param baseline that it was made with
   * @param bytes Not modified.
   * @return with all its labels
   * @throws IllegalArgumentException if they are damaged, of something else, of another number of
   *     classes or no possible state
   */
  public static ConceptShift fromBytes(ErrorProfile baseline, byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double alpha = in.real("alpha");
    double margin = in.real("margin");
    double largestWeight = in.real("largest weight");
    ConceptShift read = new ConceptShift(baseline, alpha, margin, largestWeight, in.bits("seed"));
    read.strata = StratifiedErrors.fromBytes(in.bytes("errors"));
    ConfusionCounts table = ConfusionCounts.fromBytes(in.bytes("confusion"));
    if (table.classes() != baseline.classes() || read.strata.size() != baseline.strata()) {
      throw new IllegalArgumentException(
          "classes: "
              + table.classes()
              + " (expected: "
              + baseline.classes()
              + ", the baseline's)");
    }
    read.meanings.combine(table);
    read.taken = in.count("labels", table.total(), 1L << 50);
    read.errors = in.count("errors", 0, read.taken);
    read.undrifted = in.count("labels outside a drift", 0, read.taken);
    read.undriftedErrors = in.count("errors of them", 0, read.errors);
    read.expectedErrors = in.nonNegative("expected errors");
    read.largestMeaning = in.nonNegative("largest evidence");
    in.end();
    return read;
  }
}
