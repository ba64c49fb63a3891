package io.virk.signal;

import java.util.Arrays;

/** Makes the appearance of the rows of a table. Not thread-safe. */
final class AppearanceColumns implements VectorColumn.Derivation, Appearance.Row {
  private final Appearance appearance;
  private final SignalTable table;
  private int row;

  AppearanceColumns(Appearance appearance, SignalTable table) {
    this.appearance = appearance;
    this.table = table;
  }

  /** A column of a table: made of others, if its signal is, and else kept. */
  static VectorColumn column(VectorSignal signal, SignalTable table) {
    Appearance appearance = table.schema().appearance();
    return signal.isDerived()
        ? new VectorColumn(
            table.capacity(), appearance.length(), new AppearanceColumns(appearance, table))
        : new VectorColumn(table.capacity(), signal.length());
  }

  @Override
  public boolean isPresent(int of) {
    row = of;
    return appearance.isPresent(this);
  }

  @Override
  public void put(int of, float[] target, int at) {
    row = of;
    appearance.put(this, target, at);
  }

  @Override
  public double scalar(int column) {
    return table.scalar(column, row);
  }

  @Override
  public void tiles(float[] target, int at, int numbers) {
    VectorColumn tiles = table.vectors(appearance.tiles());
    if (tiles.isPresent(row)) {
      tiles.vector(row, target, at);
    } else {
      Arrays.fill(target, at, at + numbers, Float.NaN);
    }
  }
}
