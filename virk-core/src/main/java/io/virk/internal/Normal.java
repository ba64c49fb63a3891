package io.virk.internal;

import java.util.SplittableRandom;

/**
 * Standard normal values by Marsaglia's polar method (1964), doi:10.1137/1006063: the same of a
 * seed on every JDK, which {@link SplittableRandom#nextGaussian} is not. Not thread-safe.
 */
public final class Normal {
  private final SplittableRandom random;
  private double spare = Double.NaN;

  /**
   * Draws from a generator.
   *
   * @param random advanced by every value
   */
  public Normal(SplittableRandom random) {
    this.random = random;
  }

  /**
   * The next value.
   *
   * @return of mean 0 and deviation 1
   */
  public double next() {
    if (!Double.isNaN(spare)) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * random.nextDouble() - 1;
      y = 2 * random.nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * factor;
    return x * factor;
  }
}
