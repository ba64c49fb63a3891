package io.virk.detect;

import io.virk.signal.SignalValues;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Since when there is evidence: the first observation since a watch last had none. */
final class Onsets {
  private long sequence = -1;
  private long epochMillis;

  /** Begins with an observation. */
  void begin(SignalValues values) {
    sequence = values.sequence();
    epochMillis = values.epochMillis();
  }

  void reset() {
    sequence = -1;
    epochMillis = 0;
  }

  /** Where it began. */
  Position position() {
    return new Position(sequence, epochMillis);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(sequence);
    out.writeLong(epochMillis);
  }

  void read(DataInput in) throws IOException {
    sequence = in.readLong();
    epochMillis = in.readLong();
    if (sequence < -1) {
      throw new IllegalArgumentException("onset: observation " + sequence + " (expected: >= -1)");
    }
  }
}
