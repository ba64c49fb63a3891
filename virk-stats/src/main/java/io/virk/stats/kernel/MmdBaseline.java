package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;

/**
 * The baseline side of MMD^2, packed once and used for every window: its vectors in the layout of
 * the kernels in use, and the sum of their kernel values among themselves. Immutable, thread-safe.
 * Memory: 4 n (d + 1) bytes, and 4 n d of them are read for each block of a window, so a baseline
 * that fits the second cache of the machine is the fastest. Cost to make: n^2 d / 2
 * multiplications.
 *
 * <p>Single precision, as {@link MaximumMeanDiscrepancy} for floats, with one limit: bandwidths and
 * lengths of vectors must lie between 1e-15 and 1e15.
 */
public final class MmdBaseline {
  private final PackedRows rows;
  private final Bandwidths bandwidths;
  private final double within;

  private MmdBaseline(PackedRows rows, Bandwidths bandwidths, double within) {
    this.rows = rows;
    this.bandwidths = bandwidths;
    this.within = within;
  }

  /**
   * Packs a baseline.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more; 2 or more for unbiased estimates
   * @param d 1 or more
   * @param sigmas one bandwidth or more, &gt; 0; of several, the mean of their estimates is taken
   * @throws IllegalArgumentException also if single precision has not the range
   */
  public static MmdBaseline of(float[] x, int n, int d, double... sigmas) {
    Checks.matrix(x, n, d, "x");
    Bandwidths bandwidths = Bandwidths.of(sigmas);
    PackedRows rows = PackedRows.of(x, n, d, PackedRows.mean(x, n, d));
    if (!bandwidths.fitSinglePrecision(rows)) {
      throw rejected(
          "x and sigmas",
          "largest squared length " + rows.maxNorm(),
          "bandwidths and lengths from 1e-15 to 1e15");
    }
    double[] sums = new double[bandwidths.count()];
    new Pairs().addWithin(rows, bandwidths.floats(), sums);
    return new MmdBaseline(rows, bandwidths, MmdSums.mean(sums));
  }

  /** Number of vectors. */
  public int size() {
    return rows.size();
  }

  /** Numbers per vector. */
  public int dimension() {
    return rows.dimension();
  }

  /** The packed vectors: not to be written. */
  PackedRows rows() {
    return rows;
  }

  /** One gamma per bandwidth: not a copy. */
  float[] gammas() {
    return bandwidths.floats();
  }

  /** Mean over bandwidths of the sum over pairs i &lt; j. */
  double within() {
    return within;
  }

  /** Rejects vectors too long for single precision; leaves nothing else to go wrong. */
  static void checkLengths(PackedRows rows, int count) {
    for (int b = 0; b < rows.blocks(); b++) {
      int columns = Math.min(rows.columns(b), count - rows.start(b));
      for (int i = 0; i < columns; i++) {
        checkLength(rows.norms(b)[i]);
      }
    }
  }

  static void checkLength(float squared) {
    if (!(squared <= Bandwidths.LARGEST)) {
      throw rejected("squared distance from the mean of the baseline", squared, "<= 1e30");
    }
  }
}
