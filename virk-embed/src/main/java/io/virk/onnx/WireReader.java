package io.virk.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads one message in the wire format of Protocol Buffers, field by field, in place. Every length
 * is checked before it is used, so that no bytes can make it read outside of its message or
 * allocate more than they hold. Not thread-safe.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  private final ByteBuffer bytes; // read by index alone
  private final int end;
  private int at;
  private int field;
  private int type;

  WireReader(ByteBuffer bytes) {
    this(bytes, 0, bytes.limit());
  }

  private WireReader(ByteBuffer bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /**
   * Goes to the next field; its value is then to be taken by exactly one of {@link #number}, {@link
   * #message}, {@link #text} and {@link #skip}.
   *
   * @return false at the end of the message
   */
  boolean next() throws ModelException {
    if (at == end) {
      return false;
    }
    long key = varint();
    if (key >>> 3 == 0 || key >>> 3 > 0x1fffffff) {
      throw broken("field " + (key >>> 3));
    }
    field = (int) (key >>> 3);
    type = (int) key & 7;
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  /** Whether the field is a message or text. */
  boolean hasLength() {
    return type == LENGTH;
  }

  /** Whether the field is a whole number. */
  boolean isNumber() {
    return type == VARINT;
  }

  long number() throws ModelException {
    if (type != VARINT) {
      throw broken("field " + field + " of type " + type);
    }
    return varint();
  }

  WireReader message() throws ModelException {
    int length = length();
    at += length;
    return new WireReader(bytes, at - length, at);
  }

  /** Text in UTF-8; what is not is replaced. */
  String text() throws ModelException {
    int length = length();
    at += length;
    byte[] text = new byte[length];
    bytes.get(at - length, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  void skip() throws ModelException {
    switch (type) {
      case VARINT -> varint();
      case EIGHT_BYTES -> forward(8);
      case LENGTH -> forward(length());
      case FOUR_BYTES -> forward(4);
      default -> throw broken("field " + field + " of type " + type);
    }
  }

  private void forward(int count) throws ModelException {
    if (count > end - at) {
      throw broken("an end within field " + field);
    }
    at += count;
  }

  private int length() throws ModelException {
    if (type != LENGTH) {
      throw broken("field " + field + " of type " + type);
    }
    long length = varint();
    if (length < 0 || length > end - at) {
      throw broken("a length of " + Long.toUnsignedString(length) + " in field " + field);
    }
    return (int) length;
  }

  private long varint() throws ModelException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw broken("an end within a number");
      }
      byte next = bytes.get(at++);
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken("a number of more than 10 bytes");
  }

  private ModelException broken(String what) {
    return new ModelException("no ONNX file: " + what + " before byte " + at);
  }
}
