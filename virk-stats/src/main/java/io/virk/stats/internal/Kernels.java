package io.virk.stats.internal;

/**
 * The inner loops whose speed depends on SIMD. Implementations trust their arguments: the public
 * classes validate, these only {@code assert}. All are stateless and safe for any thread; none
 * allocates unless it says so.
 *
 * <p>A <i>block</i> is a matrix of up to {@link #width()} columns in a layout that only the kernels
 * which made it understand. Vectors are packed as its columns, so that row k holds dimension k of
 * all of them.
 */
public interface Kernels {

  /** The kernels in use in this JVM. */
  static Kernels inUse() {
    return KernelSelection.SELECTED.kernels();
  }

  /** {@code scalar}, or {@code vector} and its width in bits. */
  String name();

  /** The kernels for products with packed rows, of the same kind. */
  ProductKernels products();

  /**
   * Inner product of two rows.
   *
   * @param a Not modified.
   * @param aFrom first element of the row in {@code a}
   * @param b Not modified.
   * @param bFrom first element of the row in {@code b}
   * @param length number of elements, 0 or more
   * @return sum of a[i] b[i], in lanes of float, which are added in one order
   */
  double dot(float[] a, int aFrom, float[] b, int bFrom, int length);

  /**
   * Squared Euclidean distance of two rows, from differences: no cancellation however far from the
   * origin both lie.
   *
   * @param a Not modified.
   * @param aFrom first element of the row in {@code a}
   * @param b Not modified.
   * @param bFrom first element of the row in {@code b}
   * @param length number of elements, 0 or more
   * @return sum of (a[i] - b[i])^2, in lanes of float, which are added in one order
   */
  double squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length);

  /** Most columns of a block. */
  int width();

  /**
   * A block of zeros. Allocates.
   *
   * @param rows 1 or more
   * @param columns 1 to {@link #width()}
   */
  float[][] newBlock(int rows, int columns);

  /** One element of a block. Slow: for edges. */
  float get(float[][] block, int row, int column);

  /** Sets one element of a block. Slow: for edges. */
  void set(float[][] block, int row, int column, float value);

  /**
   * Copies one row of a block out.
   *
   * @param block Not modified.
   * @param row of the block
   * @param columns how many, from column 0
   * @param out elements from {@code outFrom} on. Modified.
   * @param outFrom first element written
   */
  void copyRow(float[][] block, int row, int columns, float[] out, int outFrom);

  /**
   * Sets one row of a block.
   *
   * @param block Modified.
   * @param row of the block
   * @param columns how many, from column 0
   * @param values elements 0 on. Not modified.
   */
  void setRow(float[][] block, int row, int columns, float[] values);

  /**
   * Packs vectors as columns: block[k, column + i] = x[from + i d + k] - centre[k].
   *
   * @param x row-major vectors. Not modified.
   * @param from first element of the first vector
   * @param count number of vectors
   * @param d elements of a vector: rows of the block
   * @param centre d numbers. Not modified.
   * @param block Modified.
   * @param column of the first vector
   */
  void pack(float[] x, int from, int count, int d, float[] centre, float[][] block, int column);

  /**
   * Squared lengths of columns, added up in the same order as {@link #gram} does, so that equal
   * columns have a distance of exactly 0.
   *
   * @param block Not modified.
   * @param d rows to add over
   * @param columns how many, from column 0
   * @param norms {@link #width()} numbers, of which those of the columns count. Modified.
   */
  void norms(float[][] block, int d, int columns, float[] norms);

  /**
   * Inner products of columns: out[outRow + i, j] = sum over k of left[k, i] right[k, j].
   *
   * @param left Not modified.
   * @param leftColumns how many, from column 0: rows of the result
   * @param right Not modified.
   * @param rightColumns how many, from column 0; columns beyond may be written or not
   * @param kFrom first row to add over
   * @param kTo row after the last
   * @param out {@code leftColumns} rows from {@code outRow} on. Modified.
   * @param outRow first row written
   * @param upper true if only elements with j &gt;= i are wanted; the others may be written or not
   */
  void gram(
      float[][] left,
      int leftColumns,
      float[][] right,
      int rightColumns,
      int kFrom,
      int kTo,
      float[][] out,
      int outRow,
      boolean upper);

  /**
   * {@link #gram} of each block of a run with one block, all but the last of the run {@link
   * #width()} columns wide: block l goes to rows {@code (l - from) * width()} on.
   *
   * @param left Not modified.
   * @param from first block of the run
   * @param to block after the last
   * @param lastColumns columns of the last
   * @param right Not modified.
   * @param rightColumns how many, from column 0; columns beyond may be written or not
   * @param d rows to add over
   * @param out Modified.
   */
  void grams(
      float[][][] left,
      int from,
      int to,
      int lastColumns,
      float[][] right,
      int rightColumns,
      int d,
      float[][] out);

  /**
   * Inner products of one vector with columns: out[outFrom + j] = sum over k of x[k] right[k, j].
   *
   * @param x d numbers. Not modified.
   * @param right Not modified.
   * @param columns how many, from column 0
   * @param d rows to add over
   * @param out Modified.
   * @param outFrom first element written
   */
  void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom);

  /**
   * Turns inner products into squared distances in place, those below 0 into 0.
   *
   * @param block rows {@code row} to {@code row + rows - 1}. Modified; columns beyond {@code
   *     columns} become +Infinity.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0
   * @param rowNorms squared lengths: that of row {@code row + i} is at i. Not modified.
   * @param columnNorms squared lengths, {@link #width()} numbers. Not modified.
   * @param upper true if elements with j &lt;= i are to become +Infinity
   */
  void squaredDistances(
      float[][] block,
      int row,
      int rows,
      int columns,
      float[] rowNorms,
      float[] columnNorms,
      boolean upper);

  /**
   * Sum of exp(-gamma v) over elements of a block; +Infinity counts as 0 (or less than 1e-30).
   *
   * @param block Not modified.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0; whatever lies beyond is +Infinity
   * @param gamma &gt; 0
   * @param scratch two rows of {@link #width()} numbers. Modified.
   */
  double kernelSum(float[][] block, int row, int rows, int columns, float gamma, float[][] scratch);

  /**
   * What {@link #squaredDistances} and then {@link #kernelSum} give, in one pass over inner
   * products, which are lost.
   *
   * @param block rows {@code row} to {@code row + rows - 1}. Modified.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0
   * @param rowNorms squared lengths: that of row {@code row + i} is at i. Not modified.
   * @param columnNorms squared lengths, {@link #width()} numbers. Not modified.
   * @param upper true if only elements with j &gt; i count
   * @param gamma &gt; 0
   * @param scratch two rows of {@link #width()} numbers. Modified.
   */
  double kernelSumOfProducts(
      float[][] block,
      int row,
      int rows,
      int columns,
      float[] rowNorms,
      float[] columnNorms,
      boolean upper,
      float gamma,
      float[][] scratch);

  /**
   * Turns squared distances into kernel values exp(-gamma v) in place. Relative error below 1e-5
   * for values above 1e-8, absolute error below 1e-13 for those below.
   *
   * @param block rows {@code row} to {@code row + rows - 1}. Modified.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0; whatever lies beyond may be written or not
   * @param gamma &gt; 0
   */
  void kernelValues(float[][] block, int row, int rows, int columns, float gamma);

  /**
   * The same on a plain array: v[i] = exp(-gamma v[i]).
   *
   * @param values Modified.
   * @param length how many, from 0
   * @param gamma &gt; 0
   * @return the sum
   */
  double kernelValues(float[] values, int length, float gamma);

  /**
   * Squared distances of one vector to columns, in place: v[j] = max(0, norm + norms[j] - 2 v[j]).
   *
   * @param products from {@link #gramRow}. Modified.
   * @param from first element
   * @param columns how many
   * @param norm squared length of the vector
   * @param columnNorms squared lengths, {@link #width()} numbers. Not modified.
   */
  void squaredDistances(float[] products, int from, int columns, float norm, float[] columnNorms);

  /**
   * Adds up a block by rows and by columns.
   *
   * @param block Not modified.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0
   * @param rowSums the sum of row {@code row + i} is added at {@code rowFrom + i}. Modified.
   * @param rowFrom first element written
   * @param columnSums the sum of column j is added at {@code columnFrom + j}. Modified.
   * @param columnFrom first element written
   * @param scratch two rows of {@link #width()} numbers. Modified.
   */
  void addSums(
      float[][] block,
      int row,
      int rows,
      int columns,
      double[] rowSums,
      int rowFrom,
      double[] columnSums,
      int columnFrom,
      float[][] scratch);

  /**
   * v := scale (v - shift), elementwise.
   *
   * @param block rows {@code row} to {@code row + rows - 1}. Modified.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0; whatever lies beyond may be written or not
   * @param shift subtracted first
   * @param scale multiplied then
   */
  void shiftAndScale(float[][] block, int row, int rows, int columns, float shift, float scale);

  /**
   * Adds, for each column j, the sum over i of a[i, j] b[bRow + i, j].
   *
   * @param a Not modified.
   * @param b Not modified.
   * @param bRow first row of b
   * @param rows how many
   * @param columns how many, from column 0
   * @param sums added at {@code sumsFrom + j}. Modified.
   * @param sumsFrom first element written
   * @param scratch two rows of {@link #width()} numbers. Modified.
   */
  void addColumnProducts(
      float[][] a,
      float[][] b,
      int bRow,
      int rows,
      int columns,
      double[] sums,
      int sumsFrom,
      float[][] scratch);

  /**
   * Number of elements below a limit.
   *
   * @param block Not modified.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0; whatever lies beyond is +Infinity
   * @param limit finite
   */
  int countBelow(float[][] block, int row, int rows, int columns, float limit);

  /**
   * Appends the elements from {@code low} to {@code high}, both included. All elements and both
   * limits are 0 or more.
   *
   * @param block Not modified.
   * @param row first row
   * @param rows how many
   * @param columns how many, from column 0; whatever lies beyond is +Infinity
   * @param low 0 or more, finite
   * @param high {@code low} or more, finite
   * @param out room for {@code rows} times {@link #width()} elements. Modified from {@code at} on.
   * @param at first element written
   * @return element after the last written
   */
  int collect(
      float[][] block, int row, int rows, int columns, float low, float high, float[] out, int at);

  /**
   * Cosines and sines, with an absolute error below 1e-6 plus the rounding of the phase itself.
   *
   * @param phases radians, magnitude below 1e5. Modified.
   * @param length how many, from 0
   * @param cosines elements 0 on. Modified.
   * @param sines elements 0 on; may be {@code phases} itself. Modified.
   */
  void cosinesAndSines(float[] phases, int length, float[] cosines, float[] sines);

  /**
   * Walsh-Hadamard transform in place, not normalised: the sum of squares grows by {@code length}.
   *
   * @param values Modified.
   * @param length a power of 2, from element 0
   */
  void hadamard(float[] values, int length);

  /**
   * v[i] = v[i] factors[i].
   *
   * @param values elements 0 on. Modified.
   * @param factors elements 0 on. Not modified.
   * @param length how many
   */
  void multiply(float[] values, float[] factors, int length);
}
