package io.virk.stats.internal;

/**
 * Products of many rows that stay with vectors that come: the rows packed once in panels of {@link
 * #height()}, the vectors for each call as columns, {@link #width()} of them side by side. A result
 * has the layout of such columns, so that it can be multiplied again as it lies.
 *
 * <p>The Vector API's fastest form of a product; plain Java has none. Implementations trust their
 * arguments, as those of {@link Kernels} do.
 */
public interface ColumnKernels {

  /** Rows of a panel of the side that stays. */
  int height();

  /** Columns that lie side by side: element k of column j is at {@code k * width() + j}. */
  int width();

  /**
   * Packs rows that stay. Allocates the panels. Rows that end in zeros, as those of a lower
   * triangle do, cost only what is before.
   *
   * @param rows Not modified, not kept.
   * @param count 1 or more
   * @param length of a row, 1 or more
   */
  RowPanels pack(float[] rows, int count, int length);

  /**
   * Packs vectors as columns, those beyond {@code count} as zeros: {@code x - high - low}.
   *
   * @param x row-major. Not modified.
   * @param from first element of the first vector
   * @param count vectors, 1 to {@link #width()}
   * @param length of a vector
   * @param high {@code length} numbers taken from each vector. Not modified.
   * @param low {@code length} numbers taken away then. Not modified.
   * @param to {@code length * width()} elements from {@code toFrom} on. Modified.
   * @param toFrom first element written
   */
  void packColumns(
      float[] x,
      int from,
      int count,
      int length,
      float[] high,
      float[] low,
      float[] to,
      int toFrom);

  /**
   * Copies columns back into rows.
   *
   * @param columns Not modified.
   * @param from first element of the columns
   * @param count vectors, 1 to {@link #width()}
   * @param length of a vector
   * @param to row-major, from {@code toFrom} on. Modified.
   * @param toFrom first element written
   */
  void unpackColumns(float[] columns, int from, int count, int length, float[] to, int toFrom);

  /**
   * Inner products of the rows of some panels with columns: {@code out[outFrom + i * width() + j]}
   * is that of row i, counted from the first of these panels, and column j.
   *
   * @param rows of these kernels
   * @param panel the first
   * @param panelTo the one after the last
   * @param columns Not modified.
   * @param from first element of the columns
   * @param out Modified.
   * @param outFrom first element written
   */
  void products(
      RowPanels rows, int panel, int panelTo, float[] columns, int from, float[] out, int outFrom);

  /**
   * Squared lengths of columns.
   *
   * @param columns Not modified.
   * @param from first element of the columns
   * @param length of a column
   * @param squares {@link #width()} elements from {@code squaresFrom} on. Modified.
   * @param squaresFrom first element written
   */
  void squares(float[] columns, int from, int length, float[] squares, int squaresFrom);

  /**
   * Lowers {@code least[leastFrom + j]} to the least {@code h[hFrom + i] - 2 p} of the products p
   * of column j.
   *
   * @param h Not modified.
   * @param hFrom that of the first row
   * @param count rows
   * @param products from {@link #products}. Not modified.
   * @param least {@link #width()} elements from {@code leastFrom} on. Modified.
   * @param leastFrom first element written
   */
  void leastDifferences(
      float[] h, int hFrom, int count, float[] products, float[] least, int leastFrom);

  /**
   * The next row of products p with {@code h[hFrom + i] - 2 p} at or below the limit of its column.
   *
   * @param h Not modified.
   * @param hFrom that of row 0
   * @param row where to begin
   * @param count rows
   * @param products from {@link #products}. Not modified.
   * @param limits {@link #width()} elements from {@code limitsFrom} on. Not modified.
   * @param limitsFrom that of column 0
   * @return {@code row} or later; {@code count} if there is none
   */
  int nextWithin(
      float[] h, int hFrom, int row, int count, float[] products, float[] limits, int limitsFrom);
}
