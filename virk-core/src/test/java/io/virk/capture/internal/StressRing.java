package io.virk.capture.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A ring of two slots, and what is taken out of it. */
abstract class StressRing {
  /** An observation in plain fields and an array, as the real one. */
  static final class Cell extends Slot {
    private static final int LENGTH = 24;

    int number;
    long time;
    String tag;
    final float[] values = new float[LENGTH];

    void write(int value) {
      number = value;
      time = value;
      tag = value == 0 ? null : "tag";
      Arrays.fill(values, value);
    }

    /** The value that all parts agree on; -1 if they do not. */
    int read() {
      int value = number;
      boolean whole = time == value && (tag != null) == (value != 0);
      for (float v : values) {
        whole &= v == value;
      }
      return whole ? value : -1;
    }
  }

  final SlotRing<Cell> ring = new SlotRing<>(2, r -> new Cell());

  final boolean commit(Cell cell) {
    return commit(ring, cell);
  }

  /** For constructors, out of which the test must not escape. */
  static boolean commit(SlotRing<Cell> ring, Cell cell) {
    return ring.commit(cell, Slot.generation(cell.word()));
  }

  final boolean abort(Cell cell) {
    return ring.abort(cell, Slot.generation(cell.word()));
  }

  /** Takes, and leaves the release to the consumer. */
  final int drain(Consumer<Cell> consumer, int limit) {
    int taken = 0;
    for (Cell cell = ring.take(); cell != null; cell = taken < limit ? ring.take() : null) {
      taken++;
      consumer.accept(cell);
    }
    return taken;
  }

  /** Free slots; -1 if one is there twice. Empties the ring. */
  final int free() {
    List<Cell> found = new ArrayList<>();
    for (Cell c = ring.claim(); c != null; c = ring.claim()) {
      if (found.contains(c)) {
        return -1;
      }
      found.add(c);
    }
    return found.size();
  }
}
