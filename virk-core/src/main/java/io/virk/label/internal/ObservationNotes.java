package io.virk.label.internal;

/**
 * What studies remember of each observation that waits for its label, in two bytes: what the other
 * model said of it, and whether it came during a drift. Guarded by the lock of {@link LabelJoin}.
 */
final class ObservationNotes {
  private static final int CLASS = 0xFFF;
  private static final int DRIFT = 0x1000;

  private final short[] notes;

  ObservationNotes(int capacity) {
    notes = new short[capacity];
  }

  private int place(long number) {
    return (int) (number % notes.length);
  }

  /** Begins an observation; negative for no class. */
  void put(long number, int challenger, boolean inDrift) {
    notes[place(number)] = (short) (Math.max(-1, challenger) + 1 | (inDrift ? DRIFT : 0));
  }

  void drifted(long number) {
    notes[place(number)] |= DRIFT;
  }

  boolean inDrift(long number) {
    return (notes[place(number)] & DRIFT) != 0;
  }

  int challenger(long number) {
    return (notes[place(number)] & CLASS) - 1;
  }

  short get(long number) {
    return notes[place(number)];
  }

  void restore(long number, short note) {
    notes[place(number)] = note;
  }

  long memory() {
    return Short.BYTES * (long) notes.length;
  }
}
