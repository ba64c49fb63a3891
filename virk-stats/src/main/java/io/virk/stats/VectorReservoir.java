package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * A uniform sample without replacement of a stream of vectors: every set of {@link #capacity}
 * vectors seen is equally likely to be the one kept.
 *
 * <p>Each vector has a key, uniform between 0 and 1; the vectors of the smallest keys are kept. As
 * in Algorithm L keys are not drawn for all: the number of vectors until the next whose key is
 * below the largest kept has a geometric distribution, and is drawn instead. As the keys stay with
 * their vectors, merging keeps the smallest keys of both: commutative and associative to the last
 * bit, with the empty object as identity. Reservoirs to be merged need different seeds.
 *
 * <p>Cost: one look at its elements for a vector that is skipped, which nearly all are; a copy and
 * O(log capacity) for one that is kept, about capacity ln(n / capacity) times in n. Memory: 4 d +
 * 12 bytes per slot, taken as they fill; no allocation once full. Not thread-safe.
 *
 * <p>Source: K.-H. Li, <i>Reservoir-sampling algorithms of time complexity O(n(1 + log(N/n)))</i>,
 * ACM Trans. Math. Softw. 20 (1994), doi:10.1145/198429.198435.
 */
public final class VectorReservoir {
  private static final char KIND = 'R';
  private static final int VERSION = 1;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final int capacity;
  private final int dimension;
  private float[] rows = {};
  private double[] keys = {}; // by slot
  private int[] heap = {}; // slots, the largest key first
  private int size;
  private long count;
  private long skip; // vectors still to be passed over; counts only once full
  private long state;

  /**
   * Empty.
   *
   * @param capacity number of vectors to keep, 1 or more
   * @param dimension of the vectors, 1 or more; capacity x dimension must fit an array
   * @param seed of the choice
   */
  public VectorReservoir(int capacity, int dimension, long seed) {
    this.capacity = Checks.atLeast(capacity, 1, "capacity");
    this.dimension = Checks.atLeast(dimension, 1, "dimension");
    if ((long) capacity * dimension > Integer.MAX_VALUE - 8) {
      throw rejected("capacity x dimension", (long) capacity * dimension, "< 2^31 - 8");
    }
    state = seed;
  }

  /**
   * Offers one vector.
   *
   * @param vector [dimension], finite; looked at even if it is not kept. Not modified.
   * @return whether it is kept for now
   * @throws IllegalArgumentException if it is not finite; this object is then unchanged
   */
  public boolean accept(float[] vector) {
    Finite.rows(vector, 1, dimension, "vector");
    return acceptRow(vector, 0);
  }

  /**
   * Offers many vectors.
   *
   * @param vectors [n x dimension] row-major, finite. Not modified.
   * @param n 1 or more
   * @throws IllegalArgumentException if they are not finite; this object is then unchanged
   */
  public void accept(float[] vectors, int n) {
    Finite.rows(vectors, n, dimension, "vectors");
    for (int i = 0; i < n; i++) {
      acceptRow(vectors, i * dimension);
    }
  }

  private boolean acceptRow(float[] vectors, int at) {
    count++;
    if (size < capacity) {
      put(nextUniform(), vectors, at);
      if (size == capacity) {
        skip = nextSkip();
      }
      return true;
    }
    if (skip > 0) {
      skip--;
      return false;
    }
    // given that it is below the largest, the key is uniform below the largest
    replaceLargest(nextUniform() * keys[heap[0]], vectors, at);
    skip = nextSkip();
    return true;
  }

  private void grow() {
    int slots = (int) Math.min(capacity, Math.max(16, 2L * size));
    keys = Arrays.copyOf(keys, slots);
    heap = Arrays.copyOf(heap, slots);
    rows = Arrays.copyOf(rows, slots * dimension);
  }

  private void put(double key, float[] from, int at) {
    if (size == keys.length) {
      grow();
    }
    int slot = size++;
    keys[slot] = key;
    System.arraycopy(from, at, rows, slot * dimension, dimension);
    int i = slot;
    while (i > 0 && keys[heap[(i - 1) / 2]] < key) {
      heap[i] = heap[(i - 1) / 2];
      i = (i - 1) / 2;
    }
    heap[i] = slot;
  }

  private void replaceLargest(double key, float[] from, int at) {
    int slot = heap[0];
    keys[slot] = key;
    System.arraycopy(from, at, rows, slot * dimension, dimension);
    int i = 0;
    while (true) {
      int child = 2 * i + 1;
      if (child + 1 < size && keys[heap[child + 1]] > keys[heap[child]]) {
        child++;
      }
      if (child >= size || keys[heap[child]] <= key) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = slot;
  }

  /** Number of failures before the first success of probability keys[heap[0]]. */
  private long nextSkip() {
    double failures = Math.floor(Math.log(nextUniform()) / Math.log1p(-keys[heap[0]]));
    return failures < Long.MAX_VALUE ? (long) failures : Long.MAX_VALUE;
  }

  /** SplitMix64; between 0 and 1, neither included. */
  private double nextUniform() {
    state += GOLDEN;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    return ((z >>> 11) + 0.5) * 0x1p-53;
  }

  /**
   * Takes in all that the other has seen: the result is a uniform sample of both streams.
   *
   * @param other of equal capacity and dimension, made with another seed, and not this object;
   *     unchanged
   * @return this
   * @throws IllegalArgumentException if it is not so; this object is then unchanged
   */
  public VectorReservoir combine(VectorReservoir other) {
    Objects.requireNonNull(other, "other");
    if (other == this) {
      throw rejected(
          "other", "this object itself", "another: the same vectors twice are no sample");
    }
    if (other.capacity != capacity || other.dimension != dimension) {
      throw rejected(
          "other", other.capacity + " x " + other.dimension, capacity + " x " + dimension);
    }
    boolean changed = false;
    for (int slot = 0; slot < other.size; slot++) {
      double key = other.keys[slot];
      if (size < capacity) {
        put(key, other.rows, slot * dimension);
        changed = true;
      } else if (key < keys[heap[0]]) {
        replaceLargest(key, other.rows, slot * dimension);
        changed = true;
      }
    }
    count += other.count;
    if (changed && size == capacity) {
      // what was drawn for the larger key says nothing about vectors not seen yet
      skip = nextSkip();
    }
    return this;
  }

  /** Number of vectors that are kept at most. */
  public int capacity() {
    return capacity;
  }

  /** Length of the vectors. */
  public int dimension() {
    return dimension;
  }

  /** Number of vectors kept: the smaller of capacity and count. */
  public int size() {
    return size;
  }

  /** Number of vectors seen. */
  public long count() {
    return count;
  }

  /**
   * The vectors kept, in the order of their keys: a random order, of which every beginning is a
   * uniform sample too.
   *
   * @return [size x dimension] row-major; a new array
   */
  public float[] rows() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(keys[a], keys[b]));
    float[] sample = new float[size * dimension];
    for (int i = 0; i < size; i++) {
      System.arraycopy(rows, order[i] * dimension, sample, i * dimension, dimension);
    }
    return sample;
  }

  /**
   * The state in a compact, versioned form for {@link #fromBytes}: 4 d + 8 bytes for each vector
   * kept. What is read goes on exactly as this would.
   */
  public byte[] toBytes() {
    int expected = Math.toIntExact(60L + size * (8L + 4L * dimension));
    BinaryOutput out = new BinaryOutput(KIND, VERSION, expected);
    out.count(capacity).count(dimension).count(count).count(skip).bits(state);
    for (int i = 0; i < size; i++) {
      int slot = heap[i];
      out.real(keys[slot]).singles(rows, slot * dimension, (slot + 1) * dimension);
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are cut off, of something else, of a newer version or
   *     no possible state
   */
  public static VectorReservoir fromBytes(byte[] bytes) {
    BinaryInput in = new BinaryInput(bytes, KIND, VERSION);
    int capacity = (int) in.count("capacity", 1, Integer.MAX_VALUE);
    int dimension = (int) in.count("dimension", 1, Integer.MAX_VALUE);
    long count = in.count("count", 0, Long.MAX_VALUE);
    long skip = in.count("skip", 0, Long.MAX_VALUE);
    long state = in.bits("state of the generator");
    int size = (int) Math.min(capacity, count);
    in.holds("vectors", size * (8L + 4L * dimension));
    VectorReservoir read = new VectorReservoir(capacity, dimension, state);
    float[] row = new float[size == 0 ? 0 : dimension];
    for (int i = 0; i < size; i++) {
      double key = in.real("key");
      if (!(key > 0 && key < 1)) {
        throw rejected("key", key, "> 0 and < 1");
      }
      in.finiteSingles(row, 0, dimension, "vector");
      read.put(key, row, 0);
    }
    read.count = count;
    read.skip = skip;
    in.end();
    return read;
  }

  @Override
  public String toString() {
    return "VectorReservoir[" + size + " of " + count + ", capacity=" + capacity + "]";
  }
}
