package io.virk.label.internal;

import io.virk.internal.SplitMix64;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the inputs of the newest periods were like, for estimates without labels: how often each
 * class was predicted, and confidence, energy and distance of some observations, drawn by chance.
 * Guarded by the lock of {@link LabelJoin}.
 */
final class TrafficMix {
  /** Values of a row: confidence, energy, distance. */
  static final int VALUES = 3;

  private static final int MOST_PERIODS = 4;
  private static final int MOST_ROWS = 1_000;
  private static final int MOST_CLASSES = 2_000;
  private static final long DRAWS = 0x6D69_78L;

  private final long length;
  private final TreeMap<Long, Mix> periods = new TreeMap<>();

  /** Of a period. */
  static final class Mix {
    private final TreeMap<Integer, Long> predicted = new TreeMap<>();
    private float[] rows = new float[0];
    private long seen;

    private void accept(long number, int predictedClass, float... row) {
      if (predictedClass >= 0 && predictedClass < MOST_CLASSES) {
        predicted.merge(predictedClass, 1L, Long::sum);
      }
      long at = seen++;
      if (at >= MOST_ROWS) {
        at = (long) (draw(number) * seen);
      }
      if (at < MOST_ROWS) {
        int from = (int) at * VALUES;
        if (from == rows.length) {
          rows = Arrays.copyOf(rows, Math.max(64 * VALUES, 2 * rows.length));
        }
        System.arraycopy(row, 0, rows, from, VALUES);
      }
    }

    int size() {
      return (int) Math.min(seen, MOST_ROWS);
    }

    float value(int row, int value) {
      return rows[row * VALUES + value];
    }

    /** How often each class was predicted, of the first so many. */
    long[] predicted(int classes) {
      long[] counts = new long[classes];
      predicted.headMap(classes).forEach((c, n) -> counts[c] = n);
      return counts;
    }

    private Mix copy() {
      Mix copy = new Mix();
      copy.predicted.putAll(predicted);
      copy.rows = rows.clone();
      copy.seen = seen;
      return copy;
    }
  }

  TrafficMix(long length) {
    this.length = length;
  }

  /** Takes an observation; one of a kind that is sampled more often counts less often. */
  void observed(
      long number,
      long time,
      int predicted,
      float confidence,
      float energy,
      float distance,
      double weight) {
    if (weight < 1 && draw(~number) >= weight) {
      return;
    }
    long from = Math.floorDiv(time, length) * length;
    Mix mix = periods.get(from);
    if (mix == null) {
      if (periods.size() == MOST_PERIODS) {
        if (from < periods.firstKey()) {
          return;
        }
        periods.pollFirstEntry();
      }
      mix = new Mix();
      periods.put(from, mix);
    }
    mix.accept(number, predicted, confidence, energy, distance);
  }

  private static double draw(long number) {
    return new SplitMix64(DRAWS ^ number * 0x9E3779B97F4A7C15L).nextDouble();
  }

  /** A copy; null of a period that is not there. */
  Mix of(long from) {
    Mix mix = periods.get(from);
    return mix == null ? null : mix.copy();
  }

  long memory() {
    return periods.values().stream().mapToLong(m -> Float.BYTES * (long) m.rows.length + 64).sum();
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(length);
    out.writeInt(periods.size());
    for (Map.Entry<Long, Mix> entry : periods.entrySet()) {
      Mix mix = entry.getValue();
      out.writeLong(entry.getKey());
      out.writeLong(mix.seen);
      out.writeInt(mix.predicted.size());
      for (Map.Entry<Integer, Long> of : mix.predicted.entrySet()) {
        out.writeInt(of.getKey());
        out.writeLong(of.getValue());
      }
      for (int i = 0; i < mix.size() * VALUES; i++) {
        out.writeFloat(mix.rows[i]);
      }
    }
  }

  /** Goes on from what was written, unless that was of other periods. */
  void readFrom(DataInput in) throws IOException {
    boolean same = in.readLong() == length;
    int count = FeedbackState.count(in, MOST_PERIODS, "periods of traffic");
    for (int i = 0; i < count; i++) {
      long from = in.readLong();
      Mix mix = new Mix();
      mix.seen = StudyState.counter(in);
      int classes = FeedbackState.count(in, MOST_CLASSES, "predicted classes");
      for (int j = 0; j < classes; j++) {
        int number = in.readInt();
        if (number < 0 || number >= MOST_CLASSES) {
          throw new IOException("traffic: class " + number);
        }
        mix.predicted.put(number, StudyState.counter(in));
      }
      int capacity = 64;
      while (capacity < mix.size()) {
        capacity *= 2;
      }
      mix.rows = new float[capacity * VALUES];
      for (int j = 0; j < mix.size() * VALUES; j++) {
        mix.rows[j] = in.readFloat();
      }
      if (same) {
        periods.put(from, mix);
      }
    }
  }
}
