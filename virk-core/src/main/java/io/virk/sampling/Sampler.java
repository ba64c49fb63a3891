package io.virk.sampling;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Decides, on the host's inference thread, whether an inference is observed. Implementations are
 * thread-safe, allocate nothing, never block and never throw.
 */
public interface Sampler {
  /**
   * Decides on one inference. Any thread; wait-free.
   *
   * @return true if it is to be observed
   */
  boolean sample();

  /**
   * The share of inferences that is observed in the long run.
   *
   * @return in (0, 1]
   */
  double fraction();

  /**
   * Observes every inference with the same probability, independently. Unbiased. Costs one random
   * number.
   *
   * @param fraction the probability, in (0, 1]
   * @return the sampler
   * @throws IllegalArgumentException if it is out of its range
   */
  static Sampler fraction(double fraction) {
    FractionSampler.check(fraction);
    return fraction == 1
        ? new FractionSampler(1, () -> 0)
        : new FractionSampler(fraction, () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * As {@link #fraction(double)}, with a source of randomness of the caller's, for example a seeded
   * one in a test.
   *
   * @param fraction the probability, in (0, 1]
   * @param random uniform over all longs; called from any thread
   * @return the sampler
   * @throws IllegalArgumentException if the fraction is out of its range
   */
  static Sampler fraction(double fraction, LongSupplier random) {
    FractionSampler.check(fraction);
    return new FractionSampler(fraction, random);
  }
}
