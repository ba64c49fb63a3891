package io.virk.capture.internal;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * A set of preallocated slots that go round between many producers and one consumer.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>One thread at a time is the consumer: {@link #take}, {@link #release}, {@link #replace}.
 *   <li>A slot goes round less than 2^61 times, and a head changes less than 2^32 times while one
 *       thread is stopped between its read and its compare-and-set.
 *   <li>No error of the JVM itself (a stack that overflows) strikes between a compare-and-set and
 *       the store that follows it. Such a slot is lost; none is doubled.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A slot is in one phase at a time ({@link Slot}), and one party at a time may touch it: a
 *       producer, the consumer, or nobody.
 *   <li>It is given back exactly once a generation. A second {@link #release}, {@link #abort} or
 *       {@link #commit} changes nothing, is answered with false, and counted.
 *   <li>What a producer wrote into a slot before {@link #commit} is seen by the consumer that takes
 *       it; what was written before it was given back, by the producer that claims it next.
 *   <li>Slots are taken in the order of their commits.
 *   <li>A slot that was {@linkplain #replace replaced} is never free, nor taken, again: what its
 *       holder goes on writing reaches nobody. The fresh one has memory of its own.
 *   <li>Counted: claims = aborts + releases + orphans + slots that are with a producer, committed
 *       or with the consumer, exactly, as soon as no call is under way.
 *   <li>Nothing waits: {@link #claim} returns null where no slot is free, and counts. No producer
 *       waits for another thread, wherever that one has been stopped; nor does the consumer.
 *   <li>Nothing is allocated after construction.
 * </ol>
 *
 * @param <T> the slot
 */
final class SlotRing<T extends Slot> {
  /*
   * Free slots are Treiber stacks of places: the slot that was given back last, whose memory is
   * still in a cache, is claimed first. With a queue, 64 images of 150 kB took turns past a second
   * level cache of 2 MB, and a copy took 5.4 us instead of 2.9 us (virk-bench/hot-path.md). Nor is a
   * bounded queue of many producers and many consumers lock-free: JCTools' poll spins while an offer
   * is between its two steps, and the host would wait for a drain thread that has lost its core.
   *
   * There are a few stacks, each thread begins at one of its own, and a slot always goes back to the
   * same: otherwise the slot on top has just been written by another core, from whose cache every
   * line of it must come.
   *
   * Committed slots are one more stack, which the consumer takes whole, and turns round: a commit is
   * one compare-and-set, and a producer that is stopped in the middle of one holds up nobody.
   *
   * The lower half of a head is the place on top, the upper half counts the changes: a claim that
   * was stopped between its read and its compare-and-set would otherwise put back a place that was
   * claimed meanwhile (ABA).
   */
  private static final int NONE = -1;

  private static final long PLACE = 0xffff_ffffL;
  private static final long CHANGE = PLACE + 1;

  /** Plain: published by the heads. */
  private final AtomicReferenceArray<T> slots;

  /** The place under each one in a stack. Plain: published and validated by the head. */
  private final int[] below;

  /** The counters and the heads of the stacks, a cache line pair each: producers write them all. */
  private final AtomicLongArray words;

  /** Stacks less one; their number is a power of two. */
  private final int stackMask;

  private static final int WORDS_APART = 16;
  private static final int CLAIMS = WORDS_APART;
  private static final int DROPPED = 2 * WORDS_APART;
  private static final int ABORTS = 3 * WORDS_APART;
  private static final int LATE = 4 * WORDS_APART;
  private static final int RELEASES = 5 * WORDS_APART;
  private static final int ORPHANS = RELEASES + 1;
  private static final int DOUBLED = RELEASES + 2;
  private static final int COMMITTED = 6 * WORDS_APART;
  private static final int FIRST_STACK = 7 * WORDS_APART;
  private static final int MOST_STACKS = 4;

  /** What the consumer has taken from the stack of commits, the last commit first. */
  private final int[] backlog;

  private int backlogged;

  /**
   * Makes a ring of slots, all free.
   *
   * @param capacity slots
   * @param maker makes one, for this ring
   */
  SlotRing(int capacity, Function<SlotRing<T>, T> maker) {
    slots = new AtomicReferenceArray<>(capacity);
    below = new int[capacity];
    backlog = new int[capacity];
    int stacks = Integer.highestOneBit(Math.min(MOST_STACKS, Math.max(1, capacity / 8)));
    stackMask = stacks - 1;
    words = new AtomicLongArray(FIRST_STACK + (stacks + 1) * WORDS_APART);
    words.set(COMMITTED, NONE & PLACE);
    for (int stack = 0; stack < stacks; stack++) {
      words.set(FIRST_STACK + stack * WORDS_APART, NONE & PLACE);
    }
    for (int place = capacity - 1; place >= 0; place--) {
      enter(place, maker.apply(this));
    }
  }

  private void enter(int place, T slot) {
    slot.join(place);
    slots.setPlain(place, slot);
    push(freeStack(place), place);
  }

  /**
   * Takes a free slot, the one that was given back last. Any thread; lock-free.
   *
   * @return a slot that is the caller's until it is committed or aborted; null if there is none,
   *     which is counted
   */
  T claim() {
    int first = (int) Thread.currentThread().getId();
    for (int i = 0; i <= stackMask; i++) {
      int place = pop(freeStack(first + i));
      if (place != NONE) {
        T slot = slots.getPlain(place);
        slot.hold(words.getAndIncrement(CLAIMS));
        return slot;
      }
    }
    words.getAndIncrement(DROPPED);
    return null;
  }

  /** Where the head of a stack of free slots stands, of whatever number. */
  private int freeStack(int stack) {
    return FIRST_STACK + (stack & stackMask) * WORDS_APART;
  }

  private int pop(int stack) {
    while (true) {
      long head = words.get(stack);
      int place = (int) head;
      if (place == NONE) {
        return NONE;
      }
      // may be of a later time than the head, which then has changed
      long next = below[place] & PLACE;
      if (words.compareAndSet(stack, head, (head & ~PLACE) + CHANGE | next)) {
        return place;
      }
    }
  }

  private void push(int stack, int place) {
    long head;
    do {
      head = words.get(stack);
      below[place] = (int) head;
    } while (!words.compareAndSet(stack, head, (head & ~PLACE) + CHANGE | place));
  }

  /**
   * Hands a filled slot to the consumer. Its holder; lock-free. A release: the consumer sees
   * everything written before.
   *
   * @param slot a claimed slot
   * @param generation of the claim
   * @return false if it comes too late: the slot is another's, or nobody's, which is counted
   */
  boolean commit(T slot, long generation) {
    if (!slot.move(generation, Slot.HELD, Slot.COMMITTED)) {
      return late(slot);
    }
    push(COMMITTED, slot.place());
    return true;
  }

  /**
   * Gives a claimed slot back unused. Its holder; lock-free.
   *
   * @param slot a claimed slot
   * @param generation of the claim
   * @return false if it comes too late, which is counted
   */
  boolean abort(T slot, long generation) {
    if (!slot.move(generation, Slot.HELD, Slot.FREE)) {
      return late(slot);
    }
    words.getAndIncrement(ABORTS);
    push(freeStack(slot.place()), slot.place());
    return true;
  }

  /**
   * Lets go of a claimed slot, so that another thread may {@link #adopt} it. Its holder; wait-free.
   * A release.
   *
   * @param slot a claimed slot
   * @param generation of the claim
   * @return false if it comes too late, which is counted
   */
  boolean handOver(T slot, long generation) {
    return slot.move(generation, Slot.HELD, Slot.HANDED) || late(slot);
  }

  /**
   * Takes a slot over that was handed over. Any thread; wait-free. An acquire.
   *
   * @param slot the slot
   * @param generation of the claim
   * @return whether the caller is its holder now; false if another is, or it comes too late, which
   *     is counted
   */
  boolean adopt(T slot, long generation) {
    return slot.move(generation, Slot.HANDED, Slot.HELD) || late(slot);
  }

  private boolean late(T slot) {
    words.getAndIncrement(LATE);
    if (Slot.phase(slot.word()) == Slot.ORPHANED) {
      slot.orphan().returned();
    }
    return false;
  }

  /**
   * Takes the committed slot that has waited longest. The consumer alone; wait-free.
   *
   * @return a slot that is the consumer's until it is released; null if none waits
   */
  T take() {
    if (backlogged == 0) {
      int place = (int) words.getAndSet(COMMITTED, NONE & PLACE);
      while (place != NONE) {
        backlog[backlogged++] = place;
        place = below[place];
      }
    }
    if (backlogged == 0) {
      return null;
    }
    T slot = slots.getPlain(backlog[--backlogged]);
    slot.advance(Slot.COMMITTED, Slot.DRAINED);
    return slot;
  }

  /**
   * Makes a taken slot free again. The consumer alone; lock-free.
   *
   * @param slot a taken slot
   * @return false if it has been released already, which is counted
   */
  boolean release(T slot) {
    if (!slot.advance(Slot.DRAINED, Slot.FREE)) {
      words.getAndIncrement(DOUBLED);
      return false;
    }
    words.getAndIncrement(RELEASES);
    push(freeStack(slot.place()), slot.place());
    return true;
  }

  /**
   * Gives a slot up that its holder has kept for too long: a fresh one, free, takes its place. The
   * consumer alone; lock-free.
   *
   * @param place of the slot
   * @param seen the word that it had while it was looked at
   * @param fresh takes its place
   * @return how it is remembered; null if its holder was quicker
   */
  Orphan replace(int place, long seen, T fresh) {
    if (!isHeld(seen)) {
      return null;
    }
    T slot = slots.getPlain(place);
    Orphan orphan = new Orphan(slot);
    slot.orphan(orphan);
    if (!slot.move(Slot.generation(seen), Slot.phase(seen), Slot.ORPHANED)) {
      return null;
    }
    words.getAndIncrement(ORPHANS);
    enter(place, fresh);
    return orphan;
  }

  /** The word of the slot at a place, of one moment. Any thread. */
  long word(int place) {
    return slots.get(place).word();
  }

  /** The number of slots; fixed. */
  int capacity() {
    return below.length;
  }

  /** Slots that are with the host: claimed, and neither committed nor given back. A snapshot. */
  int held() {
    int held = 0;
    for (int place = 0; place < below.length; place++) {
      held += isHeld(word(place)) ? 1 : 0;
    }
    return held;
  }

  static boolean isHeld(long word) {
    int phase = Slot.phase(word);
    return phase == Slot.HELD || phase == Slot.HANDED;
  }

  /** Slots that wait for the consumer. A snapshot. */
  int waiting() {
    int waiting = 0;
    for (int place = 0; place < below.length; place++) {
      waiting += Slot.phase(word(place)) == Slot.COMMITTED ? 1 : 0;
    }
    return waiting;
  }

  /** Claims that got a slot. */
  long claims() {
    return words.get(CLAIMS);
  }

  /** Claims that found no free slot. */
  long dropped() {
    return words.get(DROPPED);
  }

  /** Slots given back unused. */
  long aborts() {
    return words.get(ABORTS);
  }

  /** Slots that the consumer has given back. */
  long releases() {
    return words.get(RELEASES);
  }

  /** Slots that were replaced, for their holders did not come. */
  long orphans() {
    return words.get(ORPHANS);
  }

  /** Calls of holders that came too late: of commit, abort, hand-over and adoption. */
  long late() {
    return words.get(LATE);
  }

  /** Releases of slots that had been released. */
  long doubled() {
    return words.get(DOUBLED);
  }
}
