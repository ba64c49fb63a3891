package io.virk.onnx;

/** 16-bit floats of IEEE 754: one sign bit, 5 of exponent, 10 of significand. */
final class HalfFloat {
  private static final int INFINITY = 0x7c00;

  private HalfFloat() {}

  /**
   * Rounds to nearest, ties to even; from 65520 on to infinity.
   *
   * @return the bits; of NaN, those of a quiet one
   */
  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float size = Math.abs(value);
    if (!(size < 65520f)) {
      return (short) (sign | (Float.isNaN(value) ? 0x7e00 : INFINITY));
    }
    if (size < 0x1p-14f) {
      // below the normal numbers, steps of 2^-24
      return (short) (sign | (int) Math.rint(size * 0x1p24));
    }
    int half = (bits & 0x7fffffff) - (112 << 23); // the exponents' biases are 127 and 15
    int odd = half >>> 13 & 1;
    return (short) (sign | half + 0xfff + odd >>> 13);
  }

  /** Exact. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int size = half & 0x7fff;
    if (size < 0x400) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(size * 0x1p-24f));
    }
    if (size >= INFINITY) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (size & 0x3ff) << 13);
    }
    return Float.intBitsToFloat(sign | (size << 13) + (112 << 23));
  }
}
