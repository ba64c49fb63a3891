package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * MMD^2 of the last w observations against a packed baseline of n, updated with each observation:
 * the new row of kernel values comes in, the oldest goes out. The sums are made anew from the
 * stored kernel values each time the window has turned over, so that rounding does not add up over
 * 10^7 steps. Nothing is allocated after construction. Not thread-safe.
 *
 * <p>Cost of an update: (n + w) d multiplications, bound by reading the baseline from memory; in
 * batches the baseline is read once for up to 32 observations, which is several times as fast.
 * Memory: 4 w (w + d + 2) bytes, and up to 1 MB of scratch.
 */
public final class SlidingMmd {
  private static final char KIND = 'd';
  private static final int VERSION = 1;
  private static final int MOST_AT_ONCE = 32;

  private final MmdBaseline baseline;
  private final int window;
  private final int d;
  private final float[] gammas;
  private final float largestGamma;
  private final Pairs pairs = new Pairs();
  private final Kernels kernels = pairs.kernels();

  private final PackedRows members;

  /** Kernel values between slots, [w x w] row-major, 0 on the diagonal. */
  private final float[] matrix;

  /** Sums of kernel values with the baseline, by slot. */
  private final double[] crossOfSlot;

  private double within;
  private double cross;
  private long count;

  /** What tells the baseline from another, once it was asked for. */
  private long mark;

  private boolean marked;

  private final PackedRows incoming;
  private final float[][] block;
  private final double[] crossOfIncoming = new double[MOST_AT_ONCE];
  private final double[] ignored;

  /** Kernel values of the incoming with the slots and, from w on, with each other. */
  private final float[][] incomingRows;

  private final float[] centred;
  private final float[] distances;
  private final float[] values;

  /**
   * An empty window.
   *
   * @param baseline to compare with
   * @param window w, 2 or more
   */
  public SlidingMmd(MmdBaseline baseline, int window) {
    this.baseline = Objects.requireNonNull(baseline, "baseline");
    this.window = Checks.atLeast(window, 2, "window");
    this.d = baseline.dimension();
    this.gammas = baseline.gammas();
    this.largestGamma = Pairs.largest(gammas);
    this.members = new PackedRows(window, d, baseline.rows().centre());
    this.matrix = new float[Math.multiplyExact(window, window)];
    this.crossOfSlot = new double[window];
    this.incoming = new PackedRows(MOST_AT_ONCE, d, baseline.rows().centre());
    this.block = kernels.newBlock(kernels.width(), kernels.width());
    this.ignored = new double[kernels.width()];
    this.incomingRows = new float[MOST_AT_ONCE][window + MOST_AT_ONCE];
    this.centred = new float[d];
    this.distances = new float[kernels.width()];
    this.values = new float[kernels.width()];
  }

  /**
   * Takes one observation.
   *
   * @param y d numbers, finite. Not modified.
   * @throws IllegalArgumentException if it is not as said above; this object is then unchanged
   */
  public void accept(float[] y) {
    Checks.matrix(y, 1, d, "y");
    float[] centre = baseline.rows().centre();
    for (int k = 0; k < d; k++) {
      centred[k] = y[k] - centre[k];
    }
    float norm = (float) kernels.dot(centred, 0, centred, 0, d);
    MmdBaseline.checkLength(norm);
    double sum = 0;
    int blocks = baseline.rows().blocks();
    for (int b = 0; b < blocks; b++) {
      // there and back: what was read last is still in the cache when the next one comes
      sum += kernelRow(norm, baseline.rows(), count % 2 == 0 ? b : blocks - 1 - b);
    }
    float[] row = incomingRows[0];
    for (int b = 0; b < members.blocks(); b++) {
      kernelRow(norm, members, b);
      System.arraycopy(values, 0, row, members.start(b), members.columns(b));
    }
    int slot = (int) (count % window);
    members.set(slot, y, 0, 1);
    replace(slot, sum, row);
  }

  /**
   * Mean over bandwidths of the kernel values of {@link #centred} with a block, in {@link #values}.
   *
   * @return their sum
   */
  private double kernelRow(float norm, PackedRows rows, int b) {
    int columns = rows.columns(b);
    if (gammas.length == 1) {
      pairs.squaredDistances(centred, norm, rows, b, largestGamma, values);
      return kernels.kernelValues(values, columns, gammas[0]);
    }
    pairs.squaredDistances(centred, norm, rows, b, largestGamma, distances);
    float[] some = pairs.scratch()[0];
    Arrays.fill(values, 0, columns, 0);
    double sum = 0;
    for (float gamma : gammas) {
      System.arraycopy(distances, 0, some, 0, columns);
      sum += kernels.kernelValues(some, columns, gamma);
      for (int j = 0; j < columns; j++) {
        values[j] += some[j] / gammas.length;
      }
    }
    return sum / gammas.length;
  }

