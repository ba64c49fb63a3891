package io.virk.examples.fleet;

import io.virk.SliceEngine;
import io.virk.SliceEngines;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * What the job remembers of one camera: its engine, and the observations that wait for their turn.
 * The engine stays an object as long as Flink keeps the state on the heap; of a checkpoint, and of
 * a state backend that keeps bytes, it is made anew when it is asked for.
 */
final class CameraState {
  /** Of time none has passed yet. */
  static final long NEVER = Long.MIN_VALUE;

  private static final int FORMAT = 1;
  private static final int LONGEST = 1 << 26;
  private static final Comparator<CameraObservation> ORDER =
      Comparator.comparingLong(CameraObservation::epochMillis).thenComparing(CameraObservation::id);

  /** Those of one time and id are one. */
  private final TreeSet<CameraObservation> waiting = new TreeSet<>(ORDER);

  private Kept<SliceEngine> engine = new Kept<>();
  private String site = "";

  /** Up to when observations have been taken, milliseconds. */
  private long done = NEVER;

  /** The time of the last observation that was taken. */
  private long heard = NEVER;

  /** Whether it was told that the camera sends nothing any more. */
  private boolean silent;

  /** The engine; made anew, or begun where there is none. */
  SliceEngine engine(SliceEngines engines, String camera) {
    return engine.get(bytes -> restored(engines, camera, bytes), SliceEngine::toBytes);
  }

  private static SliceEngine restored(SliceEngines engines, String camera, byte[] bytes) {
    return bytes == null ? engines.begin(camera) : engines.restore(camera, bytes);
  }

  /** Begins anew: the engine that was is of another baseline. */
  void begin() {
    engine = new Kept<>();
  }

  /** Whether it was not there yet. */
  boolean wait(CameraObservation of) {
    site = of.site();
    return waiting.add(of);
  }

  /** The first that is not later than a time, which waits no longer; null if there is none. */
  CameraObservation next(long until) {
    if (waiting.isEmpty() || waiting.first().epochMillis() > until) {
      return null;
    }
    CameraObservation first = waiting.pollFirst();
    heard = first.epochMillis();
    return first;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  String site() {
    return site;
  }

  long done() {
    return done;
  }

  void done(long until) {
    done = until;
  }

  long heard() {
    return heard;
  }

  boolean isSilent() {
    return silent;
  }

  void silent(boolean value) {
    silent = value;
  }

  /** The same at another place: of an engine that goes on, what it was. */
  CameraState copy() {
    CameraState copy = new CameraState();
    copy.engine = engine.copy();
    copy.waiting.addAll(waiting);
    copy.site = site;
    copy.done = done;
    copy.heard = heard;
    copy.silent = silent;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    out.writeUTF(site);
    out.writeLong(done);
    out.writeLong(heard);
    out.writeBoolean(silent);
    engine.write(out);
    out.writeInt(waiting.size());
    for (CameraObservation of : waiting) {
      out.writeUTF(of.camera());
      out.writeUTF(of.site());
      out.writeUTF(of.firmware());
      out.writeLong(of.epochMillis());
      out.writeUTF(of.id());
      bytes(out, of.signals());
    }
  }

  static CameraState read(DataInput in) throws IOException {
    byte format = in.readByte();
    if (format != FORMAT) {
      throw new IOException("state of a camera: format " + format + " (expected: " + FORMAT + ")");
    }
    CameraState state = new CameraState();
    state.site = in.readUTF();
    state.done = in.readLong();
    state.heard = in.readLong();
    state.silent = in.readBoolean();
    state.engine = Kept.read(in);
    for (int left = in.readInt(); left > 0; left--) {
      state.waiting.add(
          new CameraObservation(
              in.readUTF(), in.readUTF(), in.readUTF(), in.readLong(), in.readUTF(), bytes(in)));
    }
    return state;
  }

  private static void bytes(DataOutput out, byte[] value) throws IOException {
    out.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      out.write(value);
    }
  }

  private static byte[] bytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < -1 || length > LONGEST) {
      throw new IOException(
          "state of a camera: " + length + " bytes (expected: <= " + LONGEST + ")");
    }
    if (length == -1) {
      return null;
    }
    byte[] value = new byte[length];
    in.readFully(value);
    return value;
  }
}
