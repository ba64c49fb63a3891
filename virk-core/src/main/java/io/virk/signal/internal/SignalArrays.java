package io.virk.signal.internal;

import io.virk.signal.Observation;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;

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
    ObservedValues values = new ObservedValues(schema);
    int columns = schema.scalars().size();
    int kinds = schema.categoricals().size();
    float[][] vector = new float[vectors.length][];
    for (int v = 0; v < vectors.length; v++) {
      vector[v] = new float[schema.vectors().get(v).length()];
    }
    for (int row = 0; row < n; row++) {
      values.stored();
      for (int s = 0; s < columns; s++) {
        values.storedScalar(s, scalars[row * columns + s]);
      }
      for (int k = 0; k < kinds; k++) {
        values.storedCategory(k, categories[row * kinds + k]);
      }
      for (int v = 0; v < vectors.length; v++) {
        int d = schema.vectors().get(v).isDerived() ? 0 : vector[v].length;
        if (d > 0 && !Float.isNaN(vectors[v][row * d])) {
          System.arraycopy(vectors[v], row * d, vector[v], 0, d);
          values.storedVector(v, vector[v]);
        }
      }
      table.append(values);
    }
    return table;
  }
}
