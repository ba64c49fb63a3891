package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.internal.DataText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What the states of all studies are made of. */
final class StudyState {
  /** Of one part: the confusion of 2,000 classes takes 32 MB. */
  private static final int LONGEST = 1 << 28;

  private StudyState() {}

  static void write(Slice slice, DataOutput out) throws IOException {
    DataText.write(out, slice.key());
    DataText.write(out, slice.value());
    DataText.write(out, slice.context());
  }

  static Slice slice(DataInput in) throws IOException {
    return new Slice(FeedbackState.text(in), FeedbackState.text(in), FeedbackState.text(in));
  }

  static long counter(DataInput in) throws IOException {
    long counter = in.readLong();
    if (counter < 0 || counter > 1L << 60) {
      throw new IOException("a counter of studies: " + counter + " (expected: 0 .. 2^60)");
    }
    return counter;
  }

  static void write(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] bytes(DataInput in) throws IOException {
    return DataText.readBytes(in, LONGEST);
  }
}
