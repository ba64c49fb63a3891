package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.ProductKernels;
import io.virk.stats.internal.ProductPanels;
import java.util.Arrays;
import java.util.Objects;

/**
 * Euclidean distance to the k nearest reference vectors; larger = more out of distribution. Exact:
 * no index, no approximation, and a query that equals a reference vector is at distance 0.
 *
 * <p>In the unit of the vectors. Immutable and thread-safe. Memory: 4 n d bytes (8 n d fitted from
 * double), and as much again where plain Java kernels are in use.
 *
 * <p>Cost of a batch: n d multiplications per query in single precision as a matrix product, which
 * only rules out; every row that rounding lets through is measured again in double, from
 * differences, some k of them for each query. Data very far from the origin, for their spread,
 * costs more of that but no digits. A model fitted from double measures all rows in double.
 *
 * <p>Source: Y. Sun, Y. Ming, X. Zhu and Y. Li, <i>Out-of-distribution detection with deep nearest
 * neighbors</i>, ICML (2022), arXiv:2204.06507: k-th distance on normalised vectors (there
 * negated).
 */
public final class NearestNeighbours {
  private static final byte VERSION = 1;

  /** Reference rows of a block: with the products they stay in the second cache. */
  private static final int BLOCK = 128;

  /** Queries that share one pass over the reference rows. */
  private static final int GROUP = 512;

  private final ProductKernels kernels = ProductKernels.inUse();
  private final NeighbourOptions options;
  private final int n;
  private final int d;

  /** [n x d] row-major, normalised if so wanted; null if fitted from double. */
  private final float[] rows;

  /** The same of a model fitted from double, else null. */
  private final double[] wideRows;

  /** {@link #rows} for kernels that pack the side with more rows, else null. */
  private final ProductPanels packed;

  /** Squared lengths of the rows, lowered by what rounding can do to a product. */
  private final float[] loweredSquares;

  /** Worst relative error of a squared distance from products, of the sum of squared lengths. */
  private final double rounding;

  /** Worst error of a product of numbers too small for single precision. */
  private final double underflow;

  private NearestNeighbours(
      float[] rows, double[] wideRows, int n, int d, NeighbourOptions options) {
    this.rows = rows;
    this.wideRows = wideRows;
    this.n = n;
    this.d = d;
    this.options = options;
    this.rounding = 1.01 * (d + 16) * 0x1p-24;
    this.underflow = 4.0 * (d + 16) * Float.MIN_VALUE;
    if (rows == null) {
      loweredSquares = null;
      packed = null;
      return;
    }
    loweredSquares = new float[n];
    for (int i = 0; i < n; i++) {
      loweredSquares[i] = Math.nextDown((float) (squares(rows, i * d, d) * (1 - rounding)));
    }
    packed = kernels.packsWide() ? kernels.pack(rows, 0, n, d) : null;
  }

  /**
   * Keeps the reference vectors.
   *
   * @param x [n x d] row-major, finite, none longer than 1e18. Not modified, copied.
   * @param n k or more
   * @param d 1 or more
   * @param options k and what is made of the distances
   */
  public static NearestNeighbours fit(float[] x, int n, int d, NeighbourOptions options) {
    BatchChecks.rows(x, n, d, "x");
    check(n, options);
    float[] rows = options.normalized() ? Normalization.rows(x, n, d) : x.clone();
    for (int i = 0; i < n; i++) {
      checkLength(rows, i * d, d, "x, row " + i);
    }
    return new NearestNeighbours(rows, null, n, d, options);
  }

  /**
   * Keeps the reference vectors in double; slower than the form for float, and to the last digits.
   *
   * @param x [n x d] row-major, finite. Not modified, copied.
   * @param n k or more
   * @param d 1 or more
   * @param options k and what is made of the distances
   */
  public static NearestNeighbours fit(double[] x, int n, int d, NeighbourOptions options) {
    Checks.matrix(x, n, d, "x");
    check(n, options);
    double[] rows = options.normalized() ? Normalization.rows(x, n, d) : x.clone();
    return new NearestNeighbours(null, rows, n, d, options);
  }

