package io.virk;

import io.virk.fleet.internal.SummaryOutlet;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The open summaries in a checkpoint: its end, if there are any; nothing if there are none. */
final class SummaryState {
  private SummaryState() {}

  static void write(Optional<SummaryOutlet.State> state, DataOutput out) throws IOException {
    if (state.isPresent()) {
      out.writeBoolean(true);
      state.get().writeTo(out);
    }
  }

  /** Returns what is not as in the checkpoint, in words. */
  static List<String> read(DataInput in, Optional<SummaryOutlet> into) throws IOException {
    int more = ((DataInputStream) in).read();
    if (more < 0) {
      return List.of();
    }
    SummaryOutlet.State state = SummaryOutlet.State.read(in);
    if (into.isEmpty()) {
      return List.of(
          "summaries: open ones of the checkpoint, which are lost (expected: none, the monitor's)");
    }
    into.get().restore(state);
    return List.of();
  }
}
