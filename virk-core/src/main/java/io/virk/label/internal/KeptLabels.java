package io.virk.label.internal;

import io.virk.label.Labelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  /** The next one of the same observation; 0 for none. */
  private long[] after = new long[16];

  private long first = 1; // 0 stands for none
  private long next = 1;
  private int size;

  /** One, and the number of the one before it of its observation; 0 for none. */
  record Entry(Labelled labelled, long before) {}

  KeptLabels(int capacity) {
    this.capacity = capacity;
  }

  /** Whether the oldest has to make room. */
  boolean isOver() {
    return size > capacity;
  }

  /** Keeps one more, which may be one too many. */
  long add(Labelled labelled, long before) {
    Entry entry = new Entry(labelled, before);
    int place = place(next);
    if (place == ring.size()) {
      ring.add(entry);
      after =
          after.length > place ? after : Arrays.copyOf(after, Math.min(capacity + 1, 2 * place));
    } else {
      ring.set(place, entry);
    }
    after[place] = 0;
    if (isKept(before)) {
      after[place(before)] = next;
    }
    size++;
    return next++;
  }

  private int place(long number) {
    return (int) ((number - first) % (capacity + 1L));
  }

  private boolean isKept(long number) {
    return number >= oldest() && number < next;
  }

  /** Null if it has made room. */
  Entry get(long number) {
    return isKept(number) ? ring.get(place(number)) : null;
  }

  /** Those of one observation up to a number, in the order in which they came. */
  List<Labelled> upTo(long number) {
    List<Labelled> chain = new ArrayList<>(2);
    for (Entry at = get(number); at != null; at = get(at.before())) {
      chain.add(at.labelled());
    }
    Collections.reverse(chain);
    return chain;
  }

  /** The oldest, and those after it of its observation, in the order in which they came. */
  List<Labelled> ofOldest() {
    List<Labelled> chain = new ArrayList<>(2);
    for (long at = oldest(); at > 0; at = after[place(at)]) {
      chain.add(get(at).labelled());
    }
    return chain;
  }

  /** Whether one of the same observation is behind it. */
  boolean isContinued(long number) {
    return after[place(number)] > 0;
  }

  /** The oldest makes room. */
  void dropOldest() {
    size--;
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
    return next - size;
  }

  int size() {
    return size;
  }

  int capacity() {
    return capacity;
  }

  long givenUp() {
    return oldest() - 1;
  }

  long memory() {
    return BYTES * size;
  }

  /** The newest, in the order in which they came. */
  List<Labelled> newest(int most) {
    List<Labelled> found = new ArrayList<>();
    for (long number = Math.max(oldest(), next - most); number < next; number++) {
      found.add(get(number).labelled());
    }
    return found;
  }

  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(size);
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
