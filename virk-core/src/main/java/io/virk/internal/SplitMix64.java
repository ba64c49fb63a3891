package io.virk.internal;

import java.util.random.RandomGenerator;

/**
 * A generator of random numbers whose state is one number, so that it can be kept in a file and go
 * on elsewhere, on any JDK. Its numbers are those of {@link java.util.SplittableRandom} of the same
 * seed. Not thread-safe.
 */
public final class SplitMix64 implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * Makes one.
   *
   * @param seed any
   */
  public SplitMix64(long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  @Override
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound: " + bound + " (expected: > 0)");
    }
    long r = nextLong();
    long m = bound - 1;
    if ((bound & m) == 0) {
      return r & m;
    }
    long u = r >>> 1;
    r = u % bound;
    while (u + m - r < 0) {
      u = nextLong() >>> 1;
      r = u % bound;
    }
    return r;
  }

  /**
   * Where it stands.
   *
   * @return the seed of one that goes on as this one
   */
  public long state() {
    return state;
  }
}
