package io.virk.onnx;

/** The element types of tensors that VIRK writes and reads. */
enum ElementType {
  /** 32-bit floats, as they are. */
  FLOAT(4),
  /** 16-bit floats of IEEE 754, rounded to nearest, ties to even. */
  FLOAT16(2),
  /** Whole numbers 0 .. 255: rounded to nearest, and what lies outside is the nearest of them. */
  UINT8(1),
  /** Whole numbers -128 .. 127, rounded as {@link #UINT8}. */
  INT8(1);

  /** For people. */
  static final String ALL = "FLOAT, FLOAT16, UINT8 or INT8";

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** The type of ONNX Runtime's name; null if VIRK cannot use it. */
  static ElementType of(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }
}
