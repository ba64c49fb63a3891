package io.virk.capture;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A fixed set of preallocated slots that go round between many producers and one consumer.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>A producer that has claimed a slot commits or aborts it, once.
 *   <li>One thread at a time drains.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A slot is held by one party at a time: free, a producer, committed, or the consumer.
 *   <li>What a producer wrote into a slot before {@link #commit} is seen by the consumer that
 *       drains it, for the queue's offer is a release and its poll an acquire.
 *   <li>What was written into a slot before it was given back is seen by the producer that claims
 *       it next.
 *   <li>Nothing waits for a free slot: {@link #claim} returns null and counts.
 *   <li>Nothing is allocated after construction.
 *   <li>No producer waits for another thread, wherever that one has been stopped.
 * </ol>
 *
 * @param <T> the slot
 */
public final class SlotRing<T> {
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
   * The lower half of the head is the place on top, the upper half counts the changes: a claim that
   * was stopped between its read and its compare-and-set would otherwise put back a place that was
   * claimed meanwhile (ABA). 2^32 changes within one such stop are not expected.
   */
  private static final int NONE = -1;

  private static final long PLACE = 0xffff_ffffL;
  private static final long CHANGE = PLACE + 1;

  private final List<T> slots;

  /** Boxed once, here. */
  private final Map<T, Integer> places;

  /** The place under each free one. Plain: published and validated by the head. */
  private final int[] below;

  /** The counters and the heads of the stacks, a cache line pair each: producers write them all. */
  private final AtomicLongArray words;

  /** Stacks less one; their number is a power of two. */
  private final int stackMask;

  private static final int WORDS_APART = 16;
  private static final int CLAIMS = WORDS_APART;
  private static final int DROPPED = 2 * WORDS_APART;
  private static final int ABORTS = 3 * WORDS_APART;
  private static final int FIRST_STACK = 4 * WORDS_APART;
  private static final int MOST_STACKS = 4;

  private final MpscVarHandleArrayQueue<T> committed;

  /**
   * Makes a ring of slots, all free.
   *
   * @param slots the slots, told apart by identity
   */
  public SlotRing(List<T> slots) {
    this.slots = List.copyOf(slots);
    places = new IdentityHashMap<>(4 * slots.size());
    below = new int[slots.size()];
    int stacks = Integer.highestOneBit(Math.min(MOST_STACKS, Math.max(1, slots.size() / 8)));
    stackMask = stacks - 1;
    words = new AtomicLongArray(FIRST_STACK + (stacks + 1) * WORDS_APART);
    for (int stack = 0; stack < stacks; stack++) {
      words.set(FIRST_STACK + stack * WORDS_APART, NONE & PLACE);
    }
    committed = new MpscVarHandleArrayQueue<>(Math.max(4, slots.size()));
    for (int i = slots.size() - 1; i >= 0; i--) {
      places.put(this.slots.get(i), i);
      giveBack(this.slots.get(i));
    }
  }

  /**
   * Takes a free slot, the one that was given back last. Any thread; lock-free.
   *
   * @return a slot that is the caller's until it is committed or aborted; null if there is none,
   *     which is counted
   */
  public T claim() {
    int first = (int) Thread.currentThread().getId();
    for (int i = 0; i <= stackMask; i++) {
      int place = pop(head(first + i));
      if (place != NONE) {
        words.getAndIncrement(CLAIMS);
        return slots.get(place);
      }
    }
    words.getAndIncrement(DROPPED);
    return null;
  }

  /** Where the head of a stack stands, of whatever number. */
  private int head(int stack) {
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

  private void giveBack(T slot) {
    int place = places.get(slot);
    int stack = head(place);
    long head;
    do {
      head = words.get(stack);
      below[place] = (int) head;
    } while (!words.compareAndSet(stack, head, (head & ~PLACE) + CHANGE | place));
  }

  /**
   * Hands a filled slot to the consumer. The thread that claimed it; lock-free. A release: the
   * consumer sees everything written before.
   *
   * @param slot a claimed slot
   */
  public void commit(T slot) {
    committed.offer(slot);
  }

  /**
   * Gives a claimed slot back unused. The thread that claimed it; lock-free.
   *
   * @param slot a claimed slot
   */
  public void abort(T slot) {
    words.getAndIncrement(ABORTS);
    giveBack(slot);
  }

  /**
   * Takes committed slots. The consumer alone; wait-free but for a producer between two steps of
   * its commit.
   *
   * @param consumer takes each slot; must not throw. The slot stays the consumer's until {@link
   *     #release}.
   * @param limit slots at most
   * @return the number taken
   */
  public int drain(Consumer<T> consumer, int limit) {
    MessagePassingQueue.Consumer<T> each = consumer::accept;
    return committed.drain(each, limit);
  }

  /**
   * Makes a drained slot free again. The consumer alone; lock-free.
   *
   * @param slot a drained slot
   */
  public void release(T slot) {
    giveBack(slot);
  }

  /**
   * The number of slots.
   *
   * @return fixed
   */
  public int capacity() {
    return slots.size();
  }

  /**
   * Slots that wait for the consumer.
   *
   * @return 0 .. capacity; a snapshot
   */
  public int waiting() {
    return committed.size();
  }

  /**
   * Successful claims so far.
   *
   * @return a count
   */
  public long claims() {
    return words.get(CLAIMS);
  }

  /**
   * Claims that found no free slot.
   *
   * @return a count
   */
  public long dropped() {
    return words.get(DROPPED);
  }

  /**
   * Slots given back unused.
   *
   * @return a count
   */
  public long aborts() {
    return words.get(ABORTS);
  }

  /**
   * Slots handed to the consumer.
   *
   * @return a count
   */
  public long commits() {
    return committed.currentProducerIndex();
  }
}
