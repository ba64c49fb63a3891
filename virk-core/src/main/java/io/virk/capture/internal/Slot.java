package io.virk.capture.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What goes round in a {@link SlotRing}: one word says whose it is, and how often it went round.
 *
 * <pre>
 *           claim              commit                take                release
 *   FREE ----------> HELD ----------------> COMMITTED ------> DRAINED ----------> FREE
 *                    | ^ |  abort                                                  ^
 *           handOver | | | +-------------------------------------------------------+
 *                    v | adopt
 *                  HANDED           HELD, HANDED -- a lease that ran out --> ORPHANED
 * </pre>
 *
 * <p>Every arrow but the claim is one compare-and-set from one phase of one generation: of two that
 * want to take a slot further, one does and the other is told that it came too late. The claim
 * needs none, for the thread that has popped a free slot is alone with it. A generation is one way
 * round; it begins with the claim.
 */
abstract class Slot {
  static final int FREE = 0;
  static final int HELD = 1;
  static final int HANDED = 2;
  static final int COMMITTED = 3;
  static final int DRAINED = 4;
  static final int ORPHANED = 5;

  private static final int PHASE_BITS = 3;
  private static final int PHASE = (1 << PHASE_BITS) - 1;
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Slot.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Generation and phase. */
  private volatile long word;

  /** Where it stands in its ring; set once, before it is free. */
  private int place;

  /** The number of this claim among all of its ring. Of whoever has the slot. */
  private long claimed;

  /** How its ring remembers it once it is orphaned; set before it is. */
  private Orphan orphan;

  /** Joins a ring, free. Before anybody else knows it. */
  final void join(int at) {
    place = at;
  }

  final int place() {
    return place;
  }

  /** Begins a generation. Whoever has popped it from the free slots; wait-free. */
  final void hold(long number) {
    claimed = number;
    WORD.setRelease(this, (generation(word) + 1) << PHASE_BITS | HELD);
  }

  /** The number of its claim among all of its ring. Of whoever has the slot. */
  final long claimed() {
    return claimed;
  }

  /** Generation and phase, of one moment. Any thread. */
  final long word() {
    return word;
  }

  static long generation(long word) {
    return word >>> PHASE_BITS;
  }

  static int phase(long word) {
    return (int) word & PHASE;
  }

  /**
   * Goes from one phase of a generation to another. Any thread; wait-free. A release and an
   * acquire: what was written into the slot before is seen by whoever takes it on.
   *
   * @return false if it is not, or no longer, in that phase and generation
   */
  final boolean move(long generation, int from, int to) {
    return WORD.compareAndSet(this, generation << PHASE_BITS | from, generation << PHASE_BITS | to);
  }

  /** As {@link #move}, of whatever generation it is in. The consumer alone. */
  final boolean advance(int from, int to) {
    long now = word;
    return phase(now) == from && move(generation(now), from, to);
  }

  final void orphan(Orphan value) {
    orphan = value;
  }

  /** The ring's memory of it; null unless a lease has run out. */
  final Orphan orphan() {
    return orphan;
  }
}
