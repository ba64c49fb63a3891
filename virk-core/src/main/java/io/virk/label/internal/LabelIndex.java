package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.label.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The last observations, found by the host's id: what a label needs to be joined with. One array of
 * rows that is filled in turn, and a table with open addressing of the rows' places, half again as
 * long; both are allocated at once. 54 bytes an observation, whatever its id. Not thread-safe.
 *
 * <p>A row is six longs: the hash of the id; its check and the predicted class; the time;
 * confidence and distance; energy and weight; the number of its last label, and its group (slice
 * and model).
 */
final class LabelIndex {
  /** Longs of a row. */
  static final int STRIDE = 6;

  /** Slices times models that are told apart; those beyond are as one, of no slice. */
  static final int MOST_GROUPS = 65_536;

  private static final int CHECK = 1;
  private static final int TIME = 2;
  private static final int SURENESS = 3;
  private static final int ENERGY = 4;
  private static final int LABEL = 5;
  private static final long GROUP_BYTES = 200;

  /** What does not fit among the groups any more. */
  private static final Group REST = new Group(Slice.ALL, "");

  private final long seed = new SplittableRandom().nextLong();
  private final int capacity;
  private final long[] rows;

  /** Places of rows, plus one; 0 is free. */
  private final int[] table;

  private final List<Group> groups = new ArrayList<>();
  private final Map<Group, Integer> numbers = new HashMap<>();
  private Group lastGroup;
  private int lastNumber;
  private long next;
  private int size;
  private long evicted;
  private long again;

  /** What many observations share. */
  record Group(Slice slice, String model) {}

  LabelIndex(int capacity) {
    this.capacity = capacity;
    this.rows = new long[Math.multiplyExact(STRIDE, capacity)];
    this.table = new int[capacity + (capacity >> 1) + 1];
  }

  /** Bytes of one of so many observations. */
  static long bytes(int capacity) {
    return (long) Long.BYTES * STRIDE * capacity
        + (long) Integer.BYTES * (capacity + (capacity >> 1) + 1);
  }

  long memory() {
    return bytes(capacity) + GROUP_BYTES * groups.size();
  }

  /**
   * Takes an observation; the oldest makes room.
   *
   * @return its number
   */
  long put(
      IdHash id,
      long epochMillis,
      int predicted,
      float confidence,
      float distance,
      float energy,
      float weight,
      Slice slice,
      String model) {
    int at = place(next) * STRIDE;
    evictFrom(place(next));
    rows[at] = id.hash();
    rows[at + CHECK] = both(id.check(), predicted);
    rows[at + TIME] = epochMillis;
    rows[at + SURENESS] = both(Float.floatToRawIntBits(confidence), bits(distance));
    rows[at + ENERGY] = both(bits(energy), bits(weight));
    rows[at + LABEL] = both(0, group(slice, model));
    enter(place(next));
    return next++;
  }

  private static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  private static long both(int high, int low) {
    return (long) high << 32 | low & 0xFFFF_FFFFL;
  }

  private int place(long number) {
    return (int) (number % capacity);
  }

  private void evictFrom(int place) {
    if (size < capacity) {
      size++;
      return;
    }
    evicted++;
    int slot = slot(rows[place * STRIDE], check(place));
    if (table[slot] == place + 1) { // otherwise a newer one of its id is there
      free(slot);
    }
  }

  private void enter(int place) {
    int slot = slot(rows[place * STRIDE], check(place));
    again += table[slot] == 0 ? 0 : 1;
    table[slot] = place + 1;
  }

  private int check(int place) {
    return (int) (rows[place * STRIDE + CHECK] >>> 32);
  }

  int home(long hash, int check) {
    return (int) ((IdHash.spread(hash, check, seed) >>> 32) * table.length >>> 32);
  }

  /** Where an id is, or would be. */
  private int slot(long hash, int check) {
    int slot = home(hash, check);
    while (table[slot] != 0) {
      int place = table[slot] - 1;
      if (rows[place * STRIDE] == hash && check(place) == check) {
        return slot;
      }
      slot = after(slot);
    }
    return slot;
  }

  private int after(int slot) {
    return slot + 1 == table.length ? 0 : slot + 1;
  }

  /** Closes the gap, so that what was put behind it is found. */
  private void free(int slot) {
    int hole = slot;
    for (int at = after(slot); table[at] != 0; at = after(at)) {
      int home = home(rows[(table[at] - 1) * STRIDE], check(table[at] - 1));
      boolean stays = hole <= at ? hole < home && home <= at : hole < home || home <= at;
      if (!stays) {
        table[hole] = table[at];
        hole = at;
      }
    }
    table[hole] = 0;
  }

