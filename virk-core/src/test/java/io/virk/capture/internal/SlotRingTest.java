package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one thread sees of a {@link SlotRing}; its races are in {@link SlotRingStress}. */
class SlotRingTest {
  private static final class Cell extends Slot {}

  private static SlotRing<Cell> ring(int slots) {
    return new SlotRing<>(slots, r -> new Cell());
  }

  private static long generation(Slot slot) {
    return Slot.generation(slot.word());
  }

  private static boolean commit(SlotRing<Cell> ring, Cell slot) {
    return ring.commit(slot, generation(slot));
  }

  private static boolean abort(SlotRing<Cell> ring, Cell slot) {
    return ring.abort(slot, generation(slot));
  }

  private static List<Cell> claimAll(SlotRing<Cell> ring) {
    List<Cell> claimed = new ArrayList<>();
    for (Cell slot = ring.claim(); slot != null; slot = ring.claim()) {
      claimed.add(slot);
    }
    assertEquals(claimed.size(), claimed.stream().distinct().count());
    return claimed;
  }

  @Test
  void theSlotThatWasGivenBackLastIsClaimedFirst() {
    SlotRing<Cell> ring = ring(3);
    Cell first = ring.claim();
    Cell second = ring.claim();
    assertEquals(0, first.place());
    assertEquals(1, second.place());
    assertTrue(abort(ring, first));
    assertSame(first, ring.claim());
    assertTrue(commit(ring, first));
    assertTrue(abort(ring, second));
    assertTrue(ring.release(ring.take()));
    assertNull(ring.take());
    assertSame(first, ring.claim());
    assertSame(second, ring.claim());
    assertEquals(2, ring.claim().place());
    assertNull(ring.claim());
  }

  @Test
  void thereAreAsManySlotsAsWereAskedFor() {
    for (int slots : new int[] {0, 1, 2, 3, 64, 200}) {
      SlotRing<Cell> ring = ring(slots);
      assertEquals(slots, ring.capacity());
      for (int round = 1; round <= 3; round++) {
        List<Cell> claimed = claimAll(ring);
        assertEquals(slots, claimed.size());
        assertEquals(round, ring.dropped());
        assertEquals(slots, ring.held());
        claimed.forEach(slot -> commit(ring, slot));
        assertEquals(slots, ring.waiting());
        assertEquals(0, ring.held());
        for (Cell slot = ring.take(); slot != null; slot = ring.take()) {
          assertTrue(ring.release(slot));
        }
        assertEquals((long) round * slots, ring.releases());
      }
    }
  }

  @Test
  void committedSlotsAreTakenInTheOrderOfTheirCommits() {
    SlotRing<Cell> ring = ring(4);
    List<Cell> cells = claimAll(ring);
    commit(ring, cells.get(1));
    commit(ring, cells.get(0));
    commit(ring, cells.get(3));
    assertSame(cells.get(1), ring.take());
    commit(ring, cells.get(2)); // comes behind those that were taken from the stack already
    assertSame(cells.get(0), ring.take());
    assertSame(cells.get(3), ring.take());
    assertSame(cells.get(2), ring.take());
    assertNull(ring.take());
  }

  @Test
  void claimsAreNumbered() {
    SlotRing<Cell> ring = ring(2);
    for (int i = 0; i < 5; i++) {
      Cell slot = ring.claim();
      assertEquals(i, slot.claimed());
      abort(ring, slot);
    }
  }

  /** The free stack once linked a slot to itself, and gave it to sixteen holders at once. */
  @Test
  void aSlotIsGivenBackOnce() {
    SlotRing<Cell> ring = ring(4);
    Cell slot = ring.claim();
    commit(ring, slot);
    assertSame(slot, ring.take());
    assertTrue(ring.release(slot));
    assertFalse(ring.release(slot));
    assertFalse(ring.release(slot));
    assertEquals(2, ring.doubled());
    assertEquals(1, ring.releases());
    assertEquals(4, claimAll(ring).size());
    assertFalse(ring.release(slot), "it is another holder's now");
    assertEquals(Slot.HELD, Slot.phase(slot.word()));
    commit(ring, slot);
    assertFalse(ring.release(slot), "it waits for the consumer");
    assertSame(slot, ring.take());
    assertTrue(ring.release(slot));
    assertSame(slot, ring.claim());
    assertNull(ring.claim());
  }

  @Test
  void ofTwoCommitsAndAbortsOneCounts() {
    SlotRing<Cell> ring = ring(2);
    Cell slot = ring.claim();
    long generation = generation(slot);
    assertTrue(ring.abort(slot, generation));
    assertFalse(ring.abort(slot, generation));
    assertFalse(ring.commit(slot, generation));
    assertSame(slot, ring.claim());
    assertFalse(ring.abort(slot, generation), "of the generation before");
    assertFalse(ring.commit(slot, generation));
    assertTrue(commit(ring, slot));
    assertFalse(commit(ring, slot));
    assertFalse(abort(ring, slot));
    assertEquals(6, ring.late());
    assertEquals(1, ring.aborts());
    assertSame(slot, ring.take());
    assertNull(ring.take());
  }

  @Test
  void aReplacedSlotIsNobodysAndItsPlaceIsFreeAgain() {
    SlotRing<Cell> ring = ring(2);
    Cell slot = ring.claim();
    long generation = generation(slot);
    Cell fresh = new Cell();
    Orphan orphan = ring.replace(slot.place(), slot.word(), fresh);
    assertNotNull(orphan);
    assertFalse(orphan.isGone());
    assertEquals(1, ring.orphans());
    assertEquals(List.of(fresh), claimAll(ring).stream().filter(c -> c == fresh).toList());
    assertFalse(ring.commit(slot, generation));
    assertTrue(orphan.isGone(), "its holder has come");
    assertFalse(ring.abort(slot, generation));
    assertFalse(ring.handOver(slot, generation));
    assertFalse(ring.adopt(slot, generation));
    assertEquals(4, ring.late());
    assertNull(ring.take());
    assertNull(ring.claim());
    assertTrue(commit(ring, fresh));
    assertSame(fresh, ring.take());
    assertNotSame(slot, fresh);
  }

  @Test
  void aHolderThatIsQuickerKeepsItsSlot() {
    SlotRing<Cell> ring = ring(1);
    Cell slot = ring.claim();
    long seen = slot.word();
    assertTrue(commit(ring, slot));
    assertNull(ring.replace(0, seen, new Cell()));
    assertSame(slot, ring.take());
    assertTrue(ring.release(slot));
    assertSame(slot, ring.claim());
    assertNull(ring.replace(0, seen, new Cell()), "it is of another claim now");
    assertEquals(0, ring.orphans());
    assertTrue(abort(ring, slot));
  }

  @Test
  void whatIsHandedOverIsAdoptedOnce() {
    SlotRing<Cell> ring = ring(1);
    Cell slot = ring.claim();
    long generation = generation(slot);
    assertFalse(ring.adopt(slot, generation), "nobody has let go of it");
    assertTrue(ring.handOver(slot, generation));
    assertFalse(ring.commit(slot, generation), "it is with nobody");
    assertFalse(ring.handOver(slot, generation));
    assertEquals(1, ring.held());
    assertTrue(ring.adopt(slot, generation));
    assertFalse(ring.adopt(slot, generation));
    assertTrue(ring.commit(slot, generation));
    assertFalse(ring.adopt(slot, generation));
  }
}
