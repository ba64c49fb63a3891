package io.virk.capture.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The races of leases, of orphans and of captures that are handed over. Run by {@code
 * io.virk.capture.internal.StressTest}.
 */
public final class SlotLeaseStress {
  private SlotLeaseStress() {}

  /** A lease ends while the holder commits. */
  @JCStressTest
  @Outcome(id = "1, 7, 0, 1", expect = ACCEPTABLE, desc = "committed in time, and drained")
  @Outcome(id = "0, 0, 1, 1", expect = ACCEPTABLE, desc = "orphaned; the late commit is counted")
  @Outcome(id = "1, 7, 1, .*", expect = FORBIDDEN, desc = "committed, and replaced as well")
  @Outcome(id = "1, 0, .*", expect = FORBIDDEN, desc = "committed, and lost")
  @Outcome(expect = FORBIDDEN, desc = "torn, lost, doubled or miscounted")
  @State
  public static class LeaseAgainstCommit extends StressRing {
    private final Cell held;
    private final long seen;
    private boolean committed;

    /** Holds both slots. */
    public LeaseAgainstCommit() {
      ring.claim();
      held = ring.claim();
      seen = held.word();
    }

    /** Writes and commits. */
    @Actor
    public void holder(IIII_Result r) {
      held.write(7);
      r.r1 = ring.commit(held, Slot.generation(seen)) ? 1 : 0;
    }

    /** Replaces the slot. */
    @Actor
    public void consumer(IIII_Result r) {
      r.r3 = ring.replace(held.place(), seen, new Cell()) == null ? 0 : 1;
    }

    /** Drains, and counts what is free. */
    @Arbiter
    public void count(IIII_Result r) {
      drain(
          cell -> {
            r.r2 = cell.read();
            ring.release(cell);
          },
          4);
      r.r4 = free() == 1 && ring.late() == r.r3 && ring.orphans() == r.r3 ? 1 : 0;
    }
  }

  /** The holder of an orphan goes on writing while another fills the fresh slot. */
  @JCStressTest
  @Outcome(id = "1, 7, 1, 0", expect = ACCEPTABLE, desc = "the fresh slot's observation is whole")
  @Outcome(id = "0, 0, 1, 1", expect = ACCEPTABLE, desc = "the holder committed in time")
  @Outcome(id = "1, (-1|9), .*", expect = FORBIDDEN, desc = "the orphan's holder wrote into it")
  @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
  @State
  public static class OrphanAgainstFresh extends StressRing {
    private final Cell held;

    /** Holds both slots. */
    public OrphanAgainstFresh() {
      ring.claim();
      held = ring.claim();
    }

    /** Writes, and writes again. */
    @Actor
    public void holder(IIII_Result r) {
      held.write(9);
      r.r3 = ring.commit(held, 1) ? 2 : 1;
    }

    /** Replaces the slot, and fills the fresh one as another producer would. */
    @Actor
    public void other(IIII_Result r) {
      if (ring.replace(held.place(), held.word(), new Cell()) != null) {
        Cell cell = ring.claim();
        cell.write(7);
        r.r1 = commit(cell) ? 1 : 0;
      }
    }

    /** Drains. */
    @Arbiter
    public void count(IIII_Result r) {
      drain(
          cell -> {
            r.r2 = cell.read();
            ring.release(cell);
          },
          4);
      if (r.r3 == 2) { // the commit was in time: drained instead
        boolean drained = r.r1 == 0 && r.r2 == 9 && ring.orphans() == 0;
        r.r2 = drained ? 0 : -1;
        r.r3 = 1;
      }
      r.r4 = (int) (1 - ring.orphans());
    }
  }

  /** Two threads adopt what a third has handed over. */
  @JCStressTest
  @Outcome(id = "7, 0", expect = ACCEPTABLE, desc = "the first adopts it, and sees all of it")
  @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "the second adopts it, and sees all of it")
  @Outcome(id = "7, 7", expect = FORBIDDEN, desc = "one capture for two threads")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "handed over, and nobody's")
  @Outcome(expect = FORBIDDEN, desc = "adopted before all of it was seen")
  @State
  public static class TwoAdopt extends StressRing {
    private final Cell cell = ring.claim();
    private final long generation = Slot.generation(cell.word());

    /** Writes and hands over. */
    public TwoAdopt() {
      cell.write(7);
      ring.handOver(cell, generation);
    }

    /** Adopts. */
    @Actor
    public void first(II_Result r) {
      r.r1 = ring.adopt(cell, generation) ? cell.read() : 0;
    }

    /** Adopts. */
    @Actor
    public void second(II_Result r) {
      r.r2 = ring.adopt(cell, generation) ? cell.read() : 0;
    }
  }

  /** A lease ends while a capture is between two threads. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "adopted in time, and committed")
  @Outcome(
      id = "0, 1, 1",
      expect = ACCEPTABLE,
      desc = "orphaned; adoption or commit comes too late")
  @Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "committed, and replaced as well")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or miscounted")
  @State
  public static class LeaseAgainstAdopt extends StressRing {
    private final Cell cell;
    private final long generation;

    /** Holds both slots, and hands one over. */
    public LeaseAgainstAdopt() {
      ring.claim();
      cell = ring.claim();
      generation = Slot.generation(cell.word());
      ring.handOver(cell, generation);
    }

    /** Adopts and commits. */
    @Actor
    public void taker(III_Result r) {
      r.r1 = ring.adopt(cell, generation) && ring.commit(cell, generation) ? 1 : 0;
    }

    /** Replaces the slot; where the holder moves meanwhile, at the next look. */
    @Actor
    public void consumer(III_Result r) {
      for (int look = 0; look < 3 && r.r2 == 0; look++) {
        long word = ring.word(cell.place());
        if (SlotRing.isHeld(word)) {
          r.r2 = ring.replace(cell.place(), word, new Cell()) == null ? 0 : 1;
        }
      }
    }

    /** Drains, and counts what is free. */
    @Arbiter
    public void count(III_Result r) {
      drain(ring::release, 4);
      r.r3 = free() == 1 && ring.orphans() == r.r2 && ring.releases() == r.r1 ? 1 : 0;
    }
  }
}
