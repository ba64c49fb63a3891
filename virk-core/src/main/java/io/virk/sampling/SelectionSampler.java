package io.virk.sampling;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Takes an inference with probability (still to take) / (still to come), both of the current
 * window; they stand together in one word.
 */
final class SelectionSampler implements Sampler {
  private final int k;
  private final int window;
  private final LongSupplier random;

  /** Seen of the window in the upper half, taken of it in the lower one. */
  private final AtomicLong progress = new AtomicLong();

  SelectionSampler(int k, int window, LongSupplier random) {
    if (k < 1) {
      throw new IllegalArgumentException("k: " + k + " (expected: >= 1)");
    }
    if (window < k) {
      throw new IllegalArgumentException("window: " + window + " (expected: >= k, " + k + ")");
    }
    this.k = k;
    this.window = window;
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public double sample() {
    double uniform = (random.getAsLong() >>> 11) * 0x1p-53;
    while (true) {
      long before = progress.get();
      int seen = (int) (before >>> 32);
      int taken = (int) before;
      boolean take = uniform * (window - seen) < k - taken;
      long after = seen + 1 == window ? 0 : (long) (seen + 1) << 32 | (take ? taken + 1 : taken);
      if (progress.compareAndSet(before, after)) {
        return take ? 1 : 0;
      }
    }
  }

  @Override
  public double fraction() {
    return k / (double) window;
  }

  @Override
  public String toString() {
    return k + " of every " + window;
  }
}
