package io.virk.detect.calibrated;

import java.util.function.DoubleUnaryOperator;

/**
 * Normal deviates by their probability. All detectors of a window are asked for the same one or
 * two, and with an allowance by the clock each window for others: those asked for last are
 * remembered, whoever asks. Any thread: one may lose what another has remembered, and computes it
 * again. Memory: 8 kB.
 */
final class Deviates {
  private static final int BITS = 8;

  /** Spreads the bits of numbers that are near over all places. */
  private static final long SPREADING = 0x9E3779B97F4A7C15L;

  private final Deviate[] last = new Deviate[1 << BITS];

  private final DoubleUnaryOperator quantile;

  private record Deviate(double probability, double value) {}

  /**
   * Has none yet.
   *
   * @param quantile computes one
   */
  Deviates(DoubleUnaryOperator quantile) {
    this.quantile = quantile;
  }

  /**
   * The deviate that is exceeded with a probability.
   *
   * @param probability in (0, 0.5]
   * @return what is computed of it
   */
  double of(double probability) {
    int at = (int) (Double.doubleToRawLongBits(probability) * SPREADING >>> Long.SIZE - BITS);
    Deviate known = last[at];
    if (known == null || known.probability != probability) {
      known = new Deviate(probability, quantile.applyAsDouble(probability));
      last[at] = known;
    }
    return known.value;
  }
}
