package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The summary of one slice and period, as it is handed on.
 *
 * @param id by which it is recognised if it comes twice
 * @param groups what the slice belongs to, by declared tags: site to B, firmware to 2.1; at most 16
 * @param summary of its observations
 */
public record SliceSummary(SummaryId id, Map<String, String> groups, Summary summary) {
  /** The largest form that is read, bytes. */
  public static final int MAXIMUM_BYTES = 1 << 20;

  static final int MOST_GROUPS = 16;
  private static final char KIND = 'u';
  private static final int VERSION = 1;

  public SliceSummary {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(summary, "summary");
    if (groups.size() > MOST_GROUPS) {
      throw new IllegalArgumentException(
          "groups: " + groups.size() + " (expected: at most " + MOST_GROUPS + ")");
    }
    groups = Collections.unmodifiableMap(new TreeMap<>(groups));
  }

  /**
   * Whose it is.
   *
   * @return the id's
   */
  public Slice slice() {
    return id.slice();
  }

  /**
   * A compact, versioned, checksummed form.
   *
   * @return for {@link #fromBytes}; the same summary gives the same bytes
   */
  public byte[] toBytes() {
    byte[] of = summary.toBytes();
    BinaryOutput out = new BinaryOutput(KIND, VERSION, of.length + 128);
    Names.write(out, id.monitor());
    Names.write(out, id.slice());
    out.bits(id.periodMillis()).count(id.part());
    Names.write(out, groups);
    out.count(of.length).bytes(of);
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote. The bytes may be anyone's.
   *
   * @param bytes Not modified.
   * @return the summary
   * @throws IllegalArgumentException if they are cut off, damaged, of something else, of a newer
   *     version or no possible summary
   */
  public static SliceSummary fromBytes(byte[] bytes) {
    if (bytes.length > MAXIMUM_BYTES) {
      throw new IllegalArgumentException(
          "bytes.length: " + bytes.length + " (expected: at most " + MAXIMUM_BYTES + ")");
    }
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    String monitor = Names.read(in, "monitor");
    Slice slice = Names.readSlice(in);
    long period = in.bits("period");
    if (period > Summary.LARGEST || period < -Summary.LARGEST) { // no window begins there
      throw Checks.rejected("period", period, "-2^61 to 2^61");
    }
    long part = in.count("part", 0, Long.MAX_VALUE);
    Map<String, String> groups = Names.readGroups(in);
    Summary summary = Summary.fromBytes(in.bytes("summary"));
    in.end();
    return new SliceSummary(new SummaryId(monitor, slice, period, part), groups, summary);
  }
}
