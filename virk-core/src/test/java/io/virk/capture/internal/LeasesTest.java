package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final long LEASE = 8_000;
  private static final long LOOK = 1_000;

  private static final class Cell extends Slot {}

  private final SlotRing<Cell> ring = new SlotRing<>(4, r -> new Cell());
  private boolean full;
  private long now = Long.MAX_VALUE - 5_000; // the clock overflows on the way
  private final Leases<Cell> leases = new Leases<>(ring, this::make, LEASE);

  private Cell make() {
    if (full) {
      throw new OutOfMemoryError("a full heap");
    }
    return new Cell();
  }

  /** Looks again and again while time passes. */
  private int pass(long time) {
    int replaced = leases.look(now);
    for (long end = now + time; now != end; ) {
      now += LOOK;
      replaced += leases.look(now);
    }
    return replaced;
  }

  @Test
  void aSlotIsReplacedOnceItWasHeldForALease() {
    ring.claim();
    assertEquals(0, pass(LEASE));
    assertEquals(1, pass(LOOK));
    assertEquals(0, pass(10 * LEASE));
    assertEquals(1, ring.orphans());
    assertEquals(0, ring.held());
    for (int i = 0; i < 4; i++) {
      assertNotNull(ring.claim());
    }
    assertNull(ring.claim());
  }

  @Test
  void whoComesInTimeKeepsItsSlotHoweverOftenItGoesRound() {
    for (int i = 0; i < 20; i++) {
      Cell slot = ring.claim();
      assertEquals(0, pass(LEASE - LOOK));
      assertTrue(ring.abort(slot, Slot.generation(slot.word())));
    }
    assertEquals(0, ring.orphans());
  }

  @Test
  void aHandOverDoesNotRenewTheLease() {
    Cell slot = ring.claim();
    long generation = Slot.generation(slot.word());
    int replaced = 0;
    for (int i = 0; i < 10; i++) {
      ring.handOver(slot, generation);
      replaced += pass(LOOK);
      ring.adopt(slot, generation);
      replaced += pass(LOOK);
    }
    assertEquals(1, replaced);
    assertFalse(ring.commit(slot, generation));
  }

  /** A debugger, a suspended machine, a monitor that nobody polled: nobody's lease has run. */
  @Test
  void aLongSilenceUsesUpNobodysLease() {
    ring.claim();
    pass(LOOK);
    now += 1000 * LEASE;
    assertEquals(0, leases.look(now));
    assertEquals(0, pass(LEASE / 2 - 2 * LOOK));
    assertEquals(1, pass(3 * LOOK));
  }

  @Test
  void aClockThatIsSetBackCostsNothing() {
    ring.claim();
    pass(LEASE / 2);
    now -= 1000 * LEASE;
    assertEquals(0, pass(LEASE / 2 - LOOK));
    assertEquals(1, pass(3 * LOOK));
  }

  @Test
  void committedSlotsAreNotReplacedHoweverLongTheyWait() {
    Cell slot = ring.claim();
    ring.commit(slot, Slot.generation(slot.word()));
    assertEquals(0, pass(10 * LEASE));
    assertNotNull(ring.take());
    assertEquals(0, pass(10 * LEASE));
  }

  /** Threads that hang for ever hold their slots' memory: it must not eat the heap. */
  @Test
  void replacementsGetRarerTheMoreOrphansAreHeld() {
    List<Cell> hung = new ArrayList<>();
    List<Long> heldAfter = new ArrayList<>();
    for (int leasesPassed = 1; leasesPassed <= 4096; leasesPassed++) {
      for (Cell slot = ring.claim(); slot != null; slot = ring.claim()) {
        hung.add(slot);
      }
      pass(LEASE);
      if (Integer.bitCount(leasesPassed) == 1) {
        heldAfter.add(ring.orphans());
      }
    }
    long last = heldAfter.get(heldAfter.size() - 1);
    assertTrue(ring.orphans() <= 4 * 12, "orphans: " + heldAfter);
    assertTrue(last > heldAfter.get(heldAfter.size() - 4), "it never stops: " + heldAfter);
    assertEquals(ring.orphans(), leases.held());
    // all come back at last: their memory is not held any more, and the ring is whole at once
    hung.forEach(slot -> ring.commit(slot, Slot.generation(slot.word())));
    for (Cell slot = ring.claim(); slot != null; slot = ring.claim()) {
      hung.add(slot);
    }
    int replaced = pass(3 * LEASE);
    assertTrue(replaced <= 4, "" + replaced);
    assertTrue(leases.held() <= 4);
  }

  @Test
  void aFullHeapPutsTheReplacementOff() {
    Cell slot = ring.claim();
    full = true;
    assertThrows(OutOfMemoryError.class, () -> pass(2 * LEASE));
    assertEquals(0, ring.orphans());
    full = false;
    assertEquals(1, pass(LOOK));
    assertFalse(ring.commit(slot, Slot.generation(slot.word())));
  }
}
