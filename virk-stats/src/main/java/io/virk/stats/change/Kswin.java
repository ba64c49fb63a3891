package io.virk.stats.change;

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
   * @param window observations held, at least twice {@code recent}
   * @param recent observations compared, 2 or more
   * @param seed of the random draws
   */
  public Kswin(double alpha, int window, int recent, long seed) {
    if (!(alpha > 0 && alpha < 1)) {
      throw Checks.rejected("alpha", alpha, "> 0 and < 1");
    }
    Checks.atLeast(recent, 2, "recent");
    if (window / 2 < recent) {
      throw Checks.rejected("window", window, "at least twice recent " + recent);
    }
    this.limit = Math.sqrt(-Math.log(alpha) / recent);
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
}
