package io.virk.capture.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Replaces slots that the host has held for too long, so that a monitor whose host loses captures
 * (an argument of the one-liner threw, a thread hangs) does not go blind. The consumer alone; the
 * counters may be read by any thread.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>No honest capture takes as long as a lease.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A slot is replaced only if every look within a lease found it in the same claim. A lease is
 *       counted by what passes between looks, of which no more than half a lease counts at once: a
 *       process that stood still, or was not polled, has not used up anybody's.
 *   <li>Of a late commit and the end of a lease one wins: the slot is drained, or it is orphaned
 *       and the commit is a counted no-op.
 *   <li>As many slots as there are in the ring are replaced at once. Beyond that, as long as so
 *       many orphans are held by somebody, one after two leases; with each further ring of orphans
 *       the wait doubles: threads that hang for ever cannot eat the heap, and yet a slot comes free
 *       again and again. Orphans that nobody can reach any more do not count.
 * </ol>
 *
 * @param <T> the slot
 */
final class Leases<T extends Slot> {
  /** Looks in one lease. */
  private static final int LOOKS = 8;

  private static final int LONGEST_SHIFT = 20;
  private static final long NONE = -1;

  private final SlotRing<T> ring;
  private final Supplier<T> maker;
  private final long leaseNanos;

  /** The generation in which each place was held at the last look; NONE if it was not held. */
  private final long[] generations;

  /** When it was first seen so. */
  private final long[] since;

  private final Deque<Orphan> orphans = new ArrayDeque<>();
  private boolean begun;
  private long lookedNanos;

  /** What passed between looks, each time bounded. */
  private long time;

  private long replacedAt;
  private volatile int held;

  /**
   * Makes a look-out.
   *
   * @param ring whose slots
   * @param maker makes a slot like the others; may throw, then the slot is replaced later
   * @param leaseNanos how long one may be held, &gt; 0
   */
  Leases(SlotRing<T> ring, Supplier<T> maker, long leaseNanos) {
    this.ring = ring;
    this.maker = maker;
    this.leaseNanos = leaseNanos;
    this.generations = new long[ring.capacity()];
    this.since = new long[ring.capacity()];
    Arrays.fill(generations, NONE);
  }

  /**
   * Looks, if it is time to.
   *
   * @param nanos the monotonic clock
   * @return slots replaced
   */
  int look(long nanos) {
    if (!begun) {
      begun = true;
      lookedNanos = nanos;
    }
    long passed = nanos - lookedNanos;
    if (passed >= 0 && passed < Math.max(1, leaseNanos / LOOKS)) {
      return 0;
    }
    lookedNanos = nanos;
    // a clock that is set back counts nothing
    time += Math.max(0, Math.min(passed, leaseNanos / 2));
    orphans.removeIf(Orphan::isGone);
    held = orphans.size();
    int replaced = 0;
    for (int place = 0; place < generations.length; place++) {
      long word = ring.word(place);
      if (isDue(place, word) && isAllowed() && replace(place, word)) {
        replaced++;
      }
    }
    return replaced;
  }

  private boolean isDue(int place, long word) {
    if (!SlotRing.isHeld(word)) {
      generations[place] = NONE;
      return false;
    }
    if (generations[place] != Slot.generation(word)) {
      generations[place] = Slot.generation(word);
      since[place] = time;
      return false;
    }
    return time - since[place] >= leaseNanos;
  }

  private boolean isAllowed() {
    int rings = orphans.size() / ring.capacity();
    return rings == 0 || time - replacedAt >= doubled(Math.min(LONGEST_SHIFT, rings));
  }

  private long doubled(int times) {
    return leaseNanos > Long.MAX_VALUE >> times ? Long.MAX_VALUE : leaseNanos << times;
  }

  private boolean replace(int place, long word) {
    T fresh = maker.get(); // before the old one is given up: there may be no memory
    Orphan orphan = ring.replace(place, word, fresh);
    if (orphan == null) {
      return false;
    }
    generations[place] = NONE;
    orphans.add(orphan);
    held = orphans.size();
    replacedAt = time;
    return true;
  }

  /** Orphans that somebody may still hold. Any thread. */
  int held() {
    return held;
  }
}
