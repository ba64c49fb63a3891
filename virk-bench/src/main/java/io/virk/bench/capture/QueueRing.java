package io.virk.bench.capture;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * What {@link io.virk.capture.SlotRing} is compared with: the free slots in a queue instead of a
 * stack, so that the one that was free the longest, whose memory has left the cache, is claimed
 * first.
 */
final class QueueRing {
  private final MpmcVarHandleArrayQueue<Recorded> free;
  private final MpscVarHandleArrayQueue<Recorded> committed;
  private final AtomicLong claims = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong aborts = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();

  QueueRing(List<Recorded> slots) {
    free = new MpmcVarHandleArrayQueue<>(slots.size());
    committed = new MpscVarHandleArrayQueue<>(slots.size());
    slots.forEach(free::offer);
  }

  Recorded claim() {
    Recorded slot = free.poll();
    (slot == null ? dropped : claims).getAndIncrement();
    return slot;
  }

  void commit(Recorded slot) {
    commits.getAndIncrement();
    committed.offer(slot);
  }

  void abort(Recorded slot) {
    aborts.getAndIncrement();
    free.offer(slot);
  }

  int drain(Consumer<Recorded> consumer, int limit) {
    return committed.drain(consumer::accept, limit);
  }

  void release(Recorded slot) {
    free.offer(slot);
  }
}
