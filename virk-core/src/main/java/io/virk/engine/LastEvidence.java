package io.virk.engine;

import io.virk.detect.WindowBounds;

/** What the last window of a slice was worth as evidence against its being as the baseline. */
final class LastEvidence {
  /** Of the last window that could be judged; NaN before there was one. */
  private double eValue = Double.NaN;

  /** The middle of that window, between the numbers of its first and its last observation. */
  private long sequence;

  private boolean tooFew;

  /**
   * Remembers it.
   *
   * @param newEValue of the results; NaN if there were too few observations to judge
   */
  void found(double newEValue, WindowBounds bounds) {
    tooFew = Double.isNaN(newEValue);
    if (!tooFew) {
      eValue = newEValue;
      sequence =
          bounds.first().sequence() + (bounds.last().sequence() - bounds.first().sequence()) / 2;
    }
  }

  /**
   * The evidence since a time.
   *
   * @param onset number of an observation
   * @return an e-value; NaN if the larger part of the window came before that observation, or there
   *     was none that could be judged
   */
  double since(long onset) {
    return sequence >= onset ? eValue : Double.NaN;
  }

  /** Whether its observations are too few to be judged by themselves, as far as is known. */
  boolean hasTooFew() {
    return tooFew;
  }

  double eValue() {
    return eValue;
  }

  long sequence() {
    return sequence;
  }

  /** Goes on from what was remembered. */
  void restore(double newEValue, long newSequence, boolean newTooFew) {
    if (newEValue < 0 || Double.isInfinite(newEValue)) {
      throw new IllegalArgumentException(
          "eValue: " + newEValue + " (expected: >= 0, or NaN if there is none)");
    }
    eValue = newEValue;
    sequence = newSequence;
    tooFew = newTooFew;
  }
}
