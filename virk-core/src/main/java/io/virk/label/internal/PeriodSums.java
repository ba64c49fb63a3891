package io.virk.label.internal;

import io.virk.detect.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Sums of a period, of all observations and by slice. A slice that found no room is not told apart
 * later either, so that whatever leaves has been in. Not thread-safe.
 */
final class PeriodSums {
  private final long from;
  private final PartSums all;
  private final Map<Slice, PartSums> slices = new HashMap<>();
  private final boolean estimates;
  private boolean closed;

  /**
   * Of nothing.
   *
   * @param from when it begins, milliseconds since 1970
   * @param estimates whether confidences of observations are kept
   */
  PeriodSums(long from, boolean estimates) {
    this.from = from;
    this.estimates = estimates;
    this.all = new PartSums(estimates);
  }

  long from() {
    return from;
  }

  PartSums all() {
    return all;
  }

  Map<Slice, PartSums> slices() {
    return slices;
  }

  /**
   * Changes the sums of all observations, and those of a slice.
   *
   * @param room whether another slice may be told apart
   * @return how many more slices are told apart: -1, 0 or 1
   */
  int change(Slice slice, BooleanSupplier room, Consumer<PartSums> change) {
    change.accept(all);
    if (slice.isAll()) {
      return 0;
    }
    PartSums part = slices.get(slice);
    int more = 0;
    if (part == null && !closed) {
      closed = !room.getAsBoolean();
      if (!closed) {
        part = new PartSums(estimates);
        slices.put(slice, part);
        more = 1;
      }
    }
    if (part != null) {
      change.accept(part);
      if (part.isEmpty()) {
        slices.remove(slice);
        more--;
      }
    }
    return more;
  }

  /** Tells slices apart no longer; returns how many were. */
  int close() {
    int were = slices.size();
    slices.clear();
    closed = true;
    return were;
  }

  /** A copy, with its slices or without. */
  PeriodSums copy(boolean withSlices) {
    PeriodSums copy = new PeriodSums(from, estimates, all.copy());
    if (withSlices) {
      slices.forEach((slice, part) -> copy.slices.put(slice, part.copy()));
    }
    return copy;
  }

  private PeriodSums(long from, boolean estimates, PartSums all) {
    this.from = from;
    this.estimates = estimates;
    this.all = all;
  }

  /** Bytes, about. */
  long memory() {
    return all.memory() + slices.values().stream().mapToLong(PartSums::memory).sum();
  }
}
