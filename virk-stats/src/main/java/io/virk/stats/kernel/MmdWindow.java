package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.Arrays;
import java.util.Objects;

/**
 * MMD^2 of one window after another against a packed baseline of n vectors. Holds everything that
 * an evaluation takes, which then allocates nothing. Cost of an evaluation of m vectors: m (n + m /
 * 2) d multiplications. Memory: 4 (capacity + 64) d bytes, and up to 2 MB of scratch. Not
 * thread-safe; many may share one baseline.
 */
public final class MmdWindow {
  private final int capacity;
  private final Pairs pairs = new Pairs();
  private MmdBaseline baseline;
  private double[] cross;
  private double[] within;
  private PackedRows rows;
  private int size;

  /**
   * For windows of up to {@code capacity} vectors.
   *
   * @param baseline to compare with
   * @param capacity 1 or more
   */
  public MmdWindow(MmdBaseline baseline, int capacity) {
    this.baseline = Objects.requireNonNull(baseline, "baseline");
    this.capacity = Checks.atLeast(capacity, 1, "capacity");
    this.cross = new double[baseline.gammas().length];
    this.within = new double[cross.length];
    this.rows = newRows(capacity);
  }

  /**
   * Goes over to another baseline, as if made for it. Allocates only if its dimension or number of
   * bandwidths differs.
   *
   * @param other to compare with from now on; {@link #size()} is 0 until the next evaluation
   * @return this
   */
  public MmdWindow against(MmdBaseline other) {
    boolean sameDimension = other.dimension() == baseline.dimension();
    baseline = Objects.requireNonNull(other, "other");
    size = 0;
    if (cross.length != other.gammas().length) {
      cross = new double[other.gammas().length];
      within = new double[cross.length];
    }
    if (sameDimension) {
      rows.centre(other.rows().centre());
    } else {
      rows = newRows(rows.size());
    }
    return this;
  }

  /** Vectors of a window at most. */
  public int capacity() {
    return capacity;
  }

  private PackedRows newRows(int count) {
    return new PackedRows(count, baseline.dimension(), baseline.rows().centre());
  }

  /**
   * Evaluates a window. Allocates only if {@code m} differs from the size of the window before.
   *
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 to the capacity
   * @return this
   * @throws IllegalArgumentException if an argument is not as said above; the window before is then
   *     gone, and {@link #size()} is 0
   */
  public MmdWindow evaluate(float[] y, int m) {
    size = 0;
    if (m > capacity) {
      throw rejected("m", m, "<= capacity " + capacity);
    }
    Checks.matrix(y, m, baseline.dimension(), "y");
    if (rows.size() != m) {
      rows = newRows(m);
    }
    rows.set(0, y, 0, m);
    MmdBaseline.checkLengths(rows, m);
    Arrays.fill(cross, 0);
    Arrays.fill(within, 0);
    pairs.addCross(rows, baseline.rows(), baseline.gammas(), cross);
    pairs.addWithin(rows, baseline.gammas(), within);
    size = m;
    return this;
  }

  /** Vectors of the window evaluated last; 0 before the first and after a rejected one. */
  public int size() {
    return size;
  }

  /** The biased estimate: 0 or more; NaN if {@link #size()} is 0. */
  public double biased() {
    if (size == 0) {
      return Double.NaN;
    }
    return MmdSums.biased(
        baseline.within(), MmdSums.mean(within), MmdSums.mean(cross), baseline.size(), size);
  }

  /** The unbiased estimate: may be negative; NaN if window or baseline has fewer than 2 vectors. */
  public double unbiased() {
    if (size < 2 || baseline.size() < 2) {
      return Double.NaN;
    }
    return MmdSums.unbiased(
        baseline.within(), MmdSums.mean(within), MmdSums.mean(cross), baseline.size(), size);
  }
}
