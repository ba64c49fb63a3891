package io.virk.sampling;

import java.util.Objects;
import java.util.function.LongSupplier;

/** Compares 63 random bits with a threshold. */
final class FractionSampler implements Sampler {
  private final double fraction;
  private final long threshold;
  private final LongSupplier random;

  FractionSampler(double fraction, LongSupplier random) {
    this.fraction = fraction;
    this.threshold = (long) (fraction * 0x1p63);
    this.random = Objects.requireNonNull(random, "random");
  }

  static void check(double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction: " + fraction + " (expected: in (0, 1])");
    }
  }

  @Override
  public double sample() {
    return random.getAsLong() >>> 1 < threshold || fraction == 1 ? 1 : 0;
  }

  @Override
  public double fraction() {
    return fraction;
  }

  @Override
  public String toString() {
    return "fraction " + fraction;
  }
}
