package io.virk.engine;

import java.nio.ByteBuffer;

/**
 * Whether the observations of one stream come again, one after the other, as those of a recording
 * in a loop do: by the digests of the last {@value #KEPT}. One that repeats the last one says
 * nothing; a stream that loops from its beginning on is one that does. VIRK's thread alone.
 */
final class Loops {
  /** Observations after which a loop may begin again, at most. */
  static final int KEPT = 256;

  /** In a row that must have come at the same distance. */
  private static final int IN_A_ROW = 48;

  /** Shorter ones are a flicker between pictures, as of two cameras by turns. */
  private static final int SHORTEST = 4;

  /** Observations that nobody has seen: counting goes on from there. */
  private static final long MOST = Long.MAX_VALUE / 2;

  /** Halves of digests: so many in a row are no chance. */
  private final int[] digests = new int[KEPT];

  private long count;
  private int distance;
  private int run;

  /** Whether it looped before it could be known not to. */
  private boolean always;

  /** An observation has come. */
  void arrived(long digest) {
    int half = Long.hashCode(digest);
    if (digest == Repeats.NONE || count > 0 && half == digests[(int) ((count - 1) % KEPT)]) {
      return;
    }
    int at = last(half);
    run = at == distance ? Math.min(KEPT, run + 1) : 1;
    distance = at;
    digests[(int) (count % KEPT)] = half;
    count++;
    always |= period() > 0 && count <= 2 * KEPT;
  }

  /** How many observations ago it came last; 0 if it did not. */
  private int last(int digest) {
    int kept = (int) Math.min(count, KEPT);
    for (int back = 1; back <= kept; back++) {
      if (digests[(int) ((count - back) % KEPT)] == digest) {
        return back;
      }
    }
    return 0;
  }

  private int period() {
    return distance >= SHORTEST && run >= IN_A_ROW ? distance : 0;
  }

  /** Observations after which they come again; 0 if they do not, or always did. */
  int looped() {
    return always ? 0 : period();
  }

  /** Bytes of its state. */
  static int bytes() {
    return KEPT * Integer.BYTES + Long.BYTES + 2 * Integer.BYTES + 1;
  }

  void writeTo(ByteBuffer out) {
    for (int digest : digests) {
      out.putInt(digest);
    }
    out.putLong(count).putInt(distance).putInt(run).put((byte) (always ? 1 : 0));
  }

  /**
   * Goes on from what was written.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  void readFrom(ByteBuffer in) {
    for (int i = 0; i < KEPT; i++) {
      digests[i] = in.getInt();
    }
    count = in.getLong();
    distance = in.getInt();
    run = in.getInt();
    always = in.get() != 0;
    if (count < 0 || count > MOST || distance < 0 || distance > KEPT || run < 0 || run > KEPT) {
      throw new IllegalArgumentException(
          "digests: " + count + ", " + distance + ", " + run + " (expected: 0 .. " + KEPT + ")");
    }
  }
}