  private int group(Slice slice, String model) {
    if (lastGroup == null || !lastGroup.slice().equals(slice) || !lastGroup.model().equals(model)) {
      Group wanted = new Group(slice, model);
      if (groups.size() >= MOST_GROUPS - 1 && !numbers.containsKey(wanted)) {
        wanted = REST;
      }
      Integer known = numbers.get(wanted);
      lastNumber = known == null ? groups.size() : known;
      if (known == null) {
        groups.add(wanted);
        numbers.put(wanted, lastNumber);
      }
      lastGroup = wanted;
    }
    return lastNumber;
  }

  /** The number of the observation of an id; -1 if it is not remembered. */
  long find(IdHash id) {
    int place = table[slot(id.hash(), id.check())] - 1;
    return place < 0 ? -1 : number(place);
  }

  private long number(int place) {
    int newest = place(next - 1);
    return next - 1 - (newest >= place ? newest - place : newest - place + capacity);
  }

  /** Whether an observation is still remembered. */
  boolean isRemembered(long number) {
    return number >= next - size && number < next;
  }

  Prediction prediction(long number) {
    int at = place(number) * STRIDE;
    Group group = groups.get((int) rows[at + LABEL]);
    return new Prediction(
        number,
        rows[at + TIME],
        (int) rows[at + CHECK],
        high(at + SURENESS),
        low(at + SURENESS),
        high(at + ENERGY),
        low(at + ENERGY),
        group.slice(),
        group.model());
  }

  private float high(int at) {
    return Float.intBitsToFloat((int) (rows[at] >>> 32));
  }

  private float low(int at) {
    return Float.intBitsToFloat((int) rows[at]);
  }

  /** What stands for the last label of an observation; 0 for none. */
  int label(long number) {
    return (int) (rows[place(number) * STRIDE + LABEL] >>> 32);
  }

  void label(long number, int label) {
    int at = place(number) * STRIDE + LABEL;
    rows[at] = both(label, (int) rows[at]);
  }

  boolean isFull() {
    return size == capacity;
  }

  long time(long number) {
    return rows[place(number) * STRIDE + TIME];
  }

  float confidence(long number) {
    return high(place(number) * STRIDE + SURENESS);
  }

  float weight(long number) {
    return low(place(number) * STRIDE + ENERGY);
  }

  Slice slice(long number) {
    return groups.get((int) rows[place(number) * STRIDE + LABEL]).slice();
  }

  int size() {
    return size;
  }

  int capacity() {
    return capacity;
  }

  /** The number of the oldest that is remembered. */
  long oldest() {
    return next - size;
  }

  long next() {
    return next;
  }

  long evicted() {
    return evicted;
  }

  long again() {
    return again;
  }

  /** The rows, oldest first; a copy, without their labels. */
  long[] copyRows() {
    long[] copy = new long[STRIDE * size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(rows, place(oldest() + i) * STRIDE, copy, i * STRIDE, STRIDE);
      copy[i * STRIDE + LABEL] &= 0xFFFF_FFFFL;
    }
    return copy;
  }

  List<Group> groups() {
    return List.copyOf(groups);
  }

  /** Begins again with these groups and numbers; rows follow. */
  void restore(List<Group> known, long first, long wereEvicted, long wereAgain) {
    for (Group group : known) {
      if (numbers.put(group, groups.size()) != null) {
        throw new IllegalArgumentException("groups of labels: one is there twice");
      }
      groups.add(group);
    }
    next = first;
    evicted = wereEvicted;
    again = wereAgain;
  }

  /** Takes a row as {@link #copyRows} has it. */
  void restore(long[] row) {
    int group = (int) row[LABEL];
    float confidence = Float.intBitsToFloat((int) (row[SURENESS] >>> 32));
    float weight = Float.intBitsToFloat((int) row[ENERGY]);
    if (row[LABEL] < 0
        || row[LABEL] >= groups.size()
        || confidence < 0
        || confidence > 1
        || !(weight >= 0 && weight <= 1)
        || (int) row[CHECK] < -1) {
      throw new IllegalArgumentException(
          "an observation that waits for labels: group, confidence, weight, class: "
              + group
              + ", "
              + confidence
              + ", "
              + weight
              + ", "
              + (int) row[CHECK]
              + " (expected: of "
              + groups.size()
              + " groups, 0 .. 1, 0 .. 1, >= -1)");
    }
    evictFrom(place(next));
    System.arraycopy(row, 0, rows, place(next) * STRIDE, STRIDE);
    long counted = again;
    enter(place(next));
    again = counted;
    next++;
  }
}
