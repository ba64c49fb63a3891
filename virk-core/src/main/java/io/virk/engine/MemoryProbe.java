package io.virk.engine;

import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.content.Reference;
import io.virk.detect.internal.Contrasts;
import io.virk.detect.internal.Standardised;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of an observation by whose resemblance a stream's memory is measured ({@link
 * LiveMemory}): every scalar signal that is tested; of a category four random signs; of a vector
 * its components along four large and four small {@link Contrasts}. VIRK's thread alone.
 */
final class MemoryProbe {
  /** Contrasts of a vector, of each kind. */
  private static final int CONTRASTS = 4;

  /** Numbers of a category. */
  private static final int SIGNS = 4;

  /** Of the choice of contrasts. */
  private static final long SEED = 1;

  /** Values of a number below which its variance in the baseline is not known. */
  private static final int FEWEST = 8;

  /** Standard deviations beyond which it does not matter how far. */
  private static final double FARTHEST = 1e4;

  /** A number of two values, as a sign, scatters less in its squares than this. */
  private static final double LEAST_SURPRISE = 0.5;

  private final List<Signal> signals = new ArrayList<>();

  /** Where the numbers of each signal begin, and where those of the last end. */
  private final int[] begins;

  private final int[] columns;
  private final double[] numbers;

  /** Of each vector signal, [8 x d]; null of others, and where there are too few vectors. */
  private final float[][] contrasts;

  /** Of each derived vector signal, for its numbers have scales of their own; null of others. */
  private final Standardised[] scales;

  private final SignalSchema schema;

  /** Room for a derived vector. */
  private float[] derived = {};

  /**
   * What the numbers of one slice's baseline look like.
   *
   * @param means mean of each number
   * @param deviations standard deviation of each number; 0 where it is not known, or constant
   * @param surprises of each number, the variance of its squares: 2 of a normal one
   * @param times how long each number remembers, observations, &ge; 1
   */
  record Scale(double[] means, double[] deviations, double[] surprises, double[] times) {
    Scale(int size) {
      this(new double[size], new double[size], new double[size], new double[size]);
    }

    /**
     * A number in standard deviations from the mean, {@value #FARTHEST} at most, so that one that
     * is no number at all but a host's sign for none does not spoil what is summed; NaN if it is,
     * or where that is not known.
     */
    double standardised(int m, double number) {
      return deviations[m] > 0
          ? Math.max(-FARTHEST, Math.min(FARTHEST, (number - means[m]) / deviations[m]))
          : Double.NaN;
    }
  }

  /**
   * Makes one.
   *
   * @param schema of the observations
   * @param all the baseline of all slices, whose vectors say what to look at
   */
  MemoryProbe(SignalSchema schema, Reference all) {
    for (Signal signal : schema.signals()) {
      boolean empty = signal instanceof VectorSignal vector && vector.length() == 0;
      if (signal.isTested() && !empty) {
        signals.add(signal);
      }
    }
    begins = new int[signals.size() + 1];
    columns = new int[signals.size()];
    for (int i = 0; i < signals.size(); i++) {
      Signal signal = signals.get(i);
      columns[i] =
          signal instanceof ScalarSignal scalar
              ? schema.indexOf(scalar)
              : signal instanceof CategoricalSignal category
                  ? schema.indexOf(category)
                  : schema.indexOf((VectorSignal) signal);
      begins[i + 1] = begins[i] + size(signal);
    }
    numbers = new double[begins[signals.size()]];
    contrasts = new float[signals.size()][];
    scales = new Standardised[signals.size()];
    this.schema = schema;
    for (int i = 0; i < signals.size(); i++) {
      if (signals.get(i) instanceof VectorSignal) {
        VectorColumn vectors = all.rows().vectors(columns[i]);
        int n = vectors.count();
        if (n >= FEWEST) {
          float[] values = vectors.values();
          if (isDerived(i)) {
            scales[i] = Standardised.of(values, new double[vectors.dimension()]);
            scales[i].apply(values);
            derived = new float[vectors.dimension()];
          }
          contrasts[i] = Contrasts.of(values, n, vectors.dimension(), CONTRASTS, SEED);
        }
      }
    }
  }

  /** One that looks at the same, and has seen nothing. */
  MemoryProbe(MemoryProbe other) {
    signals.addAll(other.signals);
    begins = other.begins;
    columns = other.columns;
    numbers = new double[other.numbers.length];
    contrasts = other.contrasts;
    scales = other.scales;
    schema = other.schema;
    derived = new float[other.derived.length];
  }

  private boolean isDerived(int i) {
    return signals.get(i) instanceof VectorSignal vector && vector.isDerived();
  }

  private static int size(Signal signal) {
    return signal instanceof ScalarSignal
        ? 1
        : signal instanceof VectorSignal ? 2 * CONTRASTS : SIGNS;
  }

  /** How many numbers an observation has. */
  int size() {
    return numbers.length;
  }

  /** The signals that it looks at. */
  List<Signal> signals() {
    return signals;
  }

  /** The first of a signal's numbers; of signal {@code signals().size()}, how many there are. */
  int begin(int signal) {
    return begins[signal];
  }

  /** Those of the observation that was read; NaN for what it lacks. Not to be modified. */
  double[] numbers() {
    return numbers;
  }

  /**
   * Where the second half of a signal's numbers begins, which are to be looked at apart from the
   * first: the small contrasts of a vector; the end for others.
   */
  int middle(int signal) {
    return signals.get(signal) instanceof VectorSignal
        ? begins[signal] + CONTRASTS
        : begins[signal + 1];
  }

