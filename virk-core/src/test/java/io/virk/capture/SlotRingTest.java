package io.virk.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one thread sees of a {@link SlotRing}; its races are in {@link SlotRingStress}. */
class SlotRingTest {
  private static SlotRing<int[]> ring(int slots) {
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      all.add(new int[] {i});
    }
    return new SlotRing<>(all);
  }

  @Test
  void theSlotThatWasGivenBackLastIsClaimedFirst() {
    SlotRing<int[]> ring = ring(3);
    int[] first = ring.claim();
    int[] second = ring.claim();
    assertEquals(0, first[0]);
    assertEquals(1, second[0]);
    ring.abort(first);
    assertSame(first, ring.claim());
    ring.commit(first);
    ring.abort(second);
    assertEquals(1, ring.drain(ring::release, 4));
    assertSame(first, ring.claim());
    assertSame(second, ring.claim());
    assertEquals(2, ring.claim()[0]);
    assertNull(ring.claim());
  }

  @Test
  void thereAreAsManySlotsAsWereGiven() {
    for (int slots : new int[] {0, 1, 2, 3, 64, 200}) {
      SlotRing<int[]> ring = ring(slots);
      assertEquals(slots, ring.capacity());
      for (int round = 1; round <= 3; round++) {
        List<int[]> claimed = new ArrayList<>();
        for (int[] slot = ring.claim(); slot != null; slot = ring.claim()) {
          claimed.add(slot);
        }
        assertEquals(slots, claimed.stream().distinct().count());
        assertEquals(slots, claimed.size());
        assertEquals(round, ring.dropped());
        claimed.forEach(ring::commit);
        assertEquals(slots, ring.waiting());
        assertEquals(slots, ring.drain(ring::release, slots + 1));
        assertEquals((long) round * slots, ring.commits());
      }
    }
  }

  @Test
  void drainedSlotsComeInTheOrderOfTheirCommits() {
    SlotRing<int[]> ring = ring(4);
    int[] a = ring.claim();
    int[] b = ring.claim();
    ring.commit(b);
    ring.commit(a);
    List<int[]> drained = new ArrayList<>();
    assertEquals(1, ring.drain(drained::add, 1));
    assertEquals(1, ring.drain(drained::add, 9));
    assertSame(b, drained.get(0));
    assertSame(a, drained.get(1));
  }
}
