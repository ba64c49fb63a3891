package io.virk.stats.twosample;

/**
 * A map of floats to cells that never decreases. The first cell is below all of a reference, the
 * last one above; those between are {@code (key - origin) * scale} cut to their range, where the
 * key is the value or its bits in order, about its logarithm. Whatever the scale the map is right;
 * a good one spreads the values.
 */
final class CellMap {
  private final boolean linear;
  private final float origin;
  private final float scale;
  private final float lowest;
  private final float highest;
  private final int cells;

  private CellMap(boolean linear, float from, float to, float lowest, float highest, int cells) {
    float perUnit = (cells - 2) / (to - from);
    this.linear = linear;
    this.origin = from;
    this.scale = perUnit > 0 && perUnit <= Float.MAX_VALUE ? perUnit : 0;
    this.lowest = lowest;
    this.highest = highest;
    this.cells = cells;
  }

  /**
   * Linear between two values of the reference; what lies outside of them shares a cell on each
   * side.
   *
   * @param sorted the reference, ascending. Not modified.
   * @param outside number of values outside on each side
   * @param cells 3 or more
   */
  static CellMap linear(float[] sorted, int outside, int cells) {
    int last = sorted.length - 1;
    return new CellMap(
        true, sorted[outside], sorted[last - outside], sorted[0], sorted[last], cells);
  }

  /**
   * By bits.
   *
   * @param sorted the reference, ascending. Not modified.
   * @param cells 3 or more
   */
  static CellMap bits(float[] sorted, int cells) {
    float lowest = sorted[0];
    float highest = sorted[sorted.length - 1];
    return new CellMap(false, ordered(lowest), ordered(highest), lowest, highest, cells);
  }

  /** The bits of a float as a whole number that increases with it. */
  private static int ordered(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  int cells() {
    return cells;
  }

  boolean isLinear() {
    return linear;
  }

  float origin() {
    return origin;
  }

  float scale() {
    return scale;
  }

  float lowest() {
    return lowest;
  }

  float highest() {
    return highest;
  }

  int cell(float value) {
    float key = linear ? value : bitsKey(value);
    return cell(value, key, origin, scale, lowest, highest, cells - 1);
  }

  /**
   * The cell of a value, of NaN some cell or other; written once so that all places round alike.
   */
  static int cell(
      float value, float key, float origin, float scale, float lowest, float highest, int last) {
    int inside = Math.max(0, Math.min(last - 2, (int) ((key - origin) * scale))) + 1;
    return value < lowest ? 0 : value > highest ? last : inside;
  }

  /** The key of a map of bits; that of -0 is that of 0. */
  static float bitsKey(float value) {
    return ordered(value + 0f);
  }

  /** The smallest float in the cell or above it: found by halving, as the map never decreases. */
  float start(int cell) {
    int low = ordered(-Float.MAX_VALUE);
    int high = ordered(Float.MAX_VALUE);
    while (low < high) {
      int middle = (int) (((long) low + high) >> 1);
      if (cell(Float.intBitsToFloat(middle ^ (middle >> 31 & Integer.MAX_VALUE))) >= cell) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Float.intBitsToFloat(low ^ (low >> 31 & Integer.MAX_VALUE));
  }
}
