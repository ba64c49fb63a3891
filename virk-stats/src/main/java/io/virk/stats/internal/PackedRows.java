package io.virk.stats.internal;

/**
 * Vectors packed once for the kernels in use: their differences from a centre, by blocks, and their
 * squared lengths. A slot can be overwritten, so that a window can be kept packed. Memory: 4 n (d +
 * 1) bytes, n rounded up to 32 with the Vector API. Not thread-safe while written.
 */
public final class PackedRows {
  private final Kernels kernels = Kernels.inUse();
  private final int n;
  private final int d;
  private final int width = kernels.width();
  private float[] centre;
  private final float[][][] blocks;
  private final float[][] norms;

  /** Slots for {@code n} vectors of {@code d} numbers, all at the centre, which is not copied. */
  public PackedRows(int n, int d, float[] centre) {
    this.n = n;
    this.d = d;
    this.centre = centre;
    int count = (n + width - 1) / width;
    this.blocks = new float[count][][];
    this.norms = new float[count][];
    for (int b = 0; b < count; b++) {
      int columns = columns(b);
      blocks[b] = kernels.newBlock(d, columns);
      norms[b] = new float[width];
    }
  }

  /** All of a matrix, packed. */
  public static PackedRows of(float[] x, int n, int d, float[] centre) {
    PackedRows packed = new PackedRows(n, d, centre);
    packed.set(0, x, 0, n);
    return packed;
  }

  /**
   * The mean of at most 64 vectors, evenly spaced: a centre that leaves short ones.
   *
   * @param x [n x d] row-major. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   */
  public static float[] mean(float[] x, int n, int d) {
    int some = Math.min(n, 64);
    double[] sums = new double[d];
    for (int i = 0; i < some; i++) {
      int row = (int) ((long) i * n / some) * d;
      for (int k = 0; k < d; k++) {
        sums[k] += x[row + k];
      }
    }
    float[] mean = new float[d];
    for (int k = 0; k < d; k++) {
      mean[k] = (float) (sums[k] / some);
    }
    return mean;
  }

  /**
   * Overwrites slots.
   *
   * @param slot the first
   * @param x row-major vectors. Not modified.
   * @param from first element of the first vector
   * @param count number of vectors
   */
  public void set(int slot, float[] x, int from, int count) {
    assert slot >= 0 && slot + count <= n;
    int done = 0;
    while (done < count) {
      int block = (slot + done) / width;
      int column = (slot + done) % width;
      int some = Math.min(count - done, columns(block) - column);
      kernels.pack(x, from + done * d, some, d, centre, blocks[block], column);
      kernels.norms(blocks[block], d, columns(block), norms[block]);
      done += some;
    }
  }

  /** Another centre, not copied, for what is set from now on; what was set before is worthless. */
  public void centre(float[] other) {
    assert other.length == d;
    centre = other;
  }

  /** Overwrites one slot with what {@link #copy} gave: a vector less the centre. */
  public void setCentred(int slot, float[] centred) {
    int block = slot / width;
    for (int k = 0; k < d; k++) {
      kernels.set(blocks[block], k, slot % width, centred[k]);
    }
    kernels.norms(blocks[block], d, columns(block), norms[block]);
  }

  /** Number of slots. */
  public int size() {
    return n;
  }

  /** Numbers per vector. */
  public int dimension() {
    return d;
  }

  /** Number of blocks. */
  public int blocks() {
    return blocks.length;
  }

  /** Vectors in a block. */
  public int columns(int block) {
    return Math.min(width, n - block * width);
  }

  /** First vector of a block. */
  public int start(int block) {
    return block * width;
  }

  /** A block, [d x columns]. */
  public float[][] block(int block) {
    return blocks[block];
  }

  /** All blocks: not a copy. */
  float[][][] all() {
    return blocks;
  }

  /** Squared lengths of the vectors of a block. */
  public float[] norms(int block) {
    return norms[block];
  }

  /** The largest squared length. */
  public float maxNorm() {
    float max = 0;
    for (float[] some : norms) {
      for (float norm : some) {
        max = Math.max(max, norm);
      }
    }
    return max;
  }

  /** One vector, less the centre. */
  public void copy(int slot, float[] out) {
    for (int k = 0; k < d; k++) {
      out[k] = kernels.get(blocks[slot / width], k, slot % width);
    }
  }

  /** The centre: not a copy. */
  public float[] centre() {
    return centre;
  }
}
