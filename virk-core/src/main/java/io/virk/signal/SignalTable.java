package io.virk.signal;

import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The signals of a run of observations, one row an observation: the columns of a schema (scalar
 * signals on their scale of analysis, NaN where an observation lacks one; categories; vectors), the
 * number and time of capture, and the tag value by which it is sliced. Rows are appended up to a
 * fixed capacity and cleared at once, so that a window allocates nothing once made. Not
 * thread-safe.
 *
 * <p>Memory: 8 x (tested scalar signals + 2) + 4 x (other scalar signals, which are kept as floats)
 * + 4 x categorical signals + 4 bytes a row, and of each vector signal 4 d + 1.
 */
public final class SignalTable {
  /** Of the object and its arrays, bytes, about. */
  private static final int OVERHEAD = 160;

  private final SignalSchema schema;
  private final int capacity;
  private final ScalarColumns scalars;
  private final CategoryColumns categories;
  private final VectorColumn[] vectors;
  private final long[] sequences;
  private final long[] times;
  private final String[] slices;
  private int rows;

  /**
   * Makes an empty table.
   *
   * @param schema its columns
   * @param capacity rows at most, &ge; 1
   */
  public SignalTable(SignalSchema schema, int capacity) {
    this(schema, capacity, new String[Math.max(0, capacity)]);
  }

  /**
   * Makes an empty table of observations of one slice, which does not keep its value with each.
   *
   * @param schema its columns
   * @param capacity rows at most, &ge; 1
   * @return a table whose {@link #slice} is null
   */
  public static SignalTable ofOneSlice(SignalSchema schema, int capacity) {
    return new SignalTable(schema, capacity, null);
  }