  private static void check(int n, NeighbourOptions options) {
    Objects.requireNonNull(options, "options");
    if (options.k() > n) {
      throw rejected("k", options.k(), "at most the number of reference vectors " + n);
    }
  }

  private static double checkLength(float[] x, int from, int d, String name) {
    double squares = squares(x, from, d);
    if (!(squares <= 1e36)) {
      throw rejected("length of " + name, Math.sqrt(squares), "at most 1e18");
    }
    return squares;
  }

  /**
   * The score of one observation.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(float[] x) {
    double[] scores = new double[1];
    scores(x, 1, scores, new Workspace());
    return scores[0];
  }

  /**
   * The score of one observation, all rows measured in double.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(double[] x) {
    return combine(distances(x));
  }

  /**
   * The distances of the k nearest, all rows measured in double.
   *
   * @param x d numbers, finite. Not modified.
   * @return k of them, nearest first
   */
  public double[] distances(double[] x) {
    Checks.matrix(x, 1, d, "x");
    double[] query = options.normalized() ? Normalization.rows(x, 1, d) : x;
    return nearest(query);
  }

  private double combine(double[] distances) {
    if (options.score() == NeighbourOptions.Score.KTH_DISTANCE) {
      return distances[distances.length - 1];
    }
    double sum = 0;
    for (double distance : distances) {
      sum += distance;
    }
    return sum / distances.length;
  }

