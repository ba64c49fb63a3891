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
 * The races of a {@link SlotRing}. Every test has a ring of two slots; those that are about the
 * last one hold the other from the beginning. Run by {@code io.virk.capture.internal.StressTest}.
 */
public final class SlotRingStress {
  private SlotRingStress() {}

  /** Two producers want the last free slot. */
  @JCStressTest
  @Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "the first gets it, the second drops")
  @Outcome(id = "0, 1, 1, 1", expect = ACCEPTABLE, desc = "the second gets it, the first drops")
  @Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "one slot for two producers")
  @Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "a free slot that nobody gets")
  @Outcome(expect = FORBIDDEN, desc = "claims or drops are miscounted")
  @State
  public static class TwoProducersOneSlot extends StressRing {
    /** Holds one of the two slots. */
    public TwoProducersOneSlot() {
      ring.claim();
    }

    /** Claims. */
    @Actor
    public void first(IIII_Result r) {
      r.r1 = ring.claim() == null ? 0 : 1;
    }

    /** Claims. */
    @Actor
    public void second(IIII_Result r) {
      r.r2 = ring.claim() == null ? 0 : 1;
    }

    /** Reads the counters. */
    @Arbiter
    public void count(IIII_Result r) {
      r.r3 = (int) ring.claims() - 1;
      r.r4 = (int) ring.dropped();
    }
  }

  /** The consumer drains while a producer writes and commits. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "drained before the commit: nothing there")
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "drained after it: all fields and the array")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "committed before it was written")
  @Outcome(id = "1, -1", expect = FORBIDDEN, desc = "torn: some parts are written, others not")
  @Outcome(expect = FORBIDDEN, desc = "not one slot, or not what was written")
  @State
  public static class CommitAgainstDrain extends StressRing {
    /** Claims, writes, commits. */
    @Actor
    public void producer() {
      Cell cell = ring.claim();
      cell.write(7);
      commit(cell);
    }

    /** Drains. */
    @Actor
    public void consumer(II_Result r) {
      r.r1 = drain(cell -> r.r2 = cell.read(), 4);
    }
  }

  /** The slot goes round: what the consumer has released, the next producer claims. */
  @JCStressTest
  @Outcome(id = "7, 0, 1", expect = ACCEPTABLE, desc = "claimed before the release: dropped")
  @Outcome(id = "7, 8, 0", expect = ACCEPTABLE, desc = "claimed after it: the consumer is done")
  @Outcome(id = "(-1|9), .*", expect = FORBIDDEN, desc = "overwritten before the consumer has read")
  @Outcome(id = "7, (7|-1), .*", expect = FORBIDDEN, desc = "claimed while the consumer writes")
  @Outcome(id = "7, 8, 1", expect = FORBIDDEN, desc = "doubled: claimed, and free as well")
  @Outcome(id = "7, 0, 0", expect = FORBIDDEN, desc = "lost: neither claimed nor free")
  @Outcome(expect = FORBIDDEN, desc = "one slot is there twice, or nothing was drained")
  @State
  public static class ReleaseAgainstClaim extends StressRing {
    /** Holds one slot and commits the other. */
    public ReleaseAgainstClaim() {
      ring.claim();
      Cell cell = ring.claim();
      cell.write(7);
      commit(ring, cell);
    }

    /** Drains, reads, writes a result of its own into the slot, and releases. */
    @Actor
    public void consumer(III_Result r) {
      drain(
          cell -> {
            r.r1 = cell.read();
            cell.write(8);
            ring.release(cell);
          },
          4);
    }

    /** Claims and writes. */
    @Actor
    public void producer(III_Result r) {
      Cell cell = ring.claim();
      if (cell != null) {
        r.r2 = cell.read();
        cell.write(9);
      }
    }

    /** Counts what is free. */
    @Arbiter
    public void count(III_Result r) {
      r.r3 = free();
    }
  }

  /** One producer gives its slot back while another wants one. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "claimed after the abort")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "claimed before it: dropped")
  @Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "doubled: claimed, and free as well")
  @Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "lost: neither claimed nor free")
  @Outcome(expect = FORBIDDEN, desc = "one slot is there twice, or the abort is miscounted")
  @State
  public static class AbortAgainstClaim extends StressRing {
    private final Cell held;

    /** Holds both slots. */
    public AbortAgainstClaim() {
      ring.claim();
      held = ring.claim();
    }

    /** Aborts. */
    @Actor
    public void aborting() {
      abort(held);
    }

    /** Claims. */
    @Actor
    public void claiming(III_Result r) {
      r.r1 = ring.claim() == null ? 0 : 1;
    }

    /** Counts what is free. */
    @Arbiter
    public void count(III_Result r) {
      r.r2 = free();
      r.r3 = (int) ring.aborts();
    }
  }

  /** Two slots are given back at once, one by a producer and one by the consumer. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both are free again")
  @Outcome(id = "1, (0|1)", expect = FORBIDDEN, desc = "a slot is lost")
  @Outcome(id = "1, -1", expect = FORBIDDEN, desc = "one slot is there twice")
  @Outcome(expect = FORBIDDEN, desc = "the committed slot was not drained once")
  @State
  public static class AbortAgainstRelease extends StressRing {
    private final Cell held;

    /** Holds one slot and commits the other. */
    public AbortAgainstRelease() {
      held = ring.claim();
      commit(ring, ring.claim());
    }

    /** Aborts. */
    @Actor
    public void producer() {
      abort(held);
    }

    /** Drains and releases. */
    @Actor
    public void consumer(II_Result r) {
      r.r1 = drain(ring::release, 4);
    }

    /** Counts what is free. */
    @Arbiter
    public void count(II_Result r) {
      r.r2 = free();
    }
  }

  /** Two producers commit at once. */
  @JCStressTest
  @Outcome(id = "2, 12, 2", expect = ACCEPTABLE, desc = "both are drained, whole, once")
  @Outcome(id = "(0|1), .*", expect = FORBIDDEN, desc = "a commit is lost")
  @Outcome(id = "2, (10|14), .*", expect = FORBIDDEN, desc = "one commit twice, the other never")
  @Outcome(expect = FORBIDDEN, desc = "torn, lost or doubled")
  @State
  public static class TwoCommits extends StressRing {
    private int sum;

    private void produce(int value) {
      Cell cell = ring.claim();
      cell.write(value);
      commit(cell);
    }

    /** Commits a 5. */
    @Actor
    public void first() {
      produce(5);
    }

    /** Commits a 7. */
    @Actor
    public void second() {
      produce(7);
    }

    /** Drains. */
    @Arbiter
    public void drain(III_Result r) {
      r.r1 =
          drain(
              cell -> {
                sum += cell.read();
                ring.release(cell);
              },
              4);
      r.r2 = sum;
      r.r3 = free();
    }
  }

  /**
   * One producer claims a slot while another takes both, and gives them back in the order in which
   * it took them: the first is on top again, but what is under it is another (ABA).
   */
  @JCStressTest
  @Outcome(id = "(0|1), (0|1), 2", expect = ACCEPTABLE, desc = "both slots are free in the end")
  @Outcome(id = ".*, .*, -1", expect = FORBIDDEN, desc = "one slot is there twice")
  @Outcome(id = ".*, .*, (0|1)", expect = FORBIDDEN, desc = "a slot is lost")
  @Outcome(expect = FORBIDDEN, desc = "more slots than there are")
  @State
  public static class FirstUnderAgain extends StressRing {
    /** Claims and aborts, three times. */
    @Actor
    public void one(III_Result r) {
      for (int i = 0; i < 3; i++) {
        Cell cell = ring.claim();
        if (cell != null) {
          r.r1 = 1;
          abort(cell);
        }
      }
    }

    /** Claims both, and aborts the first before the second, three times. */
    @Actor
    public void both(III_Result r) {
      for (int i = 0; i < 3; i++) {
        Cell first = ring.claim();
        Cell second = ring.claim();
        if (first != null) {
          abort(first);
        }
        if (second != null) {
          r.r2 = 1;
          abort(second);
        }
      }
    }

    /** Counts what is free. */
    @Arbiter
    public void count(III_Result r) {
      r.r3 = free();
    }
  }

  /** One producer sends three observations through the only slot while the consumer drains. */
  @JCStressTest
  @Outcome(id = "3, 0, 1, 0", expect = ACCEPTABLE, desc = "all three got the slot")
  @Outcome(id = "2, 1, 1, 0", expect = ACCEPTABLE, desc = "one was dropped, two drained")
  @Outcome(id = "1, 2, 1, 0", expect = ACCEPTABLE, desc = "two were dropped, one drained")
  @Outcome(id = ".*, 1", expect = FORBIDDEN, desc = "torn, out of order, or drained twice")
  @Outcome(expect = FORBIDDEN, desc = "drained and dropped are not three, or the slot is lost")
  @State
  public static class RoundAndRound extends StressRing {
    private int drained;
    private int last;
    private boolean wrong;

    /** Holds one of the two slots. */
    public RoundAndRound() {
      ring.claim();
    }

    private void take(Cell cell) {
      int value = cell.read();
      wrong |= value <= last;
      last = value;
      drained++;
      ring.release(cell);
    }

    /** Claims, writes and commits three times. */
    @Actor
    public void producer() {
      for (int value = 1; value <= 3; value++) {
        Cell cell = ring.claim();
        if (cell != null) {
          cell.write(value);
          commit(cell);
        }
        Thread.onSpinWait();
      }
    }

    /** Drains again and again. */
    @Actor
    public void consumer() {
      for (int i = 0; i < 40; i++) {
        drain(this::take, 1);
      }
    }

    /** Drains the rest and counts. */
    @Arbiter
    public void rest(IIII_Result r) {
      drain(this::take, 4);
      r.r1 = drained;
      r.r2 = (int) ring.dropped();
      r.r3 = free();
      r.r4 = wrong ? 1 : 0;
    }
  }

  /** The consumer releases a slot twice, as after an exception between the steps. */
  @JCStressTest
  @Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "claimed before the release: dropped")
  @Outcome(
      id = "1, 1, 0, 1",
      expect = ACCEPTABLE,
      desc = "claimed once, before or after the second")
  @Outcome(id = "2, .*", expect = FORBIDDEN, desc = "two releases of one slot")
  @Outcome(id = "1, 1, 1, .*", expect = FORBIDDEN, desc = "doubled: claimed, and free as well")
  @Outcome(id = ".*, .*, -1, .*", expect = FORBIDDEN, desc = "one slot is there twice")
  @Outcome(expect = FORBIDDEN, desc = "the slot is lost, or the second release is not counted")
  @State
  public static class DoubleRelease extends StressRing {
    private final Cell taken;

    /** Holds one slot and takes the other. */
    public DoubleRelease() {
      ring.claim();
      commit(ring, ring.claim());
      taken = ring.take();
    }

    /** Releases, and again. */
    @Actor
    public void consumer(IIII_Result r) {
      r.r1 = (ring.release(taken) ? 1 : 0) + (ring.release(taken) ? 1 : 0);
    }

    /** Claims. */
    @Actor
    public void producer(IIII_Result r) {
      r.r2 = ring.claim() == null ? 0 : 1;
    }

    /** Counts what is free. */
    @Arbiter
    public void count(IIII_Result r) {
      r.r3 = free();
      r.r4 = (int) ring.doubled();
    }
  }
}
