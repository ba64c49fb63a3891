package io.virk.examples.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a record that nobody changes.
 *
 * @param <T> the record
 */
abstract class BytesSerializer<T> extends TypeSerializerSingleton<T> {
  private static final long serialVersionUID = 1;

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final T createInstance() {
    return null; // one that is read is made then
  }

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return from;
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  /** A text of any length; {@code writeUTF} has 64 kB at most, and would end the job. */
  static void writeText(String text, DataOutputView out) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8), out);
  }

  static String readText(DataInputView in) throws IOException {
    return new String(read(in), StandardCharsets.UTF_8);
  }

  static void write(byte[] bytes, DataOutputView out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] read(DataInputView in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
