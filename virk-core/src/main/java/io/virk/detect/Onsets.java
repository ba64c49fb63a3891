package io.virk.detect;

import io.virk.signal.SignalValues;
import java.nio.ByteBuffer;

/** Since when there is evidence: the first observation since a watch last had none. */
final class Onsets {
  static final int BYTES = 2 * Long.BYTES + Integer.BYTES;

  private long sequence = -1;
  private long epochMillis;
  private int n;

  /** Begins with an observation. */
  void begin(SignalValues values) {
    sequence = values.sequence();
    epochMillis = values.epochMillis();
    n = 0;
  }

  void count() {
    n += n == Integer.MAX_VALUE ? 0 : 1;
  }

  long sequence() {
    return sequence;
  }

  long epochMillis() {
    return epochMillis;
  }

  int n() {
    return n;
  }

  void reset() {
    sequence = -1;
    epochMillis = 0;
    n = 0;
  }

  void write(ByteBuffer out) {
    out.putLong(sequence).putLong(epochMillis).putInt(n);
  }

  void read(ByteBuffer in) {
    sequence = in.getLong();
    epochMillis = in.getLong();
    n = in.getInt();
    if (sequence < -1 || n < 0) {
      throw new IllegalArgumentException(
          "onset: observation " + sequence + ", n " + n + " (expected: >= -1, >= 0)");
    }
  }
}