  private SignalTable(SignalSchema schema, int capacity, String[] slices) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
    }
    this.schema = schema;
    this.capacity = capacity;
    this.scalars = new ScalarColumns(schema.scalars(), capacity, schema.keepsDiagnostics());
    this.categories = new CategoryColumns(schema.categoricals().size(), capacity);
    this.vectors = new VectorColumn[schema.vectors().size()];
    for (int v = 0; v < vectors.length; v++) {
      vectors[v] = AppearanceColumns.column(schema.vectors().get(v), this);
    }
    this.sequences = new long[capacity];
    this.times = new long[capacity];
    this.slices = slices;
  }

  /**
   * Appends a row.
   *
   * @param values the signals of one observation, by this schema. Not modified, not kept.
   * @throws IllegalStateException if the table is full
   */
  public void append(SignalValues values) {
    rows(room() + 1);
    replace(rows - 1, values);
  }

  private int room() {
    if (rows == capacity) {
      throw new IllegalStateException("rows: " + rows + " (expected: < capacity)");
    }
    return rows;
  }

  private void rows(int value) {
    rows = value;
    for (VectorColumn column : vectors) {
      column.rows(value);
    }
  }

  /**
   * Puts an observation in the place of another.
   *
   * @param row 0 .. rows - 1
   * @param values the signals of one observation, by this schema. Not modified, not kept.
   */
  public void replace(int row, SignalValues values) {
    Objects.checkIndex(row, rows);
    for (int s = 0; s < scalars.columns(); s++) {
      scalars.put(s, row, values.analysed(s));
    }
    for (int c = 0; c < categories.columns(); c++) {
      categories.put(c, row, values.category(c));
    }
    for (int v = 0; v < vectors.length; v++) {
      vectors[v].put(row, values.vector(v));
    }
    note(row, values.sequence(), values.epochMillis(), values.slice());
  }

  private void note(int row, long sequence, long epochMillis, String slice) {
    sequences[row] = sequence;
    times[row] = epochMillis;
    if (slices != null) {
      slices[row] = slice;
    }
  }

  /** {@return the memory that it holds, bytes, about} */
  public long memory() {
    long ofRow = 16 + 4L * categories.columns();
    long bytes = OVERHEAD + scalars.memory() + capacity * (ofRow + (slices == null ? 0 : 4));
    for (VectorColumn column : vectors) {
      bytes += VectorColumn.OVERHEAD + column.memory();
    }
    return bytes;
  }

  /** Removes all rows. */
  public void clear() {
    rows(0);
  }

  /** {@return its columns} */
  public SignalSchema schema() {
    return schema;
  }

  /** {@return the number of rows, 0 .. {@link #capacity()}} */
  public int rows() {
    return rows;
  }

  /** {@return the number of rows that fit, &ge; 1} */
  public int capacity() {
    return capacity;
  }

  /**
   * {@return the number of rows that have a signal, 0 .. rows; 0 if the schema lacks it}
   *
   * @param signal of any kind
   */
  public int count(Signal signal) {
    if (signal instanceof VectorSignal vector) {
      return vectors(vector).count();
    }
    return signal instanceof ScalarSignal scalar
        ? scalars.count(schema.indexOf(scalar), rows)
        : categories.count(schema.indexOf((CategoricalSignal) signal), rows);
  }

  /**
   * {@return as the other method copies them, in a new array}
   *
   * @param signal looked up by its name
   */
  public double[] scalar(ScalarSignal signal) {
    double[] present = new double[count(signal)];
    scalar(signal, present);
    return present;
  }

  /**
   * Copies the values of a scalar signal on its scale of analysis, without the rows that lack it,
   * in the order of the rows.
   *
   * @param signal looked up by its name
   * @param target room for {@link #count} of them. Modified.
   */
  public void scalar(ScalarSignal signal, double[] target) {
    scalars.copy(schema.indexOf(signal), rows, target);
  }

  /**
   * One value, on the scale of analysis.
   *
   * @param column index into {@link SignalSchema#scalars}; -1 for one that the schema lacks
   * @param row 0 .. rows - 1
   * @return the value; NaN if the row lacks it
   */
  public double scalar(int column, int row) {
    Objects.checkIndex(row, rows);
    return column < 0 ? Double.NaN : scalars.value(column, row);
  }

  /**
   * {@return as the other method copies them, in a new array}
   *
   * @param signal looked up by its name
   */
  public int[] categories(CategoricalSignal signal) {
    int[] present = new int[count(signal)];
    categories(signal, present);
    return present;
  }

  /**
   * Copies the values of a categorical signal, without the rows that have none, in the order of the
   * rows.
   *
   * @param signal looked up by its name
   * @param target room for {@link #count} of them. Modified.
   */
  public void categories(CategoricalSignal signal, int[] target) {
    categories.copy(schema.indexOf(signal), rows, target);
  }

  /**
   * One category.
   *
   * @param column index into {@link SignalSchema#categoricals}; -1 for one that the schema lacks
   * @param row 0 .. rows - 1
   * @return &ge; 0, or {@link Observation#NO_CLASS}
   */
  public int category(int column, int row) {
    Objects.checkIndex(row, rows);
    return column < 0 ? Observation.NO_CLASS : categories.value(column, row);
  }

  /**
   * The vectors of a signal.
   *
   * @param signal looked up by its name
   * @return its column, which changes with the table; one without vectors if the schema lacks it
   */
  public VectorColumn vectors(VectorSignal signal) {
    if (schema.indexOf(signal) >= 0) {
      return vectors[schema.indexOf(signal)];
    }
    VectorColumn none = new VectorColumn(capacity, 0);
    none.rows(rows);
    return none;
  }

  /**
   * {@return its column, which changes with the table}
   *
   * @param column index into {@link SignalSchema#vectors}
   */
  public VectorColumn vectors(int column) {
    return vectors[column];
  }

  /** {@return the column of {@link VectorSignal#EMBEDDING}} */
  public VectorColumn embeddings() {
    return vectors(VectorSignal.EMBEDDING);
  }

  /**
   * Sets the random features of its embeddings. Tables of chosen rows have the same.
   *
   * @param map of embeddings of this dimension; null for none
   * @return this
   */
  public SignalTable withFeatures(RandomFourierFeatures map) {
    embeddings().features(map);
    return this;
  }

  /**
   * Sets what is known to move the mean of a vector signal. Tables of chosen rows have the same.
   *
   * @param signal looked up by its name; nothing happens if the schema lacks it
   * @param changes asked whenever somebody wants to know; each of vectors of its length
   * @return this
   */
  public SignalTable withChanges(VectorSignal signal, Supplier<KnownChanges> changes) {
    vectors(signal).changes(changes);
    return this;
  }

  /**
   * Sets where the mean random features come from, if not from the embeddings of the rows. Tables
   * of chosen rows do not have it.
   *
   * @param mean asked at every {@link VectorColumn#featureMean()}; null for none
   * @return this
   */
  public SignalTable withFeatureMean(Supplier<FeatureMean> mean) {
    embeddings().featureMean(mean);
    return this;
  }

  /**
   * {@return its sequence number}
   *
   * @param row 0 .. rows - 1
   */
  public long sequence(int row) {
    return sequences[Objects.checkIndex(row, rows)];
  }

  /**
   * {@return milliseconds since 1970}
   *
   * @param row 0 .. rows - 1
   */
  public long epochMillis(int row) {
    return times[Objects.checkIndex(row, rows)];
  }

  /**
   * {@return its value of the tag by which it is sliced, or null; null in {@link #ofOneSlice}}
   *
   * @param row 0 .. rows - 1
   */
  public String slice(int row) {
    Objects.checkIndex(row, rows);
    return slices == null ? null : slices[row];
  }

  /**
   * Copies chosen rows, in the order given; a row may be chosen more than once.
   *
   * @param chosen indices of rows, at least one. Not modified.
   * @return a new, full table
   */
  public SignalTable take(int[] chosen) {
    SignalTable result = new SignalTable(schema, chosen.length);
    for (int v = 0; v < vectors.length; v++) {
      result.vectors[v].features(vectors[v].features().orElse(null));
      result.vectors[v].changes(vectors[v].changesSource());
    }
    for (int row : chosen) {
      result.copyRow(this, Objects.checkIndex(row, rows));
    }
    return result;
  }

  /**
   * Joins two tables.
   *
   * @param first a table. Not modified.
   * @param second a table with at least one row. Not modified.
   * @return a new, full table by the first's schema, with the rows of both
   */
  public static SignalTable concatenate(SignalTable first, SignalTable second) {
    SignalTable result = first.copy(first.schema, first.rows + second.rows);
    for (int row = 0; row < second.rows; row++) {
      result.copyRow(second, row);
    }
    return result;
  }

  /**
   * Copies all rows.
   *
   * @param columns of the new table; signals that this one lacks are missing in it
   * @param newCapacity &ge; rows, &ge; 1
   * @return a new table with the same rows
   */
  public SignalTable copy(SignalSchema columns, int newCapacity) {
    SignalTable result = new SignalTable(columns, newCapacity);
    for (int row = 0; row < rows; row++) {
      result.copyRow(this, row);
    }
    return result;
  }

  /** {@return a new, full table without vectors: what resampling of other signals needs} */
  public SignalTable withoutVectors() {
    return copy(schema.withoutVectors(), Math.max(1, rows));
  }

  /**
   * Copies all rows, their scalar signals moved.
   *
   * @param by what is added to each column, in its own unit. Not modified.
   * @return a new, full table
   */
  public SignalTable moved(double[] by) {
    SignalTable result = take(IntStream.range(0, rows).toArray());
    for (int row = 0; row < rows; row++) {
      for (int s = 0; s < scalars.columns(); s++) {
        result.scalars.put(s, row, scalar(s, row) + by[s]);
      }
    }
    return result;
  }

  /**
   * Computes a scalar signal of every row that has an embedding.
   *
   * @param signal the signal; nothing happens if the schema lacks it
   * @param score from an embedding to the signal's value in its own unit
   */
  public void fill(ScalarSignal signal, ToDoubleFunction<float[]> score) {
    int column = schema.indexOf(signal);
    VectorColumn embeddings = embeddings();
    for (int row = 0; row < rows && column >= 0; row++) {
      if (embeddings.isPresent(row)) {
        float[] embedding = new float[embeddings.dimension()];
        embeddings.vector(row, embedding);
        scalars.put(column, row, signal.analysed(score.applyAsDouble(embedding)));
      }
    }
  }

  /**
   * Appends a row of another table; a vector only if both have it of the same length.
   *
   * @param source a table. Not modified.
   * @param row 0 .. its rows - 1
   * @throws IllegalStateException if this table is full
   */
  public void append(SignalTable source, int row) {
    room();
    copyRow(source, Objects.checkIndex(row, source.rows));
  }

  private void copyRow(SignalTable source, int row) {
    int to = rows;
    rows(to + 1);
    boolean same = source.schema == schema || schema.equals(source.schema);
    for (int s = 0; s < scalars.columns(); s++) {
      int from = same ? s : source.schema.indexOf(schema.scalars().get(s));
      scalars.put(s, to, source.scalar(from, row));
    }
    for (int c = 0; c < categories.columns(); c++) {
      int from = same ? c : source.schema.indexOf(schema.categoricals().get(c));
      categories.put(c, to, source.category(from, row));
    }
    for (int v = 0; v < vectors.length; v++) {
      int from = same ? v : source.schema.indexOf(schema.vectors().get(v));
      if (from < 0) {
        vectors[v].put(to, (float[]) null);
      } else {
        vectors[v].put(to, source.vectors[from], row);
      }
    }
    note(to, source.sequences[row], source.times[row], source.slice(row));
  }
}