  /** Reads the numbers of an observation. */
  void read(SignalValues values) {
    for (int i = 0; i < columns.length; i++) {
      Signal signal = signals.get(i);
      if (signal instanceof ScalarSignal) {
        numbers[begins[i]] = values.analysed(columns[i]);
      } else if (signal instanceof CategoricalSignal) {
        category(values.category(columns[i]), begins[i]);
      } else {
        float[] vector = isDerived(i) ? derived(values, i) : values.vector(columns[i]);
        if (vector == null) {
          Arrays.fill(numbers, begins[i], begins[i + 1], Double.NaN);
        } else {
          vector(vector, 0, vector.length, contrasts[i], begins[i]);
        }
      }
    }
  }

  /** Null if there is none, or nothing to compare it with. */
  private float[] derived(SignalValues values, int i) {
    return scales[i] != null && schema.appearance(values, derived)
        ? scales[i].apply(derived)
        : null;
  }

  private void category(int category, int begin) {
    int hash = scattered(category);
    for (int k = 0; k < SIGNS; k++) {
      boolean missing = category == Observation.NO_CLASS;
      numbers[begin + k] = missing ? Double.NaN : 1 - 2 * (hash >>> k & 1);
    }
  }

  private void vector(float[] values, int from, int length, float[] contrasts, int begin) {
    if (contrasts == null) {
      Arrays.fill(numbers, begin, begin + 2 * CONTRASTS, Double.NaN);
      return;
    }
    for (int kind = 0; kind < 2; kind++) {
      int at = kind * CONTRASTS * length;
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      for (int k = 0; k < length; k++) { // four at once: none waits for another
        double value = values[from + k];
        a += value * contrasts[at + k];
        b += value * contrasts[at + length + k];
        c += value * contrasts[at + 2 * length + k];
        d += value * contrasts[at + 3 * length + k];
      }
      int to = begin + kind * CONTRASTS;
      numbers[to] = a;
      numbers[to + 1] = b;
      numbers[to + 2] = c;
      numbers[to + 3] = d;
    }
  }

  /** Random bits of a number, the same everywhere and always. */
  private static int scattered(int number) {
    int z = (number + 1) * 0x9e3779b9;
    z = (z ^ z >>> 16) * 0x85ebca6b;
    z = (z ^ z >>> 13) * 0xc2b2ae35;
    return z ^ z >>> 16;
  }

  /**
   * Measures the baseline of a slice.
   *
   * @return for {@link LiveMemory}
   */
  Scale scale(Reference reference) {
    Scale scale = new Scale(numbers.length);
    double[][] series = series(reference.rows());
    for (int i = 0; i < columns.length; i++) {
      String name = signals.get(i).name();
      double time =
          reference.calibrations().stream()
              .filter(c -> c.signal().name().equals(name))
              .mapToDouble(Calibration::autocorrelationTime)
              .findFirst()
              .orElse(1);
      for (int k = begins[i]; k < begins[i + 1]; k++) {
        measure(Arrays.stream(series[k]).filter(Double::isFinite).toArray(), k, scale);
        scale.times()[k] = Math.max(1, time);
      }
    }
    return scale;
  }

  /** The numbers of rows, [number][row]; NaN where there are none. */
  double[][] series(SignalTable rows) {
    double[] arrived = numbers.clone(); // which windows may still learn from
    double[][] series = new double[numbers.length][rows.rows()];
    for (int i = 0; i < columns.length; i++) {
      if (signals.get(i) instanceof VectorSignal) {
        readVectors(rows.vectors(columns[i]), i, series);
      } else {
        readNumbers(rows, i, series);
      }
    }
    System.arraycopy(arrived, 0, numbers, 0, numbers.length);
    return series;
  }

  private void readNumbers(SignalTable rows, int i, double[][] series) {
    for (int row = 0; row < rows.rows(); row++) {
      if (signals.get(i) instanceof ScalarSignal) {
        numbers[begins[i]] = rows.scalar(columns[i], row);
      } else {
        category(rows.category(columns[i], row), begins[i]);
      }
      for (int k = begins[i]; k < begins[i + 1]; k++) {
        series[k][row] = numbers[k];
      }
    }
  }

  private void readVectors(VectorColumn column, int i, double[][] series) {
    int n = column.count();
    int d = column.dimension();
    float[] vectors = column.values();
    if (scales[i] != null) {
      scales[i].apply(vectors);
    }
    for (int k = begins[i]; k < begins[i + 1]; k++) {
      Arrays.fill(series[k], Double.NaN);
    }
    for (int row = 0; row < n; row++) {
      vector(vectors, row * d, d, contrasts[i], begins[i]);
      for (int k = begins[i]; k < begins[i + 1]; k++) {
        series[k][row] = numbers[k];
      }
    }
  }

  private static void measure(double[] present, int k, Scale scale) {
    double mean = Arrays.stream(present).average().orElse(0);
    double squares = Arrays.stream(present).map(v -> (v - mean) * (v - mean)).sum();
    double fourths = Arrays.stream(present).map(v -> Math.pow(v - mean, 4)).sum();
    double variance = squares / Math.max(1, present.length - 1);
    boolean known = present.length >= FEWEST && variance > 0 && Double.isFinite(variance);
    double kurtosis = known ? fourths / present.length / (variance * variance) : 3;
    scale.means()[k] = mean;
    scale.deviations()[k] = known ? Math.sqrt(variance) : 0;
    scale.surprises()[k] = Double.isFinite(kurtosis) ? Math.max(LEAST_SURPRISE, kurtosis - 1) : 2;
  }
}
