package io.virk.examples.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.SliceSummary;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A summary or a reading on its way.
 *
 * @param slice whose, as {@link #name} has it: the job is keyed by it
 * @param epochMillis where its window, or its period, begins
 * @param bytes as {@link io.virk.fleet.SliceSummary#toBytes} or {@link
 *     io.virk.fleet.SliceReading#toBytes} wrote it. Not to be modified.
 */
@TypeInfo(Packed.Factory.class)
public record Packed(String slice, long epochMillis, byte[] bytes) {
  /** Earlier than any: it moves no watermark. */
  private static final long NO_TIME = Long.MIN_VALUE / 2;

  /** A summary. */
  static Packed of(SliceSummary summary) {
    return new Packed(name(summary.slice()), summary.id().periodMillis(), summary.toBytes());
  }

  /** What was to be a summary, and cannot be read; of no slice, and of no time. */
  static Packed damaged() {
    return new Packed(name(Slice.ALL), NO_TIME, new byte[0]);
  }

  /** The whole slice: a monitor may slice by another tag, and a camera has one for each context. */
  static String name(Slice slice) {
    return slice.key().length()
        + ":"
        + slice.value().length()
        + ":"
        + slice.key()
        + slice.value()
        + slice.context();
  }

  /** The slice of a name. */
  static Slice slice(String name) {
    String[] parts = name.split(":", 3);
    int key = Integer.parseInt(parts[0]);
    int value = key + Integer.parseInt(parts[1]);
    return new Slice(
        parts[2].substring(0, key), parts[2].substring(key, value), parts[2].substring(value));
  }

  /** Tells Flink how it is written. */
  public static final class Factory extends TypeInfoFactory<Packed> {
    @Override
    public TypeInformation<Packed> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new BytesType<>(Packed.class, Serializer.INSTANCE);
    }
  }

  /** Writes it. */
  public static final class Serializer extends BytesSerializer<Packed> {
    private static final long serialVersionUID = 1;

    /** The only one that is needed. */
    static final Serializer INSTANCE = new Serializer();

    @Override
    public void serialize(Packed of, DataOutputView out) throws IOException {
      writeText(of.slice, out);
      out.writeLong(of.epochMillis);
      write(of.bytes, out);
    }

    @Override
    public Packed deserialize(DataInputView in) throws IOException {
      return new Packed(readText(in), in.readLong(), read(in));
    }

    @Override
    public TypeSerializerSnapshot<Packed> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** What stands in a savepoint for the serializer: its class. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Packed> {
    /** As Flink makes it. */
    public Snapshot() {
      super(() -> Serializer.INSTANCE);
    }
  }
}
