package io.virk.engine;

import io.virk.detect.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was known of the streams of slices that made room for others, a bounded number: one that
 * comes back is what it was, so that it is not asked anew whether it fits, and what has changed
 * since is a drift. VIRK's thread alone.
 */
final class FormerStreams {
  private final int most;
  private final Map<Slice, LiveStream> streams = new LinkedHashMap<>();
  private long memory;

  /**
   * Of none yet.
   *
   * @param most streams that are remembered, those that went last
   */
  FormerStreams(int most) {
    this.most = most;
  }

  /** A stream goes. One of which it is not known whether it fits is forgotten. */
  void add(Slice slice, LiveStream stream) {
    if (stream.fitting().isNew() || stream.fitting().isAccepted()) {
      return;
    }
    stream.leave();
    memory += stream.bytes();
    streams.put(slice, stream);
    if (streams.size() > most) {
      remove(streams.keySet().iterator().next());
    }
  }

  /** A slice comes back, or is new: what was known of its stream; null if nothing is. */
  LiveStream remove(Slice slice) {
    LiveStream stream = streams.remove(slice);
    memory -= stream == null ? 0 : stream.bytes();
    return stream;
  }

  /** What is to be remembered, that which went first before the others. */
  List<Snapshot.Former> state() {
    List<Snapshot.Former> state = new ArrayList<>();
    streams.forEach((slice, stream) -> state.add(stream.former(slice)));
    return state;
  }

  /** Bytes, about. */
  long memory() {
    return memory;
  }
}
