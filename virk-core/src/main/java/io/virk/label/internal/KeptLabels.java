package io.virk.label.internal;

import io.virk.label.Labelled;
import java.util.ArrayList;
import java.util.List;

/**
 * The last labels that were joined, by number; each knows the one before it of the same
 * observation. Grows as they come, and then goes round. Not thread-safe.
 */
final class KeptLabels {
  /** A label with its prediction and the id's 150 characters or so, bytes. */
  private static final long BYTES = 300;

  private final int capacity;
  private final ArrayList<Entry> ring = new ArrayList<>();
  private long first = 1; // 0 stands for none
  private long next = 1;

  /** One, and the number of the one before it of its observation; 0 for none. */
  record Entry(Labelled labelled, long before) {}

  KeptLabels(int capacity) {
    this.capacity = capacity;
  }

  /** Keeps one more; the oldest makes room. */
  long add(Labelled labelled, long before) {
    Entry entry = new Entry(labelled, before);
    if (ring.size() < capacity) {
      ring.add(entry);
    } else {
      ring.set(place(next), entry);
    }
    return next++;
  }

  private int place(long number) {
    return (int) ((number - first) % capacity);
  }

  /** Null if it has made room. */
  Entry get(long number) {
    return number < oldest() || number >= next ? null : ring.get(place(number));
  }

  /** Puts another in the place of one. */
  void replace(long number, Labelled labelled) {
    ring.set(place(number), new Entry(labelled, get(number).before()));
  }

  /** The number that stands for 32 bits of it, among those that are kept. */
  long number(int low) {
    long candidate = next - 1 - ((int) (next - 1) - low & 0xFFFF_FFFFL);
    return low == 0 || candidate < oldest() ? 0 : candidate;
  }

  long oldest() {
    return next - ring.size();
  }

  int size() {
    return ring.size();
  }

  int capacity() {
    return capacity;
  }

  long givenUp() {
    return oldest() - 1;
  }

  long memory() {
    return BYTES * ring.size();
  }

  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(ring.size());
    for (long number = oldest(); number < next; number++) {
      all.add(get(number));
    }
    return all;
  }

  /** Begins again at a number. */
  void restore(long number) {
    if (number < 1 || number > 1L << 60) {
      throw new IllegalArgumentException("first label: " + number + " (expected: 1 .. 2^60)");
    }
    first = number;
    next = number;
  }
}
