package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.internal.Precision;
import io.virk.detect.internal.ShiftScan;
import io.virk.detect.internal.Standardised;
import io.virk.diagnose.Kind;
import io.virk.internal.Spread;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Moments;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When and how a drift began, by the rows that are kept of its slices: the {@link ChangePoint} of
 * what a known cause's filter gives of them, if they have moved as one moves them; else of the
 * signal that is furthest beyond its threshold. A vector that moves as no cause does is looked at
 * along the line from the baseline's mean to that of the last quarter of the rows, and in the
 * others alone.
 */
final class OnsetEstimate {
  /** Rows below which nothing can be said. */
  private static final int FEWEST = 4;

  /** As probable as this it must be a step, or a ramp, to be called so. */
  private static final double SURE = 0.99;

  /** Standard deviations of the baseline that a step must have come to. */
  private static final double LARGE = 3;

  /**
   * Of a step, what must be seen beside it. A ramp may look like one where a jolt, of the kind that
   * heavy-tailed streams have, falls into it.
   */
  private static final double SUDDEN = 0.8;

  /**
   * What is found.
   *
   * @param onset of the drift as it is, if no signal can tell
   * @param kind how it came: abruptly, gradually, or it cannot be told
   */
  record Found(Onset onset, Kind kind) {
    /**
     * The same of a drift that an earlier window showed already: what comes and goes may look, at
     * its end, as if it had begun only then.
     *
     * @param window the last one that drifted. Not modified.
     * @param first observation of the first one that did
     * @param kept rows of both. Not modified.
     */
    Found before(SignalTable window, Position first, SignalTable kept) {
      int n = window.rows();
      if (n == 0 || onset.best().sequence() < window.sequence(0)) {
        return this;
      }
      long last = window.sequence(0);
      long between =
          IntStream.range(0, kept.rows())
              .filter(i -> kept.sequence(i) >= first.sequence() && kept.sequence(i) < last)
              .count();
      if (between < n) { // they overlap: both may show its beginning
        return this;
      }
      Position earliest = onset.earliest().sequence() < first.sequence() ? onset.earliest() : first;
      return new Found(new Onset(onset.open(), earliest, first, onset.latest()), Kind.UNKNOWN);
    }
  }

  private OnsetEstimate() {}

  /**
   * Estimates it.
   *
   * @param drift the evidence, strongest first, and when its windows say that it began
   * @param reference rows of the baseline. Not modified.
   * @param scan filters of known causes; empty if no detector looks for them
   * @param rows of its slices, in the order of time. Not modified.
   * @return the estimate
   */
  static Found of(Drift drift, SignalTable reference, Optional<ShiftScan> scan, SignalTable rows) {
    return scan.stream()
        .flatMap(s -> drift.evidence().stream().flatMap(e -> known(drift, e, s, rows).stream()))
        .findFirst()
        .or(
            () ->
                drift.evidence().stream()
                    .flatMap(evidence -> of(drift, evidence.signal(), reference, rows).stream())
                    .findFirst())
        .orElseGet(() -> new Found(drift.onset(), Kind.UNKNOWN));
  }

  /** By the filter of the cause that has moved the rows so; empty if none has. */
  private static Optional<Found> known(
      Drift drift, DetectionResult evidence, ShiftScan scan, SignalTable rows) {
    return rows.schema()
        .named(evidence.signal())
        .filter(s -> s instanceof VectorSignal v && v.isDerived())
        .flatMap(signal -> alongKnown(rows.vectors((VectorSignal) signal), scan, rows.rows()))
        .flatMap(values -> of(drift, values, rows));
  }

