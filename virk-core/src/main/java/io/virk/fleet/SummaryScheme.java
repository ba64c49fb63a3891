package io.virk.fleet;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the numbers of a {@link Summary} are laid out and what they mean, by the tested signals of
 * one baseline: the deciles, means and deviations of its reference of all observations, its classes
 * and the random features of its embeddings. Made once for a baseline; immutable, thread-safe.
 *
 * <p>Values are counted up to {@value #FARTHEST} standard deviations of the baseline: what lies
 * further away counts as that far, and stands in the smallest and largest value as it is. Classes
 * that the baseline does not have are one class together.
 */
public final class SummaryScheme {
  /**
   * A summary of fewer vectors holds no sums of them: they could be read as those of one person.
   */
  public static final int FEWEST_VECTORS = 8;

  /** Standard deviations of the baseline. */
  static final double FARTHEST = 64;

  /** Units of a sum in one standard deviation, of a sum of squares, and of a vector's number. */
  static final double OF_SUM = 1 << 20;

  static final double OF_SQUARES = 1 << 16;
  static final double OF_VECTOR = 1 << 16;

  /** Units of an effective size in one observation. */
  static final double OF_SIZE = 1 << 8;

  /** Vectors of more numbers are left out. */
  private static final int LONGEST_VECTOR = 512;

  private final Baseline baseline;
  private final List<SchemePart> parts;
  private final Map<String, SchemePart> byName = new HashMap<>();
  private final int size;
  private final int scalars;

  private SummaryScheme(Baseline baseline) {
    this.baseline = baseline;
    SignalTable rows = baseline.reference(Slice.ALL).pool();
    List<SchemePart> made = new ArrayList<>();
    int at = 1; // the number of observations
    int scalar = 0;
    for (Signal signal : baseline.schema().signals()) {
      SchemePart part = signal.isTested() ? part(signal, rows, at, scalar) : null;
      if (part != null) {
        made.add(part);
        byName.put(signal.name(), part);
        at += part.size();
        scalar += part.isScalar() ? 1 : 0;
      }
    }
    parts = List.copyOf(made);
    size = at;
    scalars = scalar;
  }

  /** Null if the baseline has nothing of the signal to compare with. */
  private SchemePart part(Signal signal, SignalTable rows, int at, int scalar) {
    if (rows.count(signal) < FEWEST_VECTORS) {
      return null;
    }
    if (signal instanceof ScalarSignal of) {
      return SchemePart.ofScalar(of, baseline.schema().indexOf(of), rows, at, scalar);
    }
    if (signal instanceof CategoricalSignal of) {
      return SchemePart.ofClasses(of, baseline.schema().indexOf(of), rows, at);
    }
    VectorSignal of = (VectorSignal) signal;
    int column = baseline.schema().indexOf(of);
    if (signal.equals(VectorSignal.EMBEDDING) || of.name().equals(VectorSignal.EMBEDDING.name())) {
      return baseline
          .randomFeatures()
          .map(f -> SchemePart.ofFeatures(of, column, f.featureCount(), at))
          .orElse(null);
    }
    return rows.vectors(of).dimension() > LONGEST_VECTOR
        ? null
        : SchemePart.ofNumbers(of, column, rows, at);
  }

  /**
   * The scheme of a baseline.
   *
   * @param baseline any
   * @return the same for every window length of it
   */
  public static SummaryScheme of(Baseline baseline) {
    return new SummaryScheme(Objects.requireNonNull(baseline, "baseline"));
  }

  /** The hash of the baseline. */
  public String baseline() {
    return baseline.hash();
  }

  Baseline of() {
    return baseline;
  }

  /** Of every signal that is summarised, in the order of the baseline. */
  List<SchemePart> parts() {
    return parts;
  }

  /**
   * The signals that are summarised: the tested ones of which the baseline has values.
   *
   * @return their names, in its order
   */
  public List<String> signals() {
    return parts.stream().map(p -> p.signal().name()).toList();
  }

  /** Numbers of a summary. */
  int size() {
    return size;
  }

  /** Scalar signals. */
  int scalars() {
    return scalars;
  }

  private SchemePart part(String signal) {
    SchemePart part = byName.get(signal);
    if (part == null) {
      throw new IllegalArgumentException(
          "signal: " + signal + " (expected: one of " + signals() + ")");
    }
    return part;
  }

  /**
   * Checks that a summary is of this scheme, and a possible one.
   *
   * @param summary of anyone
   * @return the same
   * @throws IllegalArgumentException if it is of another baseline, or cannot be
   */
  public Summary check(Summary summary) {
    if (summary.isEmpty()) {
      return summary;
    }
    if (!summary.baseline().equals(baseline())) {
      throw new IllegalArgumentException(
          "summary: of the baseline " + summary.baseline() + " (expected: " + baseline() + ")");
    }
    if (summary.size() != size || summary.scalars() != scalars) {
      throw new IllegalArgumentException(
          "summary: "
              + summary.size()
              + " numbers, "
              + summary.scalars()
              + " scalar signals (expected: "
              + size
              + ", "
              + scalars
              + ")");
    }
    parts.forEach(part -> part.check(summary));
    return summary;
  }

  /**
   * Observations that have a signal.
   *
   * @param summary of this scheme
   * @param signal its name
   * @return &ge; 0
   */
  public long count(Summary summary, String signal) {
    SchemePart part = part(signal);
    return summary.isEmpty() ? 0 : part.count(summary);
  }

  /**
   * The mean of a scalar signal.
   *
   * @param summary of this scheme
   * @param signal its name
   * @return on the signal's scale of analysis; NaN of nothing, and of other signals
   */
  public double mean(Summary summary, String signal) {
    SchemePart part = part(signal);
    return count(summary, signal) == 0 || !part.isScalar()
        ? Double.NaN
        : part.centre() + part.scale() * part.mean(summary);
  }

  /**
   * The standard deviation of a scalar signal within the summary, divisor n.
   *
   * @param summary of this scheme
   * @param signal its name
   * @return on the signal's scale of analysis; NaN of nothing, and of other signals
   */
  public double deviation(Summary summary, String signal) {
    SchemePart part = part(signal);
    return count(summary, signal) == 0 || !part.isScalar()
        ? Double.NaN
        : part.scale() * Math.sqrt(part.variance(summary));
  }

  /**
   * The smallest value of a scalar signal.
   *
   * @param summary of this scheme
   * @param signal its name
   * @return on the signal's scale of analysis; NaN of nothing, and of other signals
   */
  public double least(Summary summary, String signal) {
    SchemePart part = part(signal);
    return count(summary, signal) == 0 || !part.isScalar()
        ? Double.NaN
        : summary.least(part.scalar());
  }

  /**
   * The largest value of a scalar signal.
   *
   * @param summary of this scheme
   * @param signal its name
   * @return on the signal's scale of analysis; NaN of nothing, and of other signals
   */
  public double most(Summary summary, String signal) {
    SchemePart part = part(signal);
    return count(summary, signal) == 0 || !part.isScalar()
        ? Double.NaN
        : summary.most(part.scalar());
  }

  /**
   * How many independent observations those of a signal are worth, as their monitors saw it.
   *
   * @param summary of this scheme
   * @param signal its name
   * @return 0 .. {@link #count}
   */
  public double effectiveSize(Summary summary, String signal) {
    SchemePart part = part(signal);
    return summary.isEmpty() ? 0 : part.effectiveSize(summary);
  }

  /**
   * How many windows of the monitors ended in the summary's time with a verdict.
   *
   * @param summary of this scheme
   * @param signal its name
   * @param verdict the gravest of the signal's detectors
   * @return &ge; 0
   */
  public long windows(Summary summary, String signal, Verdict verdict) {
    SchemePart part = part(signal);
    return summary.isEmpty() ? 0 : part.windows(summary, verdict);
  }

  @Override
  public String toString() {
    return "SummaryScheme[" + parts.size() + " signals, " + size + " numbers]";
  }
}
