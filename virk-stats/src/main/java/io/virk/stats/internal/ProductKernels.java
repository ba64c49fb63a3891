package io.virk.stats.internal;

/**
 * The inner loops of scores of single rows: products of many rows with packed rows, and passes over
 * one row. Implementations trust their arguments, as those of {@link Kernels}, whose partner they
 * are.
 */
public interface ProductKernels {

  /** The kernels in use in this JVM. */
  static ProductKernels inUse() {
    return Kernels.inUse().products();
  }

  /**
   * Packs rows for {@link #products}. Allocates the panels. Rows that end or begin in zeros, as
   * those of a triangle do, cost only what is between.
   *
   * @param rows Not modified, not kept.
   * @param from first element of the first row
   * @param count rows, 1 or more
   * @param length of a row, 1 or more
   */
  ProductPanels pack(float[] rows, int from, int count, int length);

  /**
   * The faster form for many vectors at a time; null where there is none, and where panels are so
   * wide that the side with more rows is the one to {@link #pack}.
   */
  ColumnKernels columns();

  /** Rows that share the steps of a panel which are in the first cache. */
  int TOGETHER = 64;

  /**
   * Inner products of rows with the rows of one panel: {@code out[outFrom + r * outStride + j]} is
   * that of row r of {@code a} and row j of the panel, for all j below the width of the panel.
   *
   * @param a Not modified.
   * @param aFrom first element of the first row
   * @param aStride from one row to the next
   * @param aRows rows, 0 or more
   * @param b of these kernels
   * @param panel 0 to {@code b.panels() - 1}
   * @param out Modified.
   * @param outFrom where row 0 of the panel goes
   * @param outStride from one row of {@code a} to the next, at least the width of the panel
   * @param scratch {@link #TOGETHER} arrays or fewer, each at least as long as the panel is wide:
   *     so many rows pass together. Modified.
   */
  void products(
      float[] a,
      int aFrom,
      int aStride,
      int aRows,
      ProductPanels b,
      int panel,
      float[] out,
      int outFrom,
      int outStride,
      float[][] scratch);

  /**
   * Squared distance of two rows in double arithmetic, from differences.
   *
   * @param a Not modified.
   * @param aFrom first element of the row in {@code a}
   * @param b Not modified.
   * @param bFrom first element of the row in {@code b}
   * @param length 1 or more
   */
  double wideSquaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length);

  /** Whether no element is NaN or infinite. */
  boolean allFinite(float[] a, int from, int length);

  /** Longest stretch that {@link #softmaxSums} sums in single precision. */
  int SOFTMAX_BLOCK = 4096;

  /**
   * What the scores of one row of logits z are made of, with u = (z - max z) / T: 0 the largest
   * logit, 1 the largest of the others (negative infinity if there is none), 2 the sum of exp(u)
   * over all that are smaller than the largest, 3 the sum of u exp(u) over the same, 4 how many
   * equal the largest. All five are NaN if a logit is not finite. exp is good to 1e-5.
   *
   * @param z Not modified.
   * @param from first logit
   * @param length 1 or more
   * @param inverseTemperature 1 / T, finite and above 0
   * @param scratch 5 arrays of at least {@link #SOFTMAX_BLOCK}. Modified.
   * @param into 5 numbers. Modified.
   */
  void softmaxSums(
      float[] z, int from, int length, float inverseTemperature, float[][] scratch, double[] into);

  /**
   * Which of a stretch of products p bring h - 2 p down to a limit of their own.
   *
   * @param products Not modified.
   * @param from first product
   * @param count 0 to 64
   * @param h what the products are taken from
   * @param limits Not modified.
   * @param limitsFrom limit of the first product
   * @return bit j set where h - 2 products[from + j] &lt;= limits[limitsFrom + j]
   */
  long atMost(float[] products, int from, int count, float h, float[] limits, int limitsFrom);

  /**
   * The least h[j] - 2 products[from + j] of a stretch.
   *
   * @param h Not modified.
   * @param hFrom first element of h
   * @param products Not modified.
   * @param from first product
   * @param count 1 or more
   * @return the least; elements that are NaN may or may not be passed over
   */
  float leastDifference(float[] h, int hFrom, float[] products, int from, int count);
}