  /**
   * Takes observations in order; the result is that of taking them one by one.
   *
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @throws IllegalArgumentException if it is not as said above; this object is then unchanged
   */
  public void acceptAll(float[] y, int m) {
    acceptAll(y, m, null);
  }

  /**
   * Takes observations in order, and gives the unbiased estimate after each.
   *
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param unbiased m numbers or more, NaN where the window is not full yet. Modified. May be null.
   * @throws IllegalArgumentException if it is not as said above; this object is then unchanged
   */
  public void acceptAll(float[] y, int m, double[] unbiased) {
    Checks.matrix(y, m, d, "y");
    if (unbiased != null && unbiased.length < m) {
      throw rejected("unbiased.length", unbiased.length, ">= m " + m);
    }
    checkLengths(y, m);
    int most = Math.min(MOST_AT_ONCE, window);
    for (int from = 0; from < m; from += most) {
      int some = Math.min(most, m - from);
      incoming.set(0, y, from * d, some);
      rowsOfIncoming(some);
      for (int i = 0; i < some; i++) {
        int slot = (int) (count % window);
        float[] row = incomingRows[i];
        // slots that this batch has filled already hold its earlier members
        for (int j = 0; j < i; j++) {
          row[Math.floorMod(slot - i + j, window)] = row[window + j];
        }
        members.set(slot, y, (from + i) * d, 1);
        replace(slot, crossOfIncoming[i], row);
        if (unbiased != null) {
          unbiased[from + i] = unbiased();
        }
      }
    }
  }

  private void checkLengths(float[] y, int m) {
    float[] centre = baseline.rows().centre();
    for (int i = 0; i < m; i++) {
      MmdBaseline.checkLength((float) kernels.squaredDistance(y, i * d, centre, 0, d));
    }
  }

  private void rowsOfIncoming(int some) {
    Arrays.fill(crossOfIncoming, 0);
    PackedRows rows = baseline.rows();
    for (int b = 0; b < rows.blocks(); b++) {
      pairs.squaredDistances(incoming, 0, rows, b, false, largestGamma, block, 0);
      addRowSums(some, rows.columns(b));
    }
    for (int i = 0; i < some; i++) {
      crossOfIncoming[i] /= gammas.length;
    }
    for (int b = 0; b < members.blocks(); b++) {
      pairs.squaredDistances(incoming, 0, members, b, false, largestGamma, block, 0);
      copyRows(some, members.columns(b), members.start(b));
    }
    pairs.squaredDistances(incoming, 0, incoming, 0, false, largestGamma, block, 0);
    copyRows(some, some, window);
  }

  private void addRowSums(int rows, int columns) {
    for (int g = 0; g < gammas.length; g++) {
      if (g == gammas.length - 1) {
        kernels.kernelValues(block, 0, rows, columns, gammas[g]);
        kernels.addSums(block, 0, rows, columns, crossOfIncoming, 0, ignored, 0, pairs.scratch());
      } else {
        for (int i = 0; i < rows; i++) {
          kernels.copyRow(block, i, columns, values, 0);
          crossOfIncoming[i] += kernels.kernelValues(values, columns, gammas[g]);
        }
      }
    }
  }

  private void copyRows(int rows, int columns, int to) {
    for (int i = 0; i < rows; i++) {
      kernels.copyRow(block, i, columns, distances, 0);
      Arrays.fill(incomingRows[i], to, to + columns, 0);
      for (float gamma : gammas) {
        System.arraycopy(distances, 0, values, 0, columns);
        kernels.kernelValues(values, columns, gamma);
        for (int j = 0; j < columns; j++) {
          incomingRows[i][to + j] += values[j] / gammas.length;
        }
      }
    }
  }

  /** Puts a new member into a slot, in place of the oldest. */
  private void replace(int slot, double sum, float[] row) {
    int filled = (int) Math.min(count, window);
    int from = slot * window;
    if (count >= window) {
      within -= sum(matrix, from, window);
      cross -= crossOfSlot[slot];
    }
    crossOfSlot[slot] = sum;
    cross += sum;
    for (int j = 0; j < filled; j++) {
      matrix[from + j] = row[j];
      matrix[j * window + slot] = row[j];
    }
    matrix[from + slot] = 0;
    within += sum(matrix, from, filled);
    count++;
    if (slot == window - 1) {
      within = sum(matrix, 0, matrix.length) / 2;
      cross = 0;
      for (double some : crossOfSlot) {
        cross += some;
      }
    }
  }

