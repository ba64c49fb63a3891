package io.virk.internal;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
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
 *   <li>Nothing waits for a free slot: {@link #claim} returns null and counts.
 *   <li>Nothing is allocated after construction.
 * </ol>
 *
 * @param <T> the slot
 */
public final class SlotRing<T> {
  private final int capacity;
  private final MpmcVarHandleArrayQueue<T> free;
  private final MpscVarHandleArrayQueue<T> committed;
  private final AtomicLong claims = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong aborts = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();

  /**
   * Makes a ring of slots, all free.
   *
   * @param slots the slots, at least two
   */
  public SlotRing(List<T> slots) {
    capacity = slots.size();
    free = new MpmcVarHandleArrayQueue<>(Math.max(2, capacity));
    committed = new MpscVarHandleArrayQueue<>(Math.max(4, capacity));
    ((Queue<T>) free).addAll(slots);
  }

  /**
   * Takes a free slot. Any thread; lock-free.
   *
   * @return a slot that is the caller's until it is committed or aborted; null if there is none,
   *     which is counted
   */
  public T claim() {
    T slot = free.poll();
    if (slot == null) {
      dropped.getAndIncrement();
    } else {
      claims.getAndIncrement();
    }
    return slot;
  }

  /**
   * Hands a filled slot to the consumer. The thread that claimed it; lock-free. A release: the
   * consumer sees everything written before.
   *
   * @param slot a claimed slot
   */
  public void commit(T slot) {
    commits.getAndIncrement();
    committed.offer(slot);
  }

  /**
   * Gives a claimed slot back unused. The thread that claimed it; lock-free.
   *
   * @param slot a claimed slot
   */
  public void abort(T slot) {
    aborts.getAndIncrement();
    free.offer(slot);
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
    free.offer(slot);
  }

  /**
   * The number of slots.
   *
   * @return fixed
   */
  public int capacity() {
    return capacity;
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
    return claims.get();
  }

  /**
   * Claims that found no free slot.
   *
   * @return a count
   */
  public long dropped() {
    return dropped.get();
  }

  /**
   * Slots given back unused.
   *
   * @return a count
   */
  public long aborts() {
    return aborts.get();
  }

  /**
   * Slots handed to the consumer.
   *
   * @return a count
   */
  public long commits() {
    return commits.get();
  }
}
