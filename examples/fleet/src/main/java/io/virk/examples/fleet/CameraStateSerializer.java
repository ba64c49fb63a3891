package io.virk.examples.fleet;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How Flink writes the state of a camera; it knows no baseline. */
public final class CameraStateSerializer extends TypeSerializerSingleton<CameraState> {
  private static final long serialVersionUID = 1;

  /** The only one that is needed. */
  static final CameraStateSerializer INSTANCE = new CameraStateSerializer();

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public CameraState createInstance() {
    return new CameraState();
  }

  /** While a checkpoint is written, Flink goes on with a copy. */
  @Override
  public CameraState copy(CameraState from) {
    return from.copy();
  }

  @Override
  public CameraState copy(CameraState from, CameraState reuse) {
    return from.copy();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(CameraState state, DataOutputView out) throws IOException {
    state.write(out);
  }

  @Override
  public CameraState deserialize(DataInputView in) throws IOException {
    return CameraState.read(in);
  }

  @Override
  public CameraState deserialize(CameraState reuse, DataInputView in) throws IOException {
    return CameraState.read(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    CameraState.read(in).write(out);
  }

  @Override
  public TypeSerializerSnapshot<CameraState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** What stands in a savepoint for the serializer: its class. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CameraState> {
    /** As Flink makes it. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
