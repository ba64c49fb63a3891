package io.virk.signal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The signals of a run of observations, one row an observation: every scalar signal on its scale of
 * analysis (NaN where an observation lacks it), the predicted class, the embedding, and the number
 * and time of capture, and the tag value by which it is sliced. Rows are appended up to a fixed
 * capacity and cleared at once, so that a window allocates nothing once made. Not thread-safe.
 *
 * <p>Memory: 8 x (scalar signals + 3) + 4 d bytes a row.
 */
public final class SignalTable {
  private final int capacity;
  private final int dimension;
  private final double[][] scalars;
  private final int[] classes;
  private final float[] embeddings;
  private final long[] sequences;
  private final long[] times;
  private final boolean[] embedded;
  private final String[] slices;
  private int rows;

  /**
   * Makes an empty table.
   *
   * @param capacity rows at most, &ge; 1
   * @param dimension d, the length of an embedding; 0 if there are none
   */
  public SignalTable(int capacity, int dimension) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
    }
    if (dimension < 0) {
      throw new IllegalArgumentException("dimension: " + dimension + " (expected: >= 0)");
    }
    this.capacity = capacity;
    this.dimension = dimension;
    this.scalars = new double[ScalarSignal.ALL.size()][capacity];
    this.classes = new int[capacity];
    this.embeddings = new float[Math.multiplyExact(capacity, dimension)];
    this.sequences = new long[capacity];
    this.times = new long[capacity];
    this.embedded = new boolean[capacity];
    this.slices = new String[capacity];
  }

  /**
   * Appends a row.
   *
   * @param values the signals of one observation. Not modified, not kept.
   * @throws IllegalStateException if the table is full
   */
  public void append(SignalValues values) {
    if (rows == capacity) {
      throw new IllegalStateException("rows: " + rows + " (expected: < capacity)");
    }
    rows++;
    replace(rows - 1, values);
  }

  /**
   * Puts an observation in the place of another.
   *
   * @param row 0 .. rows - 1
   * @param values the signals of one observation. Not modified, not kept.
   */
  public void replace(int row, SignalValues values) {
    Objects.checkIndex(row, rows);
    for (int s = 0; s < scalars.length; s++) {
      scalars[s][row] = values.analysed(s);
    }
    classes[row] = values.predictedClass();
    float[] embedding = values.embedding();
    embedded[row] = embedding != null && dimension > 0;
    if (embedded[row]) {
      System.arraycopy(embedding, 0, embeddings, row * dimension, dimension);
    }
    sequences[row] = values.sequence();
    times[row] = values.epochMillis();
    slices[row] = values.slice();
  }

  /**
   * The memory that it holds.
   *
   * @return bytes, about
   */
  public long memory() {
    return capacity * (8L * (scalars.length + 3) + 4L * dimension);
  }

  /** Removes all rows. */
  public void clear() {
    rows = 0;
  }

  /**
   * The number of rows.
   *
   * @return 0 .. {@link #capacity()}
   */
  public int rows() {
    return rows;
  }

  /**
   * The number of rows that fit.
   *
   * @return &ge; 1
   */
  public int capacity() {
    return capacity;
  }

  /**
   * The length of an embedding.
   *
   * @return d, or 0
   */
  public int dimension() {
    return dimension;
  }

  /**
   * The values of a scalar signal on its scale of analysis, without the rows that lack it.
   *
   * @param signal one of {@link ScalarSignal#ALL}
   * @return a new array, in the order of the rows
   */
  public double[] scalar(ScalarSignal signal) {
    double[] present = new double[values(signal)];
    scalar(signal, present);
    return present;
  }

  /**
   * The number of rows that have a scalar signal.
   *
   * @param signal one of {@link ScalarSignal#ALL}
   * @return 0 .. rows
   */
  public int values(ScalarSignal signal) {
    double[] column = scalars[ScalarSignal.ALL.indexOf(signal)];
    int n = 0;
    for (int i = 0; i < rows; i++) {
      n += Double.isNaN(column[i]) ? 0 : 1;
    }
    return n;
  }

  /**
   * Copies the values of a scalar signal on its scale of analysis, without the rows that lack it,
   * in the order of the rows.
   *
   * @param signal one of {@link ScalarSignal#ALL}
   * @param target room for {@link #values} of them. Modified.
   */
  public void scalar(ScalarSignal signal, double[] target) {
    double[] column = scalars[ScalarSignal.ALL.indexOf(signal)];
    int n = 0;
    for (int i = 0; i < rows; i++) {
      if (!Double.isNaN(column[i])) {
        target[n++] = column[i];
      }
    }
  }

  /**
   * One value, on the scale of analysis.
   *
   * @param signal index into {@link ScalarSignal#ALL}
   * @param row 0 .. rows - 1
   * @return the value; NaN if the row lacks it
   */
  public double scalar(int signal, int row) {
    return scalars[signal][Objects.checkIndex(row, rows)];
  }

  /**
   * The predicted classes, without the rows that have none.
   *
   * @return a new array
   */
  public int[] classes() {
    int[] present = new int[classified()];
    classes(present);
    return present;
  }

  /**
   * The number of rows that have a predicted class.
   *
   * @return 0 .. rows
   */
  public int classified() {
    int n = 0;
    for (int i = 0; i < rows; i++) {
      n += classes[i] == Observation.NO_CLASS ? 0 : 1;
    }
    return n;
  }

  /**
   * Copies the predicted classes, without the rows that have none, in the order of the rows.
   *
   * @param target room for {@link #classified} of them. Modified.
   */
  public void classes(int[] target) {
    int n = 0;
    for (int i = 0; i < rows; i++) {
      if (classes[i] != Observation.NO_CLASS) {
        target[n++] = classes[i];
      }
    }
  }

  /**
   * The predicted class of a row.
   *
   * @param row 0 .. rows - 1
   * @return &ge; 0, or {@link Observation#NO_CLASS}
   */
  public int predictedClass(int row) {
    return classes[Objects.checkIndex(row, rows)];
  }

  /**
   * Whether a row has an embedding.
   *
   * @param row 0 .. rows - 1
   * @return true if it has
   */
  public boolean isEmbedded(int row) {
    return embedded[Objects.checkIndex(row, rows)];
  }

  /**
   * The number of rows that have an embedding.
   *
   * @return 0 .. rows
   */
  public int embeddedRows() {
    int n = 0;
    for (int i = 0; i < rows; i++) {
      n += embedded[i] ? 1 : 0;
    }
    return n;
  }

  /**
   * The embeddings, without the rows that have none.
   *
   * @return a new array, [embeddedRows x d] row-major
   */
  public float[] embeddings() {
    float[] packed = new float[embeddedRows() * dimension];
    embeddings(packed);
    return packed;
  }

  /**
   * Copies the embeddings, without the rows that have none.
   *
   * @param target room for [embeddedRows x d], row-major. Modified.
   */
  public void embeddings(float[] target) {
    int at = 0;
    for (int i = 0; i < rows; i++) {
      if (embedded[i]) {
        System.arraycopy(embeddings, i * dimension, target, at, dimension);
        at += dimension;
      }
    }
  }

  /**
   * Whether the table is full and every row has an embedding.
   *
   * @return true if {@link #packedEmbeddings} may be called
   */
  public boolean hasPackedEmbeddings() {
    return embeddedRows() == capacity;
  }

  /**
   * The embeddings of a full table whose rows all have one.
   *
   * @return the table's own array, [rows x d] row-major. Not to be modified; changes with the table
   * @throws IllegalStateException if the table is not full, or a row has no embedding
   */
  public float[] packedEmbeddings() {
    if (!hasPackedEmbeddings()) {
      throw new IllegalStateException(
          "rows with embeddings: " + embeddedRows() + " (expected: " + capacity + ", all)");
    }
    return embeddings;
  }

  /**
   * The number of an observation.
   *
   * @param row 0 .. rows - 1
   * @return its sequence number
   */
  public long sequence(int row) {
    return sequences[Objects.checkIndex(row, rows)];
  }

  /**
   * The time of an observation.
   *
   * @param row 0 .. rows - 1
   * @return milliseconds since 1970
   */
  public long epochMillis(int row) {
    return times[Objects.checkIndex(row, rows)];
  }

  /**
   * The value of the tag by which observations are sliced.
   *
   * @param row 0 .. rows - 1
   * @return for example "cam-7", or null
   */
  public String slice(int row) {
    return slices[Objects.checkIndex(row, rows)];
  }

  /**
   * Copies chosen rows, in the order given; a row may be chosen more than once.
   *
   * @param chosen indices of rows, at least one. Not modified.
   * @return a new, full table
   */
  public SignalTable take(int[] chosen) {
    SignalTable result = new SignalTable(chosen.length, dimension);
    for (int row : chosen) {
      result.copyRow(this, Objects.checkIndex(row, rows));
    }
    return result;
  }

  /**
   * All embeddings, one a row.
   *
   * @return a new array, [rows x d] row-major; NaN in rows that have none
   */
  public float[] embeddingsOrNaN() {
    float[] copy = Arrays.copyOf(embeddings, rows * dimension);
    for (int row = 0; row < rows; row++) {
      if (!embedded[row]) {
        Arrays.fill(copy, row * dimension, (row + 1) * dimension, Float.NaN);
      }
    }
    return copy;
  }

  /**
   * Makes a full table of arrays. Its rows have no sequence numbers, times and slices.
   *
   * @param scalars [n x scalar signals] row-major, on the scale of analysis; NaN where missing. Not
   *     modified.
   * @param classes n predicted classes, or {@link Observation#NO_CLASS}. Not modified.
   * @param embeddings [n x d] row-major; a row that begins with NaN is missing. Not modified.
   * @param n rows, &ge; 1
   * @param d length of an embedding, &ge; 0
   * @return the table
   */
  public static SignalTable of(double[] scalars, int[] classes, float[] embeddings, int n, int d) {
    SignalTable table = new SignalTable(n, d);
    int columns = table.scalars.length;
    for (int row = 0; row < n; row++) {
      for (int s = 0; s < columns; s++) {
        table.scalars[s][row] = scalars[row * columns + s];
      }
      table.embedded[row] = d > 0 && !Float.isNaN(embeddings[row * d]);
    }
    System.arraycopy(classes, 0, table.classes, 0, n);
    System.arraycopy(embeddings, 0, table.embeddings, 0, n * d);
    table.rows = n;
    return table;
  }

  /**
   * Joins two tables.
   *
   * @param first a table. Not modified.
   * @param second a table of the same dimension with at least one row. Not modified.
   * @return a new, full table with the rows of both
   */
  public static SignalTable concatenate(SignalTable first, SignalTable second) {
    SignalTable result = first.enlarged(first.rows + second.rows, first.dimension);
    for (int row = 0; row < second.rows; row++) {
      result.copyRow(second, row);
    }
    return result;
  }

  /**
   * Copies all rows into a larger table.
   *
   * @param newCapacity &ge; rows
   * @param newDimension d of the new table; the dimension of this one, or any if this one has none
   * @return a new table with the same rows
   */
  public SignalTable enlarged(int newCapacity, int newDimension) {
    SignalTable result = new SignalTable(newCapacity, newDimension);
    for (int row = 0; row < rows; row++) {
      result.copyRow(this, row);
    }
    return result;
  }

  /**
   * Copies all rows without their embeddings: what resampling of scalar signals needs.
   *
   * @return a new, full table of dimension 0
   */
  public SignalTable withoutEmbeddings() {
    SignalTable result = new SignalTable(Math.max(1, rows), 0);
    for (int row = 0; row < rows; row++) {
      result.copyRow(this, row);
    }
    return result;
  }

  /**
   * Computes a scalar signal of every row that has an embedding.
   *
   * @param signal the signal
   * @param score from an embedding to the signal's value in its own unit
   */
  public void fill(ScalarSignal signal, ToDoubleFunction<float[]> score) {
    double[] column = scalars[ScalarSignal.ALL.indexOf(signal)];
    for (int row = 0; row < rows; row++) {
      if (embedded[row]) {
        float[] embedding = Arrays.copyOfRange(embeddings, row * dimension, (row + 1) * dimension);
        column[row] = signal.analysed(score.applyAsDouble(embedding));
      }
    }
  }

  /**
   * Writes all rows.
   *
   * @param out where to
   * @throws IOException if it cannot be written
   */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(rows);
    for (int row = 0; row < rows; row++) {
      for (double[] column : scalars) {
        out.writeDouble(column[row]);
      }
      out.writeInt(classes[row]);
      out.writeLong(sequences[row]);
      out.writeLong(times[row]);
      out.writeBoolean(slices[row] != null);
      if (slices[row] != null) {
        out.writeUTF(slices[row]);
      }
      out.writeBoolean(embedded[row]);
      for (int i = 0; embedded[row] && i < dimension; i++) {
        out.writeFloat(embeddings[row * dimension + i]);
      }
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @param in where from
   * @param capacity rows of the new table at most
   * @param dimension d of the table that was written
   * @return a table of that capacity
   * @throws IOException if there is less, or more rows than the capacity
   */
  public static SignalTable readFrom(DataInput in, int capacity, int dimension) throws IOException {
    int rows = in.readInt();
    if (rows < 0 || rows > capacity) {
      throw new IOException("rows: " + rows + " (expected: 0 .. " + capacity + ")");
    }
    SignalTable table = new SignalTable(capacity, dimension);
    table.rows = rows;
    for (int row = 0; row < rows; row++) {
      for (double[] column : table.scalars) {
        column[row] = in.readDouble();
      }
      table.classes[row] = in.readInt();
      table.sequences[row] = in.readLong();
      table.times[row] = in.readLong();
      table.slices[row] = in.readBoolean() ? in.readUTF() : null;
      table.embedded[row] = in.readBoolean() && dimension > 0;
      for (int i = 0; table.embedded[row] && i < dimension; i++) {
        table.embeddings[row * dimension + i] = in.readFloat();
      }
    }
    return table;
  }

  /**
   * Appends a row of another table; its embedding only if both have the same dimension.
   *
   * @param source a table. Not modified.
   * @param row 0 .. its rows - 1
   * @throws IllegalStateException if this table is full
   */
  public void append(SignalTable source, int row) {
    if (rows == capacity) {
      throw new IllegalStateException("rows: " + rows + " (expected: < capacity)");
    }
    copyRow(source, Objects.checkIndex(row, source.rows));
  }

  /**
   * Copies the embedding of a row.
   *
   * @param row 0 .. rows - 1, with an embedding
   * @param target at least d values. Modified.
   */
  public void embedding(int row, float[] target) {
    System.arraycopy(embeddings, Objects.checkIndex(row, rows) * dimension, target, 0, dimension);
  }

  private void copyRow(SignalTable source, int row) {
    for (int s = 0; s < scalars.length; s++) {
      scalars[s][rows] = source.scalars[s][row];
    }
    classes[rows] = source.classes[row];
    embedded[rows] = source.embedded[row] && dimension > 0 && source.dimension == dimension;
    if (embedded[rows]) {
      System.arraycopy(source.embeddings, row * dimension, embeddings, rows * dimension, dimension);
    }
    sequences[rows] = source.sequences[row];
    times[rows] = source.times[row];
    slices[rows] = source.slices[row];
    rows++;
  }
}