  private static Optional<Found> of(
      Drift drift, String name, SignalTable reference, SignalTable rows) {
    SignalSchema schema = rows.schema();
    Signal signal = schema.named(name).orElse(null);
    double[] values;
    if (signal instanceof ScalarSignal scalar && reference.count(scalar) > 1) {
      values = new double[rows.rows()];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows.scalar(schema.indexOf(scalar), i);
      }
      standardize(values, Moments.of(reference.scalar(scalar)));
    } else if (signal instanceof VectorSignal vector) {
      values = along(vector, reference, rows, rows.rows() - rows.rows() / 4);
    } else {
      return Optional.empty();
    }
    return of(drift, values, rows);
  }

  /** By one number of each of the first rows, in the order of time; NaN where there is none. */
  private static Optional<Found> of(Drift drift, double[] values, SignalTable rows) {
    int looked = values.length;
    int[] places = places(values);
    if (places.length < FEWEST) {
      return Optional.empty();
    }
    double[] numbers = Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
    ChangePoint.Interval found =
        ChangePoint.locate(numbers, (double) (rows.rows() - looked) / looked);
    int[] rowOf = Arrays.copyOf(places, places.length + 1);
    rowOf[places.length] = looked;
    int earliest = found.earliest() < 0 ? -1 : rowOf[found.earliest()];
    int best = found.best() < 0 ? -1 : rowOf[found.best()];
    int latest = found.latest() == places.length ? rows.rows() - 1 : rowOf[found.latest()];
    Kind kind = best == looked ? Kind.UNKNOWN : kind(found, numbers);
    if (best == looked) { // in the last ones, or where an alarm has its evidence begin
      best = drift.windows() == 0 ? rowAt(rows, drift.onset().best()) : (looked + latest) / 2;
      earliest = Math.min(earliest, best);
    }
    return Optional.of(new Found(onset(drift, rows, earliest, best, latest), kind));
  }

  /**
   * Whether it was a step or a ramp.
   *
   * @param found the change
   * @param numbers in which, in standard deviations of the baseline. Not modified.
   */
  static Kind kind(ChangePoint.Interval found, double[] numbers) {
    if (found.step() <= 1 - SURE) {
      return Kind.GRADUAL;
    }
    return found.step() >= SURE && isSudden(found.best(), numbers) ? Kind.ABRUPT : Kind.UNKNOWN;
  }

  /** Whether about all of a large change lies between the numbers beside a place. */
  private static boolean isSudden(int place, double[] numbers) {
    int n = numbers.length;
    if (place < FEWEST || place > n - FEWEST) {
      return false;
    }
    int side = Math.max(FEWEST, n / 8);
    double level = mean(numbers, n - Math.max(1, n / 4), n);
    double step =
        mean(numbers, place, Math.min(n, place + side))
            - mean(numbers, Math.max(0, place - side), place);
    return Math.abs(level) >= LARGE && step / level >= SUDDEN;
  }

  private static double mean(double[] numbers, int from, int to) {
    return Arrays.stream(numbers, from, to).average().orElse(0);
  }

  /** The interval as observations; a change before the rows began when the windows say. */
  private static Onset onset(Drift drift, SignalTable rows, int earliest, int best, int latest) {
    Position before = drift.onset().best();
    Position first = position(rows, 0);
    Position estimate =
        best >= 0 ? position(rows, best) : before.sequence() < first.sequence() ? before : first;
    return earliest >= 0
        ? new Onset(false, after(rows, earliest - 1), estimate, position(rows, latest))
        : new Onset(
            true,
            estimate.sequence() < first.sequence() ? estimate : first,
            estimate,
            position(rows, latest));
  }

  /** What comes next after a row: where windows leave some out, not the next row. */
  private static Position after(SignalTable rows, int row) {
    boolean none = row < 0 || rows.sequence(row) + 1 == rows.sequence(row + 1);
    return none
        ? position(rows, row + 1)
        : new Position(rows.sequence(row) + 1, rows.epochMillis(row));
  }

  /** The first row from a position on; the last one if there is none. */
  private static int rowAt(SignalTable rows, Position position) {
    int row = 0;
    while (row < rows.rows() - 1 && rows.sequence(row) < position.sequence()) {
      row++;
    }
    return row;
  }

  private static Position position(SignalTable rows, int row) {
    return new Position(rows.sequence(row), rows.epochMillis(row));
  }

  private static int[] places(double[] values) {
    int[] places = new int[values.length];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        places[n++] = i;
      }
    }
    return Arrays.copyOf(places, n);
  }

  private static void standardize(double[] values, Moments baseline) {
    double deviation = Spread.of(baseline.standardDeviation(), baseline.mean());
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - baseline.mean()) / deviation;
    }
  }

  /**
   * What the filter of the cause gives that has moved the last quarter of the rows; empty if no
   * cause moves them so. That the quarter has chosen it biases little: there are a few hundred, and
   * the rows themselves are no part of any.
   */
  private static Optional<double[]> alongKnown(VectorColumn vectors, ShiftScan scan, int n) {
    int d = vectors.dimension();
    int last = Math.max(1, n / 4);
    if (d != scan.mean().length) {
      return Optional.empty();
    }
    float[][] scaled = new float[n][];
    double[] moved = new double[d];
    int counted = 0;
    for (int i = 0; i < n; i++) {
      if (vectors.isPresent(i)) {
        float[] vector = new float[d];
        vectors.vector(i, vector);
        scaled[i] = scan.scaled(vector);
        counted += i >= n - last ? 1 : 0;
        for (int k = 0; k < d && i >= n - last; k++) {
          moved[k] += (vector[k] - moved[k]) / counted;
        }
      }
    }
    for (int k = 0; k < d; k++) {
      moved[k] -= scan.mean()[k];
    }
    double independent = 1 / (1.0 / Math.max(1, counted) + 1.0 / scan.rows());
    int filter = counted == 0 ? -1 : scan.find(moved, independent, new double[d]).filter();
    return filter < 0
        ? Optional.empty()
        : Optional.of(
            Arrays.stream(scaled)
                .mapToDouble(z -> z == null ? Double.NaN : scan.along(z, 0, filter))
                .toArray());
  }

  /** The first vectors along the way from the baseline's mean to that of the last ones. */
  private static double[] along(
      VectorSignal signal, SignalTable reference, SignalTable rows, int looked) {
    VectorColumn usual = reference.vectors(signal);
    VectorColumn vectors = rows.vectors(signal);
    double[] values = new double[looked];
    Arrays.fill(values, Double.NaN);
    int d = vectors.dimension();
    if (d == 0 || usual.dimension() != d || usual.count() < 2) {
      return values;
    }
    Optional<Standardised> scale =
        signal.isDerived()
            ? Optional.of(Standardised.ofAppearance(usual.values(), reference.schema()))
            : Optional.empty();
    double[] direction = mean(vectors, looked, rows.rows(), scale);
    double[] from = mean(usual, 0, usual.rows(), scale);
    for (int k = 0; k < d; k++) {
      direction[k] -= from[k];
    }
    if (scale.isPresent()) { // numbers that go together tell less than they seem to
      float[] z = scale.get().apply(usual.values().clone());
      direction = Precision.of(z, z.length / d, d).times(direction);
    }
    double[] ofUsual = along(usual, usual.rows(), direction, scale);
    double[] of = along(vectors, looked, direction, scale);
    int[] there = places(ofUsual);
    Moments moments = Moments.of(Arrays.stream(there).mapToDouble(i -> ofUsual[i]).toArray());
    standardize(of, moments);
    return of;
  }

  private static double[] along(
      VectorColumn vectors, int rows, double[] direction, Optional<Standardised> scale) {
    double[] values = new double[rows];
    float[] vector = new float[direction.length];
    for (int i = 0; i < rows; i++) {
      values[i] = Double.NaN;
      if (vectors.isPresent(i)) {
        vectors.vector(i, vector);
        scale.ifPresent(of -> of.apply(vector));
        double sum = 0;
        for (int k = 0; k < vector.length; k++) {
          sum += vector[k] * direction[k];
        }
        values[i] = sum;
      }
    }
    return values;
  }

  private static double[] mean(
      VectorColumn vectors, int from, int to, Optional<Standardised> scale) {
    double[] mean = new double[vectors.dimension()];
    float[] vector = new float[mean.length];
    int n = 0;
    for (int i = from; i < to; i++) {
      if (vectors.isPresent(i)) {
        vectors.vector(i, vector);
        scale.ifPresent(of -> of.apply(vector));
        n++;
        for (int k = 0; k < mean.length; k++) {
          mean[k] += (vector[k] - mean[k]) / n;
        }
      }
    }
    return mean;
  }
}
