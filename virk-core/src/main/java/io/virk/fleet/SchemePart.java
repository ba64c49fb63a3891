package io.virk.fleet;

import io.virk.detect.Verdict;
import io.virk.detect.internal.Standardised;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Bins;
import io.virk.stats.Moments;
import java.util.Arrays;

/**
 * One signal in a summary. Its numbers: how many have it, what they are worth, how many windows had
 * each verdict; then of a scalar the sum, the sum of squares and the counts of the bins, of a
 * categorical signal the counts of its classes and of all others, of a vector how many are in the
 * sums, and the sums.
 *
 * <p>The arrays are not to be modified.
 *
 * @param signal whose
 * @param form what follows
 * @param column of the signal, among those of its kind
 * @param at where its numbers begin
 * @param size how many they are
 * @param scalar number among the scalar signals; -1 of others
 * @param centres of a scalar, and of a vector of numbers: means of the baseline
 * @param scales deviations of the baseline
 * @param bins of a scalar
 * @param classes of a categorical signal, rising
 * @param expected counts of the baseline, by bins or classes
 */
record SchemePart(
    Signal signal,
    Form form,
    int column,
    int at,
    int size,
    int scalar,
    double[] centres,
    double[] scales,
    Bins bins,
    int[] classes,
    double[] expected) {

  /** What a signal's own numbers are. */
  enum Form {
    SCALAR,
    CLASSES,
    FEATURES,
    NUMBERS
  }

  private static final int EFFECTIVE = 1;
  private static final int VERDICTS = 2;
  private static final int OWN = VERDICTS + Verdict.values().length;

  private static final int SUM = OWN;
  private static final int SQUARES = OWN + 1;
  private static final int COUNTS_OF_SCALAR = OWN + 2;
  private static final int IN_SUMS = OWN;
  private static final int SUMS = OWN + 1;

  private static final int BINS = 10;

  /** More classes are counted as others. */
  private static final int MOST_CLASSES = 1000;

  /** Of the magnitude of a signal that does not vary. */
  private static final double LEAST = 1e-6;

  private static final double[] NONE = {};

  /** More than the smallest feature is below 0, in units; and half a unit more. */
  private static final int AWAY = 1 << 17;

  private static final float HALF_AWAY = AWAY + 0.5f;

  static SchemePart ofScalar(ScalarSignal signal, int column, SignalTable rows, int at, int n) {
    double[] values = rows.scalar(signal);
    Moments moments = Moments.of(values);
    double deviation = moments.standardDeviation();
    double least = LEAST * Math.max(1e-12, Math.abs(moments.mean()));
    Bins bins =
        moments.min() == moments.max()
            ? Bins.ofInnerEdges(moments.min(), Math.nextUp(moments.min()))
            : Bins.quantiles(values, BINS);
    double[] expected = new double[bins.count()];
    for (double value : values) {
      expected[bins.indexOf(value)]++;
    }
    return new SchemePart(
        signal,
        Form.SCALAR,
        column,
        at,
        COUNTS_OF_SCALAR + bins.count(),
        n,
        new double[] {moments.mean()},
        new double[] {Math.max(deviation, least)},
        bins,
        null,
        expected);
  }

  static SchemePart ofClasses(CategoricalSignal signal, int column, SignalTable rows, int at) {
    int[] sorted = rows.categories(signal);
    int[] classes = Arrays.stream(sorted).sorted().distinct().limit(MOST_CLASSES).toArray();
    double[] expected = new double[classes.length + 1];
    for (int c : sorted) {
      expected[cell(classes, c)]++;
    }
    int size = OWN + expected.length;
    return new SchemePart(
        signal, Form.CLASSES, column, at, size, -1, NONE, NONE, null, classes, expected);
  }

  static SchemePart ofFeatures(VectorSignal signal, int column, int features, int at) {
    double[] centres = new double[features];
    double[] scales = new double[features];
    Arrays.fill(scales, 1);
    return new SchemePart(
        signal, Form.FEATURES, column, at, SUMS + features, -1, centres, scales, null, null, NONE);
  }

  static SchemePart ofNumbers(VectorSignal signal, int column, SignalTable rows, int at) {
    VectorColumn vectors = rows.vectors(signal);
    int d = vectors.dimension();
    double[] least =
        signal.isDerived() ? Standardised.leastOfAppearance(rows.schema()) : new double[d];
    float[] values = vectors.values();
    double[] centres = new double[d];
    double[] scales = new double[d];
    for (int k = 0; k < d; k++) {
      Moments moments = new Moments();
      for (int row = 0; row < values.length / d; row++) {
        if (!Float.isNaN(values[row * d + k])) {
          moments.accept(values[row * d + k]);
        }
      }
      centres[k] = moments.count() == 0 ? 0 : moments.mean();
      double deviation = moments.count() < 2 ? 0 : moments.standardDeviation();
      scales[k] = Math.max(deviation, Math.max(least[k], LEAST));
    }
    return new SchemePart(
        signal, Form.NUMBERS, column, at, SUMS + d, -1, centres, scales, null, null, NONE);
  }

  private static int cell(int[] classes, int c) {
    int found = Arrays.binarySearch(classes, c);
    return found >= 0 ? found : classes.length;
  }

  boolean isScalar() {
    return form == Form.SCALAR;
  }

  boolean isVector() {
    return form == Form.FEATURES || form == Form.NUMBERS;
  }

  double centre() {
    return centres[0];
  }

  double scale() {
    return scales[0];
  }

  /** Numbers of a vector, bins or classes. */
  int length() {
    return isVector() ? centres.length : expected.length;
  }

  /**
   * Adds an observation.
   *
   * @param cells of an open summary. Modified.
   * @param extremes of it. Modified.
   * @param worth how many independent observations it is worth, 0 .. 1
   * @param scratch of as many floats as the longest vector. Modified.
   */
  void accept(SignalValues values, long[] cells, double[] extremes, double worth, float[] scratch) {
    boolean has =
        switch (form) {
          case SCALAR -> acceptScalar(values.analysed(column), cells, extremes);
          case CLASSES -> acceptClass(values.category(column), cells);
          case FEATURES -> acceptFeatures(values.features(), cells);
          case NUMBERS -> acceptVector(vector(values, scratch), cells);
        };
    if (has) {
      cells[at]++;
      cells[at + EFFECTIVE] += Math.round(worth * SummaryScheme.OF_SIZE);
    }
  }

  private float[] vector(SignalValues values, float[] scratch) {
    VectorSignal of = (VectorSignal) signal;
    if (!of.isDerived()) {
      float[] own = values.vector(column);
      return own != null && own.length == centres.length ? own : null;
    }
    return values.schema().appearance(values, scratch) ? scratch : null;
  }

  private boolean acceptScalar(double value, long[] cells, double[] extremes) {
    if (Double.isNaN(value)) {
      return false;
    }
    double u = within((value - centre()) / scale());
    cells[at + SUM] += Math.round(u * SummaryScheme.OF_SUM);
    cells[at + SQUARES] += Math.round(u * u * SummaryScheme.OF_SQUARES);
    cells[at + COUNTS_OF_SCALAR + bins.indexOf(value)]++;
    extremes[scalar] = Math.min(extremes[scalar], value);
    int most = extremes.length / 2 + scalar;
    extremes[most] = Math.max(extremes[most], value);
    return true;
  }

  private boolean acceptClass(int c, long[] cells) {
    if (c == Observation.NO_CLASS) {
      return false;
    }
    cells[at + OWN + cell(classes, c)]++;
    return true;
  }

  /** They are between -1 and 1. */
  private boolean acceptFeatures(float[] features, long[] cells) {
    if (features == null) {
      return false;
    }
    int from = at + SUMS;
    for (int k = 0; k < centres.length; k++) {
      // to the nearest whole number: a cast rounds towards 0, and so down where all are above 0
      cells[from + k] += (int) (features[k] * (float) SummaryScheme.OF_VECTOR + HALF_AWAY) - AWAY;
    }
    cells[at + IN_SUMS]++;
    return true;
  }

  /** A number that is missing is where those of the baseline are. */
  private boolean acceptVector(float[] vector, long[] cells) {
    if (vector == null) {
      return false;
    }
    for (int k = 0; k < centres.length; k++) {
      double u = (vector[k] - centres[k]) / scales[k];
      cells[at + SUMS + k] +=
          Math.round((Double.isNaN(u) ? 0 : within(u)) * SummaryScheme.OF_VECTOR);
    }
    cells[at + IN_SUMS]++;
    return true;
  }

  private static double within(double u) {
    return Math.max(-SummaryScheme.FARTHEST, Math.min(SummaryScheme.FARTHEST, u));
  }

  /** Counts a window of a monitor. */
  void judged(Verdict verdict, long[] cells) {
    cells[at + VERDICTS + verdict.ordinal()]++;
  }

  /** Forgets the sums of vectors that are too few to hide one. */
  void close(long[] cells) {
    if (isVector() && cells[at + IN_SUMS] < SummaryScheme.FEWEST_VECTORS) {
      Arrays.fill(cells, at + IN_SUMS, at + size, 0);
    }
  }

  long count(Summary of) {
    return of.cell(at);
  }

  double effectiveSize(Summary of) {
    return of.cell(at + EFFECTIVE) / SummaryScheme.OF_SIZE;
  }

  long windows(Summary of, Verdict verdict) {
    return of.cell(at + VERDICTS + verdict.ordinal());
  }

  /** Of a scalar, in deviations of the baseline from its mean. */
  double mean(Summary of) {
    return of.cell(at + SUM) / SummaryScheme.OF_SUM / count(of);
  }

  double variance(Summary of) {
    double mean = mean(of);
    double squares = of.cell(at + SQUARES) / SummaryScheme.OF_SQUARES / count(of);
    return Math.max(0, squares - mean * mean);
  }

  /** Counts of bins or classes. */
  double[] counts(Summary of) {
    double[] counts = new double[expected.length];
    int from = at + (isScalar() ? COUNTS_OF_SCALAR : OWN);
    for (int i = 0; i < counts.length; i++) {
      counts[i] = of.cell(from + i);
    }
    return counts;
  }

  /** Vectors that are in the sums. */
  long inSums(Summary of) {
    return of.cell(at + IN_SUMS);
  }

  /** The mean of the vectors that are in the sums. */
  double[] means(Summary of) {
    double[] means = new double[centres.length];
    double units = SummaryScheme.OF_VECTOR * Math.max(1, inSums(of));
    for (int k = 0; k < means.length; k++) {
      means[k] = of.cell(at + SUMS + k) / units;
    }
    return means;
  }

  /** Rejects what no observations can give. */
  void check(Summary of) {
    long n = count(of);
    boolean possible = n >= 0 && n <= of.observations() && of.cell(at + EFFECTIVE) >= 0;
    possible &= effectiveSize(of) <= n;
    for (Verdict verdict : Verdict.values()) {
      possible &= windows(of, verdict) >= 0;
    }
    possible &=
        switch (form) {
          case SCALAR -> checkScalar(of, n);
          case CLASSES -> addUp(of, n);
          default -> checkSums(of, n);
        };
    if (!possible) {
      throw new IllegalArgumentException(
          "summary: impossible numbers of " + signal.name() + " (expected: those of observations)");
    }
  }

  private boolean checkScalar(Summary of, long n) {
    boolean ordered = n == 0 || of.least(scalar) <= of.most(scalar);
    double farthest = SummaryScheme.FARTHEST;
    return ordered
        && Math.abs(of.cell(at + SUM)) <= n * farthest * SummaryScheme.OF_SUM
        && of.cell(at + SQUARES) >= 0
        && of.cell(at + SQUARES) <= n * farthest * farthest * SummaryScheme.OF_SQUARES
        && addUp(of, n);
  }

  private boolean addUp(Summary of, long n) {
    double sum = 0;
    boolean counts = true;
    for (double count : counts(of)) {
      counts &= count >= 0;
      sum += count;
    }
    return counts && sum == n;
  }

  private boolean checkSums(Summary of, long n) {
    long in = inSums(of);
    boolean possible = in == 0 || in >= SummaryScheme.FEWEST_VECTORS && in <= n;
    double most = in * SummaryScheme.FARTHEST * SummaryScheme.OF_VECTOR;
    for (int k = 0; k < centres.length; k++) {
      possible &= Math.abs(of.cell(at + SUMS + k)) <= most;
    }
    return possible;
  }
}
