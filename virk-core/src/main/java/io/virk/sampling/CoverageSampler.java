package io.virk.sampling;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Counts the inferences of every stratum in this window and the one before.
 *
 * <p>A cell is one word: number of the window (16 bits), inferences in the window before it (24),
 * inferences so far (24). Windows turn for a stratum when its next inference comes, so that no call
 * ever walks over all cells.
 */
final class CoverageSampler implements Sampler {
  private static final int STRATA = StratumNames.STRATA;
  private static final int COUNT_BITS = 24;
  private static final long MAXIMUM_COUNT = (1L << COUNT_BITS) - 1;

  private final double fraction;
  private final int minimum;
  private final int window;
  private final LongSupplier random;
  private final SampledCounts counts = new SampledCounts();
  private final StratumNames names = new StratumNames();
  private final AtomicLongArray named = new AtomicLongArray(StratumNames.PLACES);
  private final AtomicLongArray numbered = new AtomicLongArray(STRATA);

  CoverageSampler(double fraction, int minimum, int window, LongSupplier random) {
    FractionSampler.check(fraction);
    if (minimum < 1) {
      throw new IllegalArgumentException("minimum: " + minimum + " (expected: >= 1)");
    }
    if (window <= minimum) {
      throw new IllegalArgumentException(
          "window: " + window + " (expected: > minimum, " + minimum + ")");
    }
    this.fraction = fraction;
    this.minimum = minimum;
    this.window = window;
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public double sample() {
    counts.see();
    return decide(fraction);
  }

  @Override
  public double sample(String stratum) {
    int place = names.place(stratum);
    return place < 0 ? sample() : decide(probability(named, place));
  }

  @Override
  public double sample(int stratum) {
    return stratum < 0 || stratum >= STRATA ? sample() : decide(probability(numbered, stratum));
  }

  private double decide(double probability) {
    if ((random.getAsLong() >>> 11) * 0x1p-53 >= probability) {
      return 0;
    }
    counts.take();
    return fraction / probability;
  }

  /** Counts one inference of a stratum; the probability that its history up to now gives it. */
  private double probability(AtomicLongArray cells, int place) {
    long now = counts.see() / window & 0xffff;
    while (true) {
      long cell = cells.get(place);
      long turn = cell >>> 2 * COUNT_BITS;
      long before = cell >>> COUNT_BITS & MAXIMUM_COUNT;
      long count = cell & MAXIMUM_COUNT;
      if (turn != now) {
        before = (turn + 1 & 0xffff) == now ? count : 0;
        count = 0;
      }
      long after =
          now << 2 * COUNT_BITS | before << COUNT_BITS | Math.min(MAXIMUM_COUNT, count + 1);
      if (cells.compareAndSet(place, cell, after)) {
        long known = Math.max(before, count);
        return known <= minimum ? 1 : Math.max(fraction, minimum / (double) known);
      }
    }
  }

  @Override
  public double fraction() {
    return counts.fraction();
  }

  @Override
  public String toString() {
    return "fraction " + fraction + ", but " + minimum + " of each in " + window;
  }
}
