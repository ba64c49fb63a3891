package io.virk.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes small ONNX models, in the wire format of Protocol Buffers, with no library: just what the
 * tests need. Field numbers are those of onnx.proto.
 */
final class TinyOnnx {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT64 = 7;
  static final int FLOAT16 = 10;

  private final Message graph = new Message();

  /** A model that gives its input back, as the named output. */
  static TinyOnnx identity(String output, Object... dims) {
    return new TinyOnnx()
        .input("image", FLOAT, dims)
        .output(output, FLOAT, dims)
        .node("Identity", "image", output);
  }

  /** Declares an input; a dimension is an int, or a name if it is open. */
  TinyOnnx input(String name, int type, Object... dims) {
    graph.message(11, valueInfo(name, type, dims));
    return this;
  }

  TinyOnnx output(String name, int type, Object... dims) {
    graph.message(12, valueInfo(name, type, dims));
    return this;
  }

  /** Adds an operator; inputs are separated by spaces. */
  TinyOnnx node(String operator, String inputs, String output, Message... attributes) {
    Message node = new Message();
    for (String input : inputs.split(" ")) {
      node.text(1, input);
    }
    node.text(2, output).text(4, operator);
    for (Message attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return this;
  }

  /** Adds weights of floats. */
  TinyOnnx weights(String name, int[] dims, float... values) {
    byte[] raw = new byte[4 * values.length];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    graph.message(5, tensor(name, FLOAT, dims).bytes(9, raw));
    return this;
  }

  /** Adds weights of longs. */
  TinyOnnx longs(String name, long... values) {
    byte[] raw = new byte[8 * values.length];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    graph.message(5, tensor(name, INT64, values.length).bytes(9, raw));
    return this;
  }

  /** Adds weights of floats that a file beside the model holds. */
  TinyOnnx weightsInFile(String name, int[] dims, String file) {
    Message location = new Message().text(1, "location").text(2, file);
    graph.message(5, tensor(name, FLOAT, dims).message(13, location).number(14, 1));
    return this;
  }

  private static Message tensor(String name, int type, int... dims) {
    Message tensor = new Message();
    for (int dim : dims) {
      tensor.number(1, dim);
    }
    return tensor.number(2, type).text(8, name);
  }

  static Message attribute(String name, int value) {
    return new Message().text(1, name).number(3, value).number(20, 2);
  }

  static Message list(String name, int... values) {
    Message attribute = new Message().text(1, name);
    for (int value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, 7);
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes(8, 13));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The model's file, of any version of format and operators. */
  byte[] bytes(int irVersion, int opset) {
    Message named = new Message().text(2, "graph");
    named.out.writeBytes(graph.bytes());
    Message operators = new Message().text(1, "").number(2, opset);
    return new Message().number(1, irVersion).message(7, named).message(8, operators).bytes();
  }

  private static Message valueInfo(String name, int type, Object... dims) {
    Message shape = new Message();
    for (Object dim : dims) {
      Message dimension = new Message();
      if (dim instanceof Integer fixed) {
        dimension.number(1, fixed);
      } else {
        dimension.text(2, (String) dim);
      }
      shape.message(1, dimension);
    }
    Message tensor = new Message().number(1, type).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A message of Protocol Buffers that is being written. */
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, int value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String text) {
      return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message message) {
      return bytes(field, message.bytes());
    }

    private Message bytes(int field, byte[] bytes) {
      varint(field << 3 | 2);
      varint(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    private void varint(int value) {
      int rest = value;
      for (; rest > 127; rest >>>= 7) {
        out.write(rest & 127 | 128);
      }
      out.write(rest);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
