package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Euclidean distance to the k nearest reference vectors; larger = more out of distribution. Exact:
 * no index, no approximation, and a query that equals a reference vector is at distance 0.
 *
 * <p>In the unit of the vectors. Immutable and thread-safe. Memory: 8 n d bytes, rows as they came
 * and packed for batches.
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

  private final NeighbourOptions options;
  private final int n;
  private final int d;

  /** [n x d] row-major, normalised if so wanted; null if fitted from double. */
  private final float[] rows;

  /** The same of a model fitted from double, else null. */
  private final double[] wideRows;

  /** Of batches, null if fitted from double. */
  private final NeighbourSearch search;

  private NearestNeighbours(
      float[] rows, double[] wideRows, int n, int d, NeighbourOptions options) {
    this.rows = rows;
    this.wideRows = wideRows;
    this.n = n;
    this.d = d;
    this.options = options;
    this.search = rows == null ? null : new NeighbourSearch(rows, n, d, options);
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
    search.scores(queries, count, squares, scores, workspace);
  }

  static double squares(float[] x, int from, int d) {
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
