package io.virk.examples.fleet;

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
 * One observation of a camera, as it comes to the job: with its signals, without its picture.
 *
 * @param camera its name; the job is keyed by it
 * @param site where the camera stands
 * @param firmware of the camera
 * @param epochMillis when the picture was taken, milliseconds since 1970
 * @param id by which it is known that it was delivered twice: unique among those of its camera and
 *     time
 * @param signals what {@link io.virk.SliceEngines.Encoder} made of it. Not to be modified.
 */
@TypeInfo(CameraObservation.Factory.class)
public record CameraObservation(
    String camera, String site, String firmware, long epochMillis, String id, byte[] signals) {

  /** Tells Flink how it is written. */
  public static final class Factory extends TypeInfoFactory<CameraObservation> {
    @Override
    public TypeInformation<CameraObservation> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new BytesType<>(CameraObservation.class, Serializer.INSTANCE);
    }
  }

  /** Writes it. */
  public static final class Serializer extends BytesSerializer<CameraObservation> {
    private static final long serialVersionUID = 1;

    /** The only one that is needed. */
    static final Serializer INSTANCE = new Serializer();

    @Override
    public void serialize(CameraObservation of, DataOutputView out) throws IOException {
      out.writeUTF(of.camera);
      out.writeUTF(of.site);
      out.writeUTF(of.firmware);
      out.writeLong(of.epochMillis);
      out.writeUTF(of.id);
      write(of.signals, out);
    }

    @Override
    public CameraObservation deserialize(DataInputView in) throws IOException {
      return new CameraObservation(
          in.readUTF(), in.readUTF(), in.readUTF(), in.readLong(), in.readUTF(), read(in));
    }

    @Override
    public TypeSerializerSnapshot<CameraObservation> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** What stands in a savepoint for the serializer: its class. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CameraObservation> {
    /** As Flink makes it. */
    public Snapshot() {
      super(() -> Serializer.INSTANCE);
    }
  }
}
