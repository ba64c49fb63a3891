package io.virk.stats.twosample;

/**
 * A map of floats to cells 0 to cells - 1 that never decreases: {@code (key - origin) * scale} cut
 * to the range, where the key is the value or its bits in order. The first cell is below all of the
 * reference, the last one above.
 */
final class CellMap {
  private final boolean linear;
  private final float origin;
  private final float scale;
  private final int cells;

  private CellMap(boolean linear, float origin, float scale, int cells) {
    this.linear = linear;
    this.origin = origin;
    this.scale = scale;
    this.cells = cells;
  }

  /** Null where float cannot hold it: widths above 1e38 and below 1e-38. */
  static CellMap linear(float lowest, float highest, int cells) {
    return of(true, lowest, highest, lowest, highest, cells);
  }

  /** Never null. */
  static CellMap bits(float lowest, float highest, int cells) {
    return of(false, ordered(lowest), ordered(highest), lowest, highest, cells);
  }

  private static CellMap of(
      boolean linear, float from, float to, float lowest, float highest, int cells) {
    float finest = 4 * Math.ulp(Math.max(Math.abs(from), Math.abs(to)));
    finest = linear ? finest : Math.max(1, finest);
    float width = Math.max(finest, (to - from) / (cells - 4));
    float scale = 1 / width;
    if (!(scale > 0 && scale <= Float.MAX_VALUE)) {
      return null;
    }
    // one and a half cells below the lowest, so that rounding leaves the first cell without any
    float origin = from - 1.5f * width;
    CellMap map = new CellMap(linear, origin, scale, cells);
    boolean apart = map.cell(lowest) >= 1 && map.cell(highest) <= cells - 2;
    return apart && Math.abs(origin) <= Float.MAX_VALUE ? map : null;
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

  int cell(float value) {
    return cell(linear ? value : bitsKey(value), origin, scale, cells - 1);
  }

  /** The cell of a key; written once so that all places round alike. */
  static int cell(float key, float origin, float scale, int last) {
    return Math.max(0, Math.min(last, (int) ((key - origin) * scale)));
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
