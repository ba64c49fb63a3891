package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Kolmogorov-Smirnov windowing: the newest {@code recent} observations of a sliding window against
 * as many drawn at random, without replacement, from the older ones; alarm where the largest
 * distance of the two distribution functions is above sqrt(-ln(alpha) / recent). After an alarm
 * only the newest are kept.
 *
 * <p>The test is made at every observation and windows overlap, so alpha is no false-alarm rate of
 * the stream. The same seed gives the same result. Memory: 8 (2 window + recent) bytes and 150.
 * Cost of an update with a full window: two sorts of {@code recent} numbers, about 1 us for 30.
 *
 * <p>Source: C. Raab, M. Heusinger and F.-M. Schleif, <i>Reactive soft prototype computing for
 * concept drift streams</i>, Neurocomputing 416 (2020), doi:10.1016/j.neucom.2019.11.111.
 */
public final class Kswin implements ChangeDetector {
  static final char KIND = 'k';
  private static final int VERSION = 1;

  /** Observations of a window at most: each is looked at for every update. */
  private static final int LARGEST_WINDOW = 1 << 20;

  private final double limit;
  private final int capacity;
  private final long seed;
  private final double[] ring;
  private final double[] older;
  private final double[] newest;
  private final double[] drawn;

  private int next;
  private int size;
  private long state;

  /**
   * An empty window.
   *
   * @param alpha above 0, below 1; 1e-4 is usual
   * @param window observations held, at least twice {@code recent}, at most 2^20
   * @param recent observations compared, 2 or more
   * @param seed of the random draws
   */
  public Kswin(double alpha, int window, int recent, long seed) {
    this(window, recent, seed, limit(alpha, recent));
  }

  private static double limit(double alpha, int recent) {
    if (!(alpha > 0 && alpha < 1)) {
      throw Checks.rejected("alpha", alpha, "> 0 and < 1");
    }
    return Math.sqrt(-Math.log(alpha) / Checks.atLeast(recent, 2, "recent"));
  }

  private Kswin(int window, int recent, long seed, double limit) {
    if (window / 2 < recent || window > LARGEST_WINDOW) {
      throw Checks.rejected(
          "window", window, "at least twice recent " + recent + ", at most " + LARGEST_WINDOW);
    }
    this.limit = limit;
    this.capacity = window;
    this.seed = seed;
    this.state = seed;
    this.ring = new double[window];
    this.older = new double[window - recent];
    this.newest = new double[recent];
    this.drawn = new double[recent];
  }

  @Override
  public Change update(double x) {
    if (!(Math.abs(x) <= Observations.LARGEST)) {
      throw Observations.rejected(x);
    }
    ring[next] = x;
    next = next + 1 == capacity ? 0 : next + 1;
    size = Math.min(size + 1, capacity);
    if (size < capacity) {
      return Change.NONE;
    }
    split();
    draw();
    Arrays.sort(newest);
    Arrays.sort(drawn);
    if (distance() > limit) {
      size = newest.length;
      return Change.OTHER;
    }
    return Change.NONE;
  }

  /** The ring from its oldest, which is at {@code next}. */
  private void split() {
    int at = next;
    for (int i = 0; i < capacity; i++) {
      if (i < older.length) {
        older[i] = ring[at];
      } else {
        newest[i - older.length] = ring[at];
      }
      at = at + 1 == capacity ? 0 : at + 1;
    }
  }

  /** The first of a shuffle. */
  private void draw() {
    for (int i = 0; i < drawn.length; i++) {
      int j = i + (int) (((random() >>> 32) * (older.length - i)) >>> 32);
      double swapped = older[j];
      older[j] = older[i];
      older[i] = swapped;
      drawn[i] = swapped;
    }
  }

  /** SplitMix64: G. L. Steele, D. Lea and C. H. Flood, doi:10.1145/2660193.2660195. */
  private long random() {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Largest distance of the distribution functions; equal values are passed together. */
  private double distance() {
    int n = newest.length;
    int i = 0;
    int j = 0;
    int largest = 0;
    while (i < n && j < n) {
      double x = Math.min(newest[i], drawn[j]);
      while (i < n && newest[i] == x) {
        i++;
      }
      while (j < n && drawn[j] == x) {
        j++;
      }
      largest = Math.max(largest, Math.abs(i - j));
    }
    return (double) largest / n;
  }

  @Override
  public void reset() {
    size = 0;
    next = 0;
    state = seed;
  }

  /** Number of observations in the window. */
  public int size() {
    return size;
  }

  /** As {@link ChangeDetector#toBytes}: 8 bytes for each observation held, and 40. */
  @Override
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 48 + 8 * size);
    out.count(capacity).count(newest.length).bits(seed).real(limit).bits(state).count(size);
    for (int i = size; i > 0; i--) {
      out.real(ring[Math.floorMod(next - i, capacity)]);
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static Kswin fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    int window = (int) in.count("window", 4, LARGEST_WINDOW);
    int recent = (int) in.count("recent", 2, window);
    long seed = in.bits("seed");
    Kswin read = new Kswin(window, recent, seed, Checks.positive(in.real("limit"), "limit"));
    read.state = in.bits("state of the generator");
    read.size = (int) in.count("observations held", 0, window);
    for (int i = 0; i < read.size; i++) {
      read.ring[i] = Observations.read(in, "observation");
    }
    read.next = read.size == window ? 0 : read.size;
    in.end();
    return read;
  }
}