  private static double sum(float[] values, int from, int count) {
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i < from + count - 1; i += 2) {
      even += values[i];
      odd += values[i + 1];
    }
    return even + odd + (i < from + count ? values[i] : 0);
  }

  /** Observations taken so far. */
  public long count() {
    return count;
  }

  /** Whether as many observations as the window holds have been taken. */
  public boolean isFull() {
    return count >= window;
  }

  /** The biased estimate: 0 or more; NaN until the window is full. */
  public double biased() {
    return isFull()
        ? MmdSums.biased(baseline.within(), within, cross, baseline.size(), window)
        : Double.NaN;
  }

  /** The unbiased estimate; NaN until the window is full, and for a baseline of one vector. */
  public double unbiased() {
    return isFull() && baseline.size() > 1
        ? MmdSums.unbiased(baseline.within(), within, cross, baseline.size(), window)
        : Double.NaN;
  }

  /** Empties the window. */
  public void reset() {
    count = 0;
    within = 0;
    cross = 0;
  }

  /**
   * Window and sums in a compact, versioned form with a checksum, for {@link #fromBytes}: up to 4 w
   * (d + w / 2 + 2) bytes, and some 60. Of the baseline only what tells it from another, for which
   * it is read once.
   */
  public byte[] toBytes() {
    long filled = Math.min(count, window);
    long expected = 60 + filled * (4L * d + 8) + 2 * filled * filled;
    BinaryOutput out = new BinaryOutput(KIND, VERSION, Math.toIntExact(expected));
    writeTo(out);
    return out.toCheckedBytes();
  }

  void writeTo(BinaryOutput out) {
    out.count(baseline.size()).count(d).bits(baselineMark()).count(window).count(count);
    out.real(within).real(cross);
    for (int slot = 0; slot < Math.min(count, window); slot++) {
      members.copy(slot, centred);
      out.real(crossOfSlot[slot]).singles(centred, 0, d);
      out.singles(matrix, slot * window, slot * window + slot);
    }
  }

  /** Checksum of the baseline's vectors, centre and bandwidths. */
  private long baselineMark() {
    if (!marked) {
      CRC32 crc = new CRC32();
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * Math.max(d, gammas.length));
      update(crc, bytes, gammas);
      update(crc, bytes, baseline.rows().centre());
      for (int i = 0; i < baseline.size(); i++) {
        baseline.rows().copy(i, centred);
        update(crc, bytes, centred);
      }
      mark = crc.getValue();
      marked = true;
    }
    return mark;
  }

  private static void update(CRC32 crc, ByteBuffer bytes, float[] values) {
    bytes.clear().asFloatBuffer().put(values);
    crc.update(bytes.limit(values.length * Float.BYTES));
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on as this would, to the last bit with the
   * same kernels ({@link io.virk.stats.Acceleration}).
   *
   * @param bytes Not modified.
   * @param baseline made of the same vectors and bandwidths
   * @param window w, as when written
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of another
   *     baseline or window, of a newer version or no possible state
   */
  public static SlidingMmd fromBytes(byte[] bytes, MmdBaseline baseline, int window) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    SlidingMmd read = new SlidingMmd(baseline, window);
    read.readFrom(in);
    in.end();
    return read;
  }

  void readFrom(BinaryInput in) {
    in.count("size of the baseline", baseline.size(), baseline.size());
    in.count("dimension", d, d);
    long found = in.bits("mark of the baseline");
    if (found != baselineMark()) {
      throw rejected("mark of the baseline", found, baselineMark() + ": the baseline is another");
    }
    in.count("window", window, window);
    count = in.count("count", 0, 1L << 62);
    within = in.finite("sum within the window");
    cross = in.finite("sum across");
    for (int slot = 0; slot < Math.min(count, window); slot++) {
      crossOfSlot[slot] = in.nonNegative("sum across of a vector");
      in.finiteSingles(centred, 0, d, "vector");
      members.setCentred(slot, centred);
      MmdBaseline.checkLength((float) kernels.dot(centred, 0, centred, 0, d));
      in.finiteSingles(matrix, slot * window, slot * window + slot, "kernel value");
      for (int j = 0; j < slot; j++) {
        matrix[j * window + slot] = matrix[slot * window + j];
      }
    }
  }
}
