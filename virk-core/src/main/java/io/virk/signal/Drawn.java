package io.virk.signal;

/**
 * Draws one of several by what an output holds, so that its class stands for the mix of an
 * observation of many: over observations, each class comes up as often as its share of them. The
 * same output gives the same draw, in a baseline as in a stream, and in a replay.
 */
final class Drawn {
  static final long NOTHING = 0;

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private Drawn() {}

  /** The digest with one more value. */
  static long mixed(long digest, float value) {
    long mixed = (digest ^ Float.floatToIntBits(value)) * FACTOR;
    return mixed ^ mixed >>> 32;
  }

  /** One of so many, 0 .. n - 1; -1 of none. */
  static int of(long digest, int n) {
    if (n == 0) {
      return -1;
    }
    long mixed = (digest ^ digest >>> 29) * 0xBF58476D1CE4E5B9L;
    return (int) ((mixed >>> 33) % n);
  }
}
