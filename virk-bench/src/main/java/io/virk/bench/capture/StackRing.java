package io.virk.bench.capture;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * An experiment: {@link io.virk.internal.SlotRing} with a stack of free slots instead of a queue,
 * so that the slot given back last, whose memory is still in the cache, is claimed first. A Treiber
 * stack of places; the upper half of its head counts the changes, against ABA.
 */
final class StackRing {
  private static final int NONE = -1;

  private final Recorded[] slots;
  private final int[] below;
  private final AtomicLong head = new AtomicLong(NONE & 0xffffffffL);
  private final MpscVarHandleArrayQueue<Recorded> committed;
  private final AtomicLong claims = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong aborts = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();

  StackRing(int capacity) {
    slots = new Recorded[capacity];
    below = new int[capacity];
    committed = new MpscVarHandleArrayQueue<>(capacity);
    for (int i = 0; i < capacity; i++) {
      slots[i] = new Recorded(i);
      push(slots[i]);
    }
  }

  private void push(Recorded slot) {
    long old;
    do {
      old = head.get();
      below[slot.place] = (int) old;
    } while (!head.compareAndSet(old, (((old >>> 32) + 1) << 32) | slot.place));
  }

  Recorded claim() {
    while (true) {
      long old = head.get();
      int place = (int) old;
      if (place == NONE) {
        dropped.getAndIncrement();
        return null;
      }
      // stale if the slot was claimed in between, and then the head has another count
      long under = below[place] & 0xffffffffL;
      if (head.compareAndSet(old, (((old >>> 32) + 1) << 32) | under)) {
        claims.getAndIncrement();
        return slots[place];
      }
    }
  }

  void commit(Recorded slot) {
    commits.getAndIncrement();
    committed.offer(slot);
  }

  void abort(Recorded slot) {
    aborts.getAndIncrement();
    push(slot);
  }

  int drain(Consumer<Recorded> consumer, int limit) {
    return committed.drain(consumer::accept, limit);
  }

  void release(Recorded slot) {
    push(slot);
  }
}
