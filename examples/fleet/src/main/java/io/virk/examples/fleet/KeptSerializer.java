package io.virk.examples.fleet;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How Flink writes what is kept.
 *
 * @param <T> what it is
 */
public final class KeptSerializer<T> extends TypeSerializerSingleton<Kept<T>> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public Kept<T> createInstance() {
    return new Kept<>();
  }

  /** While a checkpoint is written, Flink goes on with a copy. */
  @Override
  public Kept<T> copy(Kept<T> from) {
    return from.copy();
  }

  @Override
  public Kept<T> copy(Kept<T> from, Kept<T> reuse) {
    return from.copy();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Kept<T> state, DataOutputView out) throws IOException {
    state.write(out);
  }

  @Override
  public Kept<T> deserialize(DataInputView in) throws IOException {
    return Kept.read(in);
  }

  @Override
  public Kept<T> deserialize(Kept<T> reuse, DataInputView in) throws IOException {
    return Kept.read(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    Kept.read(in).write(out);
  }

  @Override
  public TypeSerializerSnapshot<Kept<T>> snapshotConfiguration() {
    return new Snapshot<>();
  }

  /**
   * What stands in a savepoint for the serializer: its class.
   *
   * @param <T> what it is
   */
  public static final class Snapshot<T> extends SimpleTypeSerializerSnapshot<Kept<T>> {
    /** As Flink makes it. */
    public Snapshot() {
      super(KeptSerializer<T>::new);
    }
  }
}
