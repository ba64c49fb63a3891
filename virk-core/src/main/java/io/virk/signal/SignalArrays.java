package io.virk.signal;

/**
 * The columns of a full {@link SignalTable} as arrays, as files keep them.
 *
 * @param scalars [n x scalar signals] row-major, on the scale of analysis; NaN where missing
 * @param categories [n x categorical signals] row-major; {@link Observation#NO_CLASS} where missing
 * @param vectors one array for each vector signal, [n x d] row-major; a row that begins with NaN is
 *     missing
 */
public record SignalArrays(double[] scalars, int[] categories, float[][] vectors) {
  /**
   * Makes a table of them. Its rows have no sequence numbers, times and slices.
   *
   * @param schema its columns
   * @param n rows, &ge; 1
   * @return a new, full table
   */
  public SignalTable table(SignalSchema schema, int n) {
    SignalTable table = new SignalTable(schema, n);
    int columns = schema.scalars().size();
    int kinds = schema.categoricals().size();
    for (int row = 0; row < n; row++) {
      table.restored(0, 0, null);
      for (int s = 0; s < columns; s++) {
        table.scalar(s, row, scalars[row * columns + s]);
      }
      for (int k = 0; k < kinds; k++) {
        table.category(k, row, categories[row * kinds + k]);
      }
    }
    for (int v = 0; v < vectors.length; v++) {
      table.vectors(v).fill(vectors[v], n);
    }
    return table;
  }
}
