package io.virk.sampling;

import java.util.concurrent.atomic.AtomicLong;

/** Counts inferences. */
final class EveryNthSampler implements Sampler {
  private final int n;
  private final AtomicLong seen = new AtomicLong();

  EveryNthSampler(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n: " + n + " (expected: >= 1)");
    }
    this.n = n;
  }

  @Override
  public double sample() {
    return seen.getAndIncrement() % n == 0 ? 1 : 0;
  }

  @Override
  public double fraction() {
    return 1.0 / n;
  }

  @Override
  public String toString() {
    return "every " + n;
  }
}
