package io.virk.detect;

import io.virk.stats.change.CumulativeSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The numbers of a watch's state, which come from a file and may be anything. */
final class WatchState {
  private WatchState() {}

  /** A number. */
  static double number(DataInput in, String name) throws IOException {
    double value = in.readDouble();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: finite)");
    }
    return value;
  }

  /** Evidence, which is at least 0. */
  static double evidence(DataInput in, String name) throws IOException {
    double value = number(in, name);
    if (value < 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
    }
    return value;
  }

  /** A number of observations. */
  static int count(DataInput in, String name) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IllegalArgumentException(name + ": " + count + " (expected: >= 0)");
    }
    return count;
  }

  /** A sum with the time since it was 0. */
  static void write(CumulativeSum sum, DataOutput out) throws IOException {
    out.writeDouble(sum.value());
    out.writeInt(sum.length());
    out.writeDouble(sum.total());
  }

  /** Reads what {@link #write} wrote; a sum that is larger than may be is cut. */
  static void read(CumulativeSum sum, double most, DataInput in, String name) throws IOException {
    double value = Math.min(most, evidence(in, name));
    sum.restore(value, count(in, "length of " + name), number(in, "total of " + name));
  }
}
