package io.virk.engine;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.internal.TaggedSample;
import io.virk.internal.DataText;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last observations with all their tags, and the tested scalar signals of each: by those it is
 * told which tag values carry a drift, and how often it is there. VIRK's thread alone, but for
 * {@link #memory}.
 */
final class TaggedRows {
  /** Observations kept of many slices. */
  static final int ROWS = 4096;

  /** Longest tag that is kept, chars. */
  private static final int LONGEST = 128;

  /** Of UTF-8. */
  private static final int BYTES_OF_A_CHAR = 3;

  /** Tags of one observation. */
  private static final int MOST_TAGS = 8;

  /** Slices of which it is known when their last drift was over. */
  private static final int MOST_CLOSED = 1024;

  private static final String[] NONE = {};

  /** Of a row and its arrays, bytes, about. */
  private static final int OVERHEAD = 120;

  private final int most;
  private final SignalSchema schema;
  private final int[] columns;
  private final ArrayDeque<Kept> rows = new ArrayDeque<>();
  private final List<String> tags = new ArrayList<>();

  /** Where the last drift of a slice was over: rows before are not of its usual state. */
  private final Map<Slice, Long> closed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Slice, Long> eldest) {
          return size() > MOST_CLOSED;
        }
      };

  private volatile long memory;

  /** One observation, and in which context it was seen. */
  record Kept(String context, TaggedSample.Row row) {
    private int bytes() {
      int bytes = OVERHEAD + Float.BYTES * row.scalars().length;
      for (String tag : row.tags()) {
        bytes += Long.BYTES + Character.BYTES * tag.length();
      }
      return bytes;
    }
  }

  /**
   * What is remembered.
   *
   * @param rows oldest first
   * @param closed with which observation the last drift of a slice was over
   */
  record State(List<Kept> rows, Map<Slice, Long> closed) {
    /** Of no observations. */
    static final State NONE = new State(List.of(), Map.of());

    void writeTo(DataOutput out) throws IOException {
      out.writeInt(rows.size());
      for (Kept kept : rows) {
        TaggedSample.Row row = kept.row();
        DataText.write(out, kept.context());
        out.writeLong(row.sequence());
        out.writeLong(row.epochMillis());
        out.writeBoolean(row.slice() != null);
        DataText.write(out, row.slice() == null ? "" : row.slice());
        out.writeInt(row.predictedClass());
        for (float scalar : row.scalars()) {
          out.writeFloat(scalar);
        }
        out.writeInt(row.tags().length);
        for (String tag : row.tags()) {
          DataText.write(out, tag);
        }
      }
      out.writeInt(closed.size());
      for (Map.Entry<Slice, Long> slice : closed.entrySet()) {
        DataText.write(out, slice.getKey().key());
        DataText.write(out, slice.getKey().value());
        DataText.write(out, slice.getKey().context());
        out.writeLong(slice.getValue());
      }
    }
  }

  /** Keeps the tested scalar signals of a schema. */
  TaggedRows(SignalSchema of) {
    this(of, ROWS);
  }

  /** The same of so many observations; 0 if there is nothing to be told by them. */
  TaggedRows(SignalSchema of, int most) {
    this.most = most;
    List<ScalarSignal> tested = of.scalars().stream().filter(ScalarSignal::isTested).toList();
    schema = SignalSchema.of(tested);
    columns = tested.stream().mapToInt(of::indexOf).toArray();
  }

  /** Keeps one observation. */
  void accept(Observation observation, SignalValues values, String context) {
    if (most == 0) {
      return;
    }
    tags.clear();
    observation.tags(this::keep);
    String[] own = tags.isEmpty() ? NONE : tags.toArray(NONE);
    float[] scalars = new float[columns.length];
    for (int s = 0; s < scalars.length; s++) {
      scalars[s] = (float) values.analysed(columns[s]);
    }
    add(
        new Kept(
            context,
            new TaggedSample.Row(
                values.sequence(),
                values.epochMillis(),
                values.slice(),
                scalars,
                values.predictedClass(),
                own)));
  }

  private void add(Kept kept) {
    if (rows.size() == most) {
      memory -= rows.removeFirst().bytes();
    }
    rows.addLast(kept);
    memory += kept.bytes();
  }

  /** What is to be remembered. */
  State state() {
    return new State(List.copyOf(rows), new LinkedHashMap<>(closed));
  }

  /**
   * Goes on from what was remembered.
   *
   * @throws IOException if that cannot be read, or is more than is ever kept
   */
  void restore(DataInput in) throws IOException {
    rows.clear();
    closed.clear();
    memory = 0;
    for (int left = count(in, most); left > 0; left--) {
      String context = DataText.read(in); // as long as a host sets it
      long sequence = in.readLong();
      long epochMillis = in.readLong();
      boolean sliced = in.readBoolean();
      String slice = DataText.read(in);
      int predictedClass = in.readInt();
      float[] scalars = new float[columns.length];
      for (int s = 0; s < scalars.length; s++) {
        scalars[s] = in.readFloat();
      }
      String[] own = new String[count(in, 2 * MOST_TAGS) / 2 * 2];
      for (int t = 0; t < own.length; t++) {
        own[t] = text(in);
      }
      add(
          new Kept(
              context,
              new TaggedSample.Row(
                  sequence, epochMillis, sliced ? slice : null, scalars, predictedClass, own)));
    }
    for (int left = count(in, MOST_CLOSED); left > 0; left--) {
      Slice slice = new Slice(DataText.read(in), DataText.read(in), DataText.read(in));
      closed.put(slice, in.readLong());
    }
  }

  private static int count(DataInput in, int most) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException("tagged rows: " + count + " (expected: 0 .. " + most + ")");
    }
    return count;
  }

  private static String text(DataInput in) throws IOException {
    return new String(DataText.readBytes(in, BYTES_OF_A_CHAR * LONGEST), StandardCharsets.UTF_8);
  }

  private void keep(String key, String value) {
    if (key.length() <= LONGEST && value.length() <= LONGEST && tags.size() < 2 * MOST_TAGS) {
      int at = 0; // in the order of their keys, for a host's map may have another one each run
      while (at < tags.size() && tags.get(at).compareTo(key) < 0) {
        at += 2;
      }
      tags.add(at, value);
      tags.add(at, key);
    }
  }

  /** A drift is over: what came before does not tell what the next one changes. */
  void closed(Drift drift) {
    drift
        .closing()
        .ifPresent(c -> drift.slices().forEach(slice -> closed.put(slice, c.at().sequence() + 1)));
  }

  /** The observations of a drift's slices. Cost: O(rows). */
  TaggedSample of(Drift drift) {
    Slice first = drift.slices().first();
    List<TaggedSample.Row> own = new ArrayList<>();
    for (Kept kept : rows) {
      String value = kept.row().slice();
      Slice slice =
          first.isAll() || value == null
              ? new Slice("", "", kept.context())
              : new Slice(first.key(), value, kept.context());
      boolean isLater =
          kept.row().sequence()
              >= Math.max(closed.getOrDefault(slice, 0L), closed.getOrDefault(slice.all(), 0L));
      if (drift.slices().contains(slice) && isLater) {
        own.add(kept.row());
      }
    }
    return TaggedSample.of(
        schema, own, drift.onset().earliest().sequence(), drift.onset().best().sequence());
  }

  /** Bytes held, about. Any thread. */
  long memory() {
    return memory;
  }
}
