package io.virk.label.internal;

import io.virk.detect.Slice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The observations that are remembered, labelled or not: columns of the index.
 *
 * @param times milliseconds since 1970
 * @param confidences NaN without
 * @param groups places in the slices
 * @param slices of the groups
 * @param whole whether none has been forgotten
 */
record Traffic(long[] times, float[] confidences, int[] groups, List<Slice> slices, boolean whole) {
  /** Whether all observations since a time are there. */
  boolean hasAllSince(long from) {
    return whole || times.length > 0 && times[0] < from;
  }

  /** Some of them: how many, and their confidences, without those that have none. */
  static final class Counted {
    private static final Counted NONE = new Counted();

    private double[] sure = new double[0];
    private int size;
    private long count;

    private void accept(float confidence) {
      count++;
      if (confidence >= 0) {
        if (size == sure.length) {
          sure = Arrays.copyOf(sure, Math.max(16, 2 * size));
        }
        sure[size++] = confidence;
      }
    }

    long count() {
      return count;
    }

    double[] confidences() {
      return Arrays.copyOf(sure, size);
    }
  }

  /** By period, all of them, and of one period by slice; and by slice at all times. */
  static final class Split {
    private final Map<Long, Counted> periods = new HashMap<>();
    private final Map<Slice, Counted> latest = new HashMap<>();
    private final Map<Slice, Counted> ever = new HashMap<>();

    Counted ofPeriod(long from) {
      return periods.getOrDefault(from, Counted.NONE);
    }

    Counted ofLatest(Slice slice) {
      return latest.getOrDefault(slice, Counted.NONE);
    }

    Counted ever(Slice slice) {
      return ever.getOrDefault(slice, Counted.NONE);
    }
  }

  /**
   * Looks at each once.
   *
   * @param length of a period
   * @param wanted when those periods begin that are asked for
   * @param last when the one begins that is asked for by slice
   */
  Split split(long length, Set<Long> wanted, long last) {
    Split split = new Split();
    for (int i = 0; i < times.length; i++) {
      Slice slice = slices.get(groups[i]);
      long from = Math.floorDiv(times[i], length) * length;
      if (wanted.contains(from)) {
        split.periods.computeIfAbsent(from, f -> new Counted()).accept(confidences[i]);
      }
      accept(split.ever, slice, Float.NaN);
      if (from == last) {
        accept(split.latest, slice, confidences[i]);
      }
    }
    return split;
  }

  private static void accept(Map<Slice, Counted> counted, Slice slice, float confidence) {
    counted.computeIfAbsent(Slice.ALL, s -> new Counted()).accept(confidence);
    if (!slice.equals(Slice.ALL)) {
      counted.computeIfAbsent(slice, s -> new Counted()).accept(confidence);
    }
  }
}
