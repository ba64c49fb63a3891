package io.virk.stats.internal;

/**
 * Rows packed once by {@link ColumnKernels#pack}, good for no others. Thread-safe, never changed.
 * Memory: 4 bytes a number, the rows rounded up to a multiple of {@link ColumnKernels#height()}.
 *
 * @param count number of rows
 * @param data an array per panel: element k of its row i at k times the height and i
 * @param used per panel, length of its rows without the zeros at the end
 */
public record RowPanels(int count, float[][] data, int[] used) {

  /** Number of panels. */
  public int panels() {
    return data.length;
  }
}
