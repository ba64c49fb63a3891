package io.virk.signal;

import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The vectors of one signal in a {@link SignalTable}, a row each, or the mean of their random
 * features in their place. Not thread-safe.
 *
 * <p>Memory: 4 d + 1 bytes a row, none if d is 0.
 */
public final class VectorColumn {
  private static final float[] NO_VALUES = {};
  private static final boolean[] NONE_PRESENT = {};

  /** Of the object and its arrays, bytes, about. */
  static final int OVERHEAD = 60;

  private final int dimension;
  private final int capacity;
  private final float[] values;
  private final boolean[] present;
  private final Derivation derivation;
  private Supplier<KnownChanges> changes = () -> KnownChanges.NONE;
  private int rows;
  private RandomFourierFeatures features;
  private Supplier<FeatureMean> featureMean;

  VectorColumn(int capacity, int dimension) {
    this(capacity, dimension, null);
  }

  /** One that is kept nowhere, but made of other columns; null for one that is kept. */
  VectorColumn(int capacity, int dimension, Derivation derivation) {
    this.capacity = capacity;
    this.dimension = dimension;
    this.derivation = derivation;
    int length = derivation == null ? Math.multiplyExact(capacity, dimension) : 0;
    this.values = length == 0 ? NO_VALUES : new float[length];
    this.present = length == 0 ? NONE_PRESENT : new boolean[capacity];
  }

  /** Makes the vectors of a column of others. */
  interface Derivation {
    boolean isPresent(int row);

    void put(int row, float[] target, int at);
  }

  /** Bytes of its arrays. */
  long memory() {
    return 4L * values.length + present.length;
  }

  void rows(int value) {
    rows = value;
  }

  /** Sets or replaces a row; null if it is missing. */
  void put(int row, float[] vector) {
    if (present.length > 0) {
      present[row] = vector != null;
      if (vector != null) {
        System.arraycopy(vector, 0, values, row * dimension, dimension);
      }
    }
  }

  /** Sets a row as another column has it; missing if that one's vectors are of another length. */
  void put(int row, VectorColumn source, int from) {
    if (present.length > 0) {
      present[row] = source.dimension == dimension && source.present[from];
      if (present[row]) {
        System.arraycopy(source.values, from * dimension, values, row * dimension, dimension);
      }
    }
  }

  /**
   * The number of rows of the table.
   *
   * @return &ge; 0
   */
  public int rows() {
    return rows;
  }

  /**
   * The length of a vector.
   *
   * @return d; 0 if vectors are not kept
   */
  public int dimension() {
    return dimension;
  }

  /**
   * Whether a row has a vector.
   *
   * @param row 0 .. rows - 1
   * @return true if it has
   */
  public boolean isPresent(int row) {
    return derivation == null
        ? row < present.length && present[row]
        : row < rows && derivation.isPresent(row);
  }

  /**
   * The number of rows that have a vector.
   *
   * @return 0 .. rows
   */
  public int count() {
    int n = 0;
    for (int i = 0; i < rows && dimension > 0; i++) {
      n += isPresent(i) ? 1 : 0;
    }
    return n;
  }

  /**
   * The vectors, without the rows that have none.
   *
   * @return a new array, [count x d] row-major
   */
  public float[] values() {
    float[] packed = new float[count() * dimension];
    values(packed);
    return packed;
  }

  /**
   * Copies the vectors, without the rows that have none.
   *
   * @param target room for [count x d], row-major. Modified.
   */
  public void values(float[] target) {
    int at = 0;
    for (int i = 0; i < rows; i++) {
      if (isPresent(i)) {
        vector(i, target, at);
        at += dimension;
      }
    }
  }

  /**
   * Whether the table is full and every row has a vector.
   *
   * @return true if {@link #packed} may be called
   */
  public boolean isPacked() {
    return derivation == null && count() == capacity;
  }

  /**
   * The vectors of a full table whose rows all have one.
   *
   * @return the column's own array, [rows x d] row-major. Not to be modified; changes with the
   *     table
   * @throws IllegalStateException if the table is not full, or a row has no vector
   */
  public float[] packed() {
    if (!isPacked()) {
      throw new IllegalStateException(
          "rows with vectors: " + count() + " (expected: " + capacity + ", all)");
    }
    return values;
  }

  /**
   * Copies the vector of a row.
   *
   * @param row 0 .. rows - 1, with a vector
   * @param target at least d values. Modified.
   */
  public void vector(int row, float[] target) {
    vector(row, target, 0);
  }

  /** The same into a place. */
  void vector(int row, float[] target, int at) {
    if (derivation == null) {
      System.arraycopy(values, row * dimension, target, at, dimension);
    } else {
      derivation.put(row, target, at);
    }
  }

  /**
   * All vectors, one a row.
   *
   * @return a new array, [rows x d] row-major; NaN in rows that have none
   */
  public float[] valuesOrNaN() {
    float[] copy = new float[rows * dimension];
    for (int row = 0; row < rows; row++) {
      if (isPresent(row)) {
        vector(row, copy, row * dimension);
      } else {
        Arrays.fill(copy, row * dimension, (row + 1) * dimension, Float.NaN);
      }
    }
    return copy;
  }

  /**
   * What is known to move the mean of its vectors, made anew at each call.
   *
   * @return of a baseline that has learned causes, how they look; else {@link KnownChanges#NONE}
   */
  public KnownChanges changes() {
    return changes.get();
  }

  Supplier<KnownChanges> changesSource() {
    return changes;
  }

  void changes(Supplier<KnownChanges> known) {
    changes = known;
  }

  /**
   * The random features of its vectors.
   *
   * @return from a vector to its features, or empty
   */
  public Optional<RandomFourierFeatures> features() {
    return Optional.ofNullable(features);
  }

  void features(RandomFourierFeatures map) {
    features = map;
  }

  /**
   * The mean random features, where they are kept beside the rows: of the vectors of all
   * observations of a window, though its rows have none.
   *
   * @return the mean, or empty
   */
  public Optional<FeatureMean> featureMean() {
    return Optional.ofNullable(featureMean).map(Supplier::get);
  }

  void featureMean(Supplier<FeatureMean> mean) {
    featureMean = mean;
  }
}