  private double[] nearest(double[] query) {
    double[] all = new double[n];
    for (int i = 0; i < n; i++) {
      double squares = 0;
      for (int k = 0; k < d; k++) {
        double row = rows == null ? wideRows[i * d + k] : rows[i * d + k];
        squares += (query[k] - row) * (query[k] - row);
      }
      all[i] = squares;
    }
    Arrays.sort(all);
    double[] nearest = Arrays.copyOf(all, options.k());
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = Math.sqrt(nearest[i]);
    }
    return nearest;
  }

  /**
   * The scores of n observations.
   *
   * @param x [count x d] row-major, finite, none longer than 1e18. Not modified.
   * @param count 1 or more
   * @return count scores, 0 or more
   */
  public double[] scores(float[] x, int count) {
    double[] scores = new double[Math.max(0, count)];
    scores(x, count, scores, new Workspace());
    return scores;
  }

  /**
   * The scores of n observations, without allocation unless the model was fitted from double.
   *
   * @param x [count x d] row-major, finite, none longer than 1e18. Not modified.
   * @param count 1 or more
   * @param scores the first {@code count} are written. Modified.
   * @param workspace of this thread
   */
  public void scores(float[] x, int count, double[] scores, Workspace workspace) {
    BatchChecks.batch(x, count, d, scores, workspace);
    if (rows == null) {
      for (int q = 0; q < count; q++) {
        double[] query = new double[d];
        for (int k = 0; k < d; k++) {
          query[k] = x[q * d + k];
        }
        scores[q] = score(query);
      }
      return;
    }
    float[] queries = x;
    if (options.normalized()) {
      queries = workspace.unit(count * d);
      for (int q = 0; q < count; q++) {
        Normalization.row(x, q * d, queries, q * d, d);
      }
    }
    double[] squares = workspace.wide(count);
    for (int q = 0; q < count; q++) {
      squares[q] = checkLength(queries, q * d, d, "x");
    }
    for (int q = 0; q < count; q += GROUP) {
      group(queries, q, Math.min(GROUP, count - q), squares, scores, workspace);
    }
  }

  private void group(
      float[] x, int first, int count, double[] squares, double[] scores, Workspace workspace) {
    NeighbourCandidates candidates = workspace.candidates;
    candidates.reset(count, options.k());
    if (packed == null) {
      packedQueries(x, first, count, squares, workspace);
    } else {
      packedRows(x, first, count, squares, workspace);
    }
    for (int q = 0; q < count; q++) {
      candidates.compact(q, options.k());
      measure(candidates, q, x, (first + q) * d);
      double[] exact = candidates.exact();
      double sum = 0;
      for (int i = 0; i < options.k(); i++) {
        sum += Math.sqrt(exact[i]);
      }
      scores[first + q] =
          options.score() == NeighbourOptions.Score.KTH_DISTANCE
              ? Math.sqrt(exact[options.k() - 1])
              : sum / options.k();
    }
  }

  /** The queries are packed, the reference rows pass by as they lie. */
  private void packedQueries(
      float[] x, int first, int count, double[] squares, Workspace workspace) {
    ProductPanels queries = workspace.pack(count == GROUP ? 0 : 1, kernels, x, first * d, count, d);
    int width = queries.width();
    float[] products = workspace.products(BLOCK * width);
    float[][] lanes = workspace.lanes(width);
    for (int block = 0; block < n; block += BLOCK) {
      int size = Math.min(BLOCK, n - block);
      for (int p = 0; p < queries.panels(); p++) {
        kernels.products(rows, block * d, d, size, queries, p, products, 0, width, lanes);
        int inPanel = Math.min(width, count - p * width);
        sift(x, first, squares, products, width, p * width, inPanel, block, size, workspace);
      }
    }
  }

  /** Takes from the products of a block with the queries of a panel what may be near. */
  private void sift(
      float[] x,
      int first,
      double[] squares,
      float[] products,
      int width,
      int firstQuery,
      int queries,
      int block,
      int size,
      Workspace workspace) {
    NeighbourCandidates candidates = workspace.candidates;
    float[] thresholds = candidates.thresholds;
    for (int i = 0; i < size; i++) {
      float h = loweredSquares[block + i];
      long near = kernels.atMost(products, i * width, queries, h, thresholds, firstQuery);
      while (near != 0) {
        int j = Long.numberOfTrailingZeros(near);
        near &= near - 1;
        int q = firstQuery + j;
        float lower = h - 2 * products[i * width + j];
        take(q, x, first + q, squares[first + q], block + i, lower, candidates);
      }
    }
  }

  /** The reference rows are packed, the queries are few rows. */
  private void packedRows(float[] x, int first, int count, double[] squares, Workspace workspace) {
    int width = packed.width();
    int step = 64;
    float[] products = workspace.products(step * width);
    float[][] lanes = workspace.lanes(width);
    for (int p = 0; p < packed.panels(); p++) {
      int inPanel = Math.min(width, n - p * width);
      for (int from = 0; from < count; from += step) {
        int size = Math.min(step, count - from);
        kernels.products(x, (first + from) * d, d, size, packed, p, products, 0, width, lanes);
        for (int r = 0; r < size; r++) {
          int q = from + r;
          sift(q, x, first + q, squares, products, r * width, p * width, inPanel, workspace);
        }
      }
    }
  }

  /** Takes from the products of one query with a panel of rows what may be near. */
  private void sift(
      int q,
      float[] x,
      int query,
      double[] squares,
      float[] products,
      int from,
      int firstRow,
      int count,
      Workspace workspace) {
    NeighbourCandidates candidates = workspace.candidates;
    for (int i = 0; i < count; i++) {
      float lower = loweredSquares[firstRow + i] - 2 * products[from + i];
      if (lower <= candidates.thresholds[q]) {
        take(q, x, query, squares[query], firstRow + i, lower, candidates);
      }
    }
  }

  private void take(
      int q,
      float[] x,
      int query,
      double squares,
      int row,
      float lower,
      NeighbourCandidates candidates) {
    // with r = rounding and v = distance^2 - |x|^2: lower - r |x|^2 <= v <= that + 2 r (|x|^2 +
    // |row|^2)
    double down = lower - rounding * squares - underflow;
    double rowSquares = loweredSquares[row] / (1 - rounding);
    double up = down + 2 * rounding * (squares + rowSquares) + 2 * underflow;
    if (candidates.add(q, row, Math.nextDown((float) down), Math.nextUp((float) up))) {
      candidates.compact(q, options.k());
      if (candidates.isCrowded(q, options.k())) {
        measure(candidates, q, x, query * d);
        candidates.keepNearest(q, options.k(), squares);
      }
    }
    // what is compared is lower: the limit for v, and what was taken off
    candidates.thresholds[q] =
        Math.nextUp((float) (candidates.limits[q] + rounding * squares + underflow));
  }

  /** Measures the candidates of one query and sorts them. */
  private void measure(NeighbourCandidates candidates, int q, float[] x, int xFrom) {
    double[] exact = candidates.exact();
    for (int i = 0; i < candidates.size(q); i++) {
      exact[i] = squaredDistance(x, xFrom, candidates.row(q, i) * d);
    }
    candidates.sortExact(q);
  }

  private double squaredDistance(float[] x, int xFrom, int rowFrom) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k <= d - 4; k += 4) {
      double d0 = (double) x[xFrom + k] - rows[rowFrom + k];
      double d1 = (double) x[xFrom + k + 1] - rows[rowFrom + k + 1];
      double d2 = (double) x[xFrom + k + 2] - rows[rowFrom + k + 2];
      double d3 = (double) x[xFrom + k + 3] - rows[rowFrom + k + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; k < d; k++) {
      double difference = (double) x[xFrom + k] - rows[rowFrom + k];
      s0 += difference * difference;
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double squares(float[] x, int from, int d) {
    double s0 = 0;
    double s1 = 0;
    int k = from;
    for (; k <= from + d - 2; k += 2) {
      s0 += (double) x[k] * x[k];
      s1 += (double) x[k + 1] * x[k + 1];
    }
    if (k < from + d) {
      s0 += (double) x[k] * x[k];
    }
    return s0 + s1;
  }

  /** k and what is made of the distances. */
  public NeighbourOptions options() {
    return options;
  }

  /** Number of reference vectors. */
  public int size() {
    return n;
  }

  /** Number of dimensions. */
  public int dimension() {
    return d;
  }

  /**
   * The model as bytes, for {@link #fromBytes}: 4 n d, or 8 n d fitted from double, and 29 more.
   *
   * @throws IllegalStateException if that is more than an array can hold
   */
  public byte[] toBytes() {
    long numbers = (long) n * d;
    ModelWriter writer =
        new ModelWriter(ModelKind.NEIGHBOURS, VERSION, 15 + numbers * (rows == null ? 8 : 4));
    writer.put(n).put(d).put(options.k());
    writer.put((byte) options.score().ordinal());
    writer.put((byte) (options.normalized() ? 1 : 0));
    writer.put((byte) (rows == null ? 1 : 0));
    return (rows == null ? writer.put(wideRows) : writer.put(rows)).finish();
  }

  /**
   * The model that {@link #toBytes} wrote; it gives the same scores to the last digit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if the bytes are cut short, damaged, of something else, of a
   *     later format, or make no model
   */
  public static NearestNeighbours fromBytes(byte[] bytes) {
    ModelReader reader = new ModelReader(bytes, ModelKind.NEIGHBOURS, VERSION);
    int n = reader.count("n", 1, Integer.MAX_VALUE);
    int d = reader.count("d", 1, Integer.MAX_VALUE);
    int k = reader.count("k", 1, n);
    boolean mean = reader.flag("score");
    boolean normalized = reader.flag("normalised");
    NeighbourOptions options =
        new NeighbourOptions(k, NeighbourOptions.Score.values()[mean ? 1 : 0], normalized);
    if (reader.flag("double")) {
      double[] wide = reader.doubles("vectors", (long) n * d);
      reader.finish();
      Checks.matrix(wide, n, d, "vectors");
      return new NearestNeighbours(null, wide, n, d, options);
    }
    float[] rows = reader.floats("vectors", (long) n * d);
    reader.finish();
    BatchChecks.rows(rows, n, d, "vectors");
    for (int i = 0; i < n; i++) {
      checkLength(rows, i * d, d, "vector " + i);
    }
    return new NearestNeighbours(rows, null, n, d, options);
  }
}
