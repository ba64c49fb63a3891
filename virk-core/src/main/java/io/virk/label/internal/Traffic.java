package io.virk.label.internal;

import io.virk.detect.Slice;
import java.util.List;

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

  private boolean isOf(int i, Slice slice, long from, long until) {
    return times[i] >= from
        && times[i] < until
        && (slice.equals(Slice.ALL) || slices.get(groups[i]).equals(slice));
  }

  /** How many there are of a slice in a time. */
  long count(Slice slice, long from, long until) {
    long count = 0;
    for (int i = 0; i < times.length; i++) {
      count += isOf(i, slice, from, until) ? 1 : 0;
    }
    return count;
  }

  /** The confidences of a slice in a time, without those that have none. */
  double[] confidences(Slice slice, long from, long until) {
    double[] found = new double[times.length];
    int n = 0;
    for (int i = 0; i < times.length; i++) {
      if (confidences[i] >= 0 && isOf(i, slice, from, until)) {
        found[n++] = confidences[i];
      }
    }
    return java.util.Arrays.copyOf(found, n);
  }
}
