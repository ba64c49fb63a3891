package io.virk.signal.internal;

import io.virk.internal.DataText;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The rows of a {@link SignalTable} as bytes: their number, and of each its scalar signals,
 * categories, number, time, slice and those vectors that it has. The columns are not among them:
 * whoever keeps the bytes keeps the schema.
 */
public final class SignalTableFormat {
  private SignalTableFormat() {}

  /**
   * Writes all rows.
   *
   * @param table not modified
   * @param out where to
   * @throws IOException if it cannot be written
   */
  public static void write(SignalTable table, DataOutput out) throws IOException {
    SignalSchema schema = table.schema();
    out.writeInt(table.rows());
    for (int row = 0; row < table.rows(); row++) {
      for (int s = 0; s < schema.scalars().size(); s++) {
        out.writeDouble(table.scalar(s, row));
      }
      for (int c = 0; c < schema.categoricals().size(); c++) {
        out.writeInt(table.category(c, row));
      }
      out.writeLong(table.sequence(row));
      out.writeLong(table.epochMillis(row));
      String slice = table.slice(row);
      out.writeBoolean(slice != null);
      if (slice != null) {
        DataText.write(out, slice);
      }
      for (int v = 0; v < schema.vectors().size(); v++) {
        if (!schema.vectors().get(v).isDerived()) {
          write(table.vectors(v), row, out);
        }
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param in where from
   * @param table of the same schema. Modified: its rows are replaced.
   * @return the table
   * @throws IOException if there is less, or more rows than the table has room for
   */
  public static SignalTable read(DataInput in, SignalTable table) throws IOException {
    int rows = in.readInt();
    if (rows < 0 || rows > table.capacity()) {
      throw new IOException("rows: " + rows + " (expected: 0 .. " + table.capacity() + ")");
    }
    SignalSchema schema = table.schema();
    ObservedValues values = new ObservedValues(schema);
    table.clear();
    for (int i = 0; i < rows; i++) {
      read(in, schema, values);
      table.append(values);
    }
    return table;
  }

  private static void write(VectorColumn column, int row, DataOutput out) throws IOException {
    out.writeBoolean(column.isPresent(row));
    if (column.isPresent(row)) {
      float[] vector = new float[column.dimension()];
      column.vector(row, vector);
      for (float v : vector) {
        out.writeFloat(v);
      }
    }
  }

  private static void read(DataInput in, SignalSchema schema, ObservedValues values)
      throws IOException {
    values.stored();
    for (int s = 0; s < schema.scalars().size(); s++) {
      values.storedScalar(s, in.readDouble());
    }
    for (int c = 0; c < schema.categoricals().size(); c++) {
      values.storedCategory(c, in.readInt());
    }
    values.storedAt(in.readLong(), in.readLong(), in.readBoolean() ? DataText.read(in) : null);
    for (int v = 0; v < schema.vectors().size(); v++) {
      if (!schema.vectors().get(v).isDerived() && in.readBoolean()) {
        float[] vector = new float[schema.vectors().get(v).length()];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = in.readFloat();
        }
        values.storedVector(v, vector);
      }
    }
  }
}
