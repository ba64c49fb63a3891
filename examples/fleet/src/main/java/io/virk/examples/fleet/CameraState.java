package io.virk.examples.fleet;

import io.virk.SliceEngine;
import io.virk.SliceEngines;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** By time, then by id; those of one time and id are one. Most come at the end. */
  private final List<CameraObservation> waiting = new ArrayList<>();

  private Kept<SliceEngine> engine = new Kept<>();
  private String site = "";

  /** Of the last observation that was taken, which are those of the next as a rule. */
  private String firmware = "";

  private Map<String, String> tags = Map.of();

  /**
   * The last tick that a timer was set for; in this JVM alone, for one that is set twice is one.
   */
  private long set = NEVER;

  /** Up to when observations have been taken, milliseconds. */
  private long done = NEVER;

  /** The time of the last observation that was taken. */
  private long heard = NEVER;

  /** Whether it was told that the camera sends nothing any more. */
  private boolean silent;

  /** Whether it was told that its clock is ahead. */
  private boolean toldAhead;

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
    int at = waiting.size();
    while (at > 0 && order(waiting.get(at - 1), of) > 0) {
      at--;
    }
    if (at > 0 && order(waiting.get(at - 1), of) == 0) {
      return false;
    }
    waiting.add(at, of);
    return true;
  }

  private static int order(CameraObservation a, CameraObservation b) {
    return a.epochMillis() == b.epochMillis()
        ? a.id().compareTo(b.id())
        : Long.compare(a.epochMillis(), b.epochMillis());
  }

  /** Those that are not later than a time, which wait no longer, in their order. */
  List<CameraObservation> due(long until) {
    int n = 0;
    while (n < waiting.size() && waiting.get(n).epochMillis() <= until) {
      n++;
    }
    List<CameraObservation> some = waiting.subList(0, n);
    List<CameraObservation> due = List.copyOf(some);
    some.clear();
    heard = n == 0 ? heard : due.get(n - 1).epochMillis();
    return due;
  }

  /** What an observation is tagged with. */
  Map<String, String> tags(CameraObservation of) {
    if (tags.isEmpty() || !site.equals(of.site()) || !firmware.equals(of.firmware())) {
      site = of.site();
      firmware = of.firmware();
      tags = Map.of("site", site, "firmware", firmware);
    }
    return tags;
  }

  /** Whether a timer has to be set for a tick. */
  boolean sets(long tick) {
    boolean isNew = tick != set;
    set = tick;
    return isNew;
  }

  /** Whether nothing has come of it for so long, milliseconds. */
  boolean isForgotten(long time, long after) {
    return waiting.isEmpty() && (heard == NEVER || time - heard > after);
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

  boolean isSilent() {
    return silent;
  }

  void silent(boolean value) {
    silent = value;
  }

  boolean isToldAhead() {
    return toldAhead;
  }

  void toldAhead(boolean value) {
    toldAhead = value;
  }

  /** The same at another place: of an engine that goes on, what it was. */
  CameraState copy() {
    CameraState copy = new CameraState();
    copy.engine = engine.copy();
    copy.waiting.addAll(waiting);
    copy.site = site;
    copy.firmware = firmware;
    copy.tags = tags;
    copy.done = done;
    copy.heard = heard;
    copy.silent = silent;
    copy.toldAhead = toldAhead;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    out.writeUTF(site);
    out.writeLong(done);
    out.writeLong(heard);
    out.writeBoolean(silent);
    out.writeBoolean(toldAhead);
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
    state.toldAhead = in.readBoolean();
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
