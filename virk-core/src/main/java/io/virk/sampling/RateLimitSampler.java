package io.virk.sampling;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps the earliest time of the next observation in one word. */
final class RateLimitSampler implements Sampler {
  private final double perSecond;
  private final long interval;
  private final LongSupplier clock;
  private final AtomicLong earliest;
  private final SampledCounts counts = new SampledCounts();

  RateLimitSampler(double perSecond, LongSupplier clock) {
    if (!(perSecond > 0 && perSecond <= 1e9)) {
      throw new IllegalArgumentException("n: " + perSecond + " (expected: in (0, 1e9] a second)");
    }
    this.perSecond = perSecond;
    this.interval = (long) Math.ceil(1e9 / perSecond);
    this.clock = Objects.requireNonNull(clock, "nanoClock");
    this.earliest = new AtomicLong(clock.getAsLong());
  }

  @Override
  public double sample() {
    counts.see();
    long now = clock.getAsLong();
    long next = earliest.get();
    // differences, for the clock may overflow; one try, for whoever wins the race takes the turn
    if (now - next < 0 || !earliest.compareAndSet(next, now + interval)) {
      return 0;
    }
    counts.take();
    return 1;
  }

  @Override
  public double fraction() {
    return counts.fraction();
  }

  @Override
  public String toString() {
    return "at most " + perSecond + " per second";
  }
}
