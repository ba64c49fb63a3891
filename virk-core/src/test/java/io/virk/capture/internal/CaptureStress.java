package io.virk.capture.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.virk.Monitor;
import io.virk.MonitorStatus;
import io.virk.capture.Capture;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The races of a {@link Capture} that its holder keeps for too long, and of a {@link Monitor} that
 * closes. Run by {@link StressTest}.
 */
public final class CaptureStress {
  private CaptureStress() {}

  /**
   * One slot for two threads. The first commits and goes on with its handle, as a
   * try-with-resources does; in between the slot goes round, so that the second may hold it.
   */
  abstract static class OneSlot {
    private final SlotRing<SlotObservation> ring;
    private final SlotObservation slot;
    private boolean observed;

    OneSlot() {
      SlotShape shape =
          new SlotShape(Optional.empty(), Optional.empty(), 16, 4, List.of(), List.of(), 0);
      TagValues tags = new TagValues(8);
      ring = new SlotRing<>(2, r -> new SlotObservation(r, shape, tags, System::nanoTime));
      ring.claim(); // is never there
      slot = ring.claim();
    }

    /** Observes a 1, drains it, and returns the handle of the past. */
    final Capture past() {
      Capture past = slot.begin(1, 0, 1);
      fill(past, 1);
      past.commit();
      ring.release(ring.take());
      return past;
    }

    /** As {@link #past}, and goes round until that handle's turn comes again, if it can. */
    final Capture longPast() {
      Capture past = past();
      for (int i = 0; i < 15; i++) {
        SlotObservation again = ring.claim();
        if (again != null) {
          again.begin(1, 0, 1).close();
        }
      }
      return past;
    }

    /** Observes a 2, if the slot is free. */
    final void observe() {
      SlotObservation claimed = ring.claim();
      if (claimed != null) {
        observed = true;
        Capture capture = claimed.begin(2, 0, 1);
        fill(capture, 2);
        capture.commit();
      }
    }

    private static void fill(Capture capture, int value) {
      float[] embedding = new float[16];
      Arrays.fill(embedding, value);
      capture.embedding(embedding).predictedClass(value).tag("by", "second");
    }

    /** Whether the second got the slot, what is drained of it, aborts, and free slots. */
    final void count(IIII_Result r) {
      r.r1 = observed ? 1 : 0;
      int taken = 0;
      for (SlotObservation drained = ring.take(); drained != null; drained = ring.take()) {
        taken++;
        boolean whole = drained.sequence() == 2 && "second".equals(drained.tag("by"));
        for (float v : drained.embedding()) {
          whole &= v == drained.predictedClass();
        }
        r.r2 = whole ? drained.predictedClass() : -1;
        ring.release(drained);
      }
      r.r2 = taken > 1 ? -taken : r.r2;
      r.r3 = (int) (ring.aborts() + ring.releases() - ring.claims() + 1 + ring.doubled());
      while (r.r4 < 4 && ring.claim() != null) {
        r.r4++;
      }
    }
  }

  /** A close() after the commit, while another thread may hold the slot. */
  @JCStressTest
  @Outcome(id = "1, 2, 0, 1", expect = ACCEPTABLE, desc = "the second observed, undisturbed")
  @Outcome(id = "0, 0, 0, 1", expect = ACCEPTABLE, desc = "the second found no slot")
  @Outcome(id = ".*, -1, .*, .*", expect = FORBIDDEN, desc = "the second's observation is torn")
  @Outcome(id = "1, (0|1), .*, .*", expect = FORBIDDEN, desc = "the second's observation is lost")
  @Outcome(id = ".*, .*, [^0], .*", expect = FORBIDDEN, desc = "one slot was given back twice")
  @Outcome(id = ".*, .*, .*, [^1]", expect = FORBIDDEN, desc = "the slot is lost or doubled")
  @Outcome(expect = FORBIDDEN, desc = "an observation that nobody made")
  @State
  public static class LateClose extends OneSlot {
    /** Commits, and closes when the slot may be the other's. */
    @Actor
    public void first() {
      past().close();
    }

    /** Observes. */
    @Actor
    public void second() {
      observe();
    }

    /** Drains and counts. */
    @Arbiter
    public void rest(IIII_Result r) {
      count(r);
    }
  }

  /** A close() sixteen captures after the commit, when the handle's turn has come again. */
  @JCStressTest
  @Outcome(id = "1, 2, 0, 1", expect = ACCEPTABLE, desc = "the second observed, undisturbed")
  @Outcome(id = "0, 0, 0, 1", expect = ACCEPTABLE, desc = "the second found no slot")
  @Outcome(id = ".*, -1, .*, .*", expect = FORBIDDEN, desc = "the second's observation is torn")
  @Outcome(id = "1, (0|1), .*, .*", expect = FORBIDDEN, desc = "the second's observation is lost")
  @Outcome(id = ".*, .*, [^0], .*", expect = FORBIDDEN, desc = "one slot was given back twice")
  @Outcome(id = ".*, .*, .*, [^1]", expect = FORBIDDEN, desc = "the slot is lost or doubled")
  @Outcome(expect = FORBIDDEN, desc = "an observation that nobody made")
  @State
  public static class VeryLateClose extends OneSlot {
    /** Commits, goes round, and closes. */
    @Actor
    public void first() {
      longPast().close();
    }

    /** Observes. */
    @Actor
    public void second() {
      observe();
    }

    /** Drains and counts. */
    @Arbiter
    public void rest(IIII_Result r) {
      count(r);
    }
  }

  /** A second commit(), while another thread may hold the slot. */
  @JCStressTest
  @Outcome(id = "1, 2, 0, 1", expect = ACCEPTABLE, desc = "the second observed, undisturbed")
  @Outcome(id = "0, 0, 0, 1", expect = ACCEPTABLE, desc = "the second found no slot")
  @Outcome(id = ".*, -1, .*, .*", expect = FORBIDDEN, desc = "the second's observation is torn")
  @Outcome(id = "1, (0|1), .*, .*", expect = FORBIDDEN, desc = "the second's observation is lost")
  @Outcome(id = ".*, .*, [^0], .*", expect = FORBIDDEN, desc = "one slot was given back twice")
  @Outcome(id = ".*, .*, .*, [^1]", expect = FORBIDDEN, desc = "the slot is lost or doubled")
  @Outcome(expect = FORBIDDEN, desc = "an observation that nobody made")
  @State
  public static class LateCommit extends OneSlot {
    /** Commits, and again when the slot may be the other's. */
    @Actor
    public void first() {
      past().commit();
    }

    /** Observes. */
    @Actor
    public void second() {
      observe();
    }

    /** Drains and counts. */
    @Arbiter
    public void rest(IIII_Result r) {
      count(r);
    }
  }

  /** Writes after the commit, while another thread may hold the slot. */
  @JCStressTest
  @Outcome(id = "1, 2, 0, 1", expect = ACCEPTABLE, desc = "the second observed, undisturbed")
  @Outcome(id = "0, 0, 0, 1", expect = ACCEPTABLE, desc = "the second found no slot")
  @Outcome(id = ".*, -1, .*, .*", expect = FORBIDDEN, desc = "the second's observation is torn")
  @Outcome(id = "1, (0|1), .*, .*", expect = FORBIDDEN, desc = "the second's observation is lost")
  @Outcome(id = ".*, .*, [^0], .*", expect = FORBIDDEN, desc = "one slot was given back twice")
  @Outcome(id = ".*, .*, .*, [^1]", expect = FORBIDDEN, desc = "the slot is lost or doubled")
  @Outcome(expect = FORBIDDEN, desc = "an observation that nobody made")
  @State
  public static class LateFill extends OneSlot {
    /** Commits, and writes when the slot may be the other's. */
    @Actor
    public void first() {
      past().embedding(new float[16]).predictedClass(3).tag("by", "first");
    }

    /** Observes. */
    @Actor
    public void second() {
      observe();
    }

    /** Drains and counts. */
    @Arbiter
    public void rest(IIII_Result r) {
      count(r);
    }
  }

  /** A host thread observes while another closes the monitor, which is polled. */
  @JCStressTest
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "closed before the capture: not sampled")
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "committed before the close's last drain")
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "committed after it: counted as unfinished")
  @Outcome(id = "1, 0, 0", expect = FORBIDDEN, desc = "lost without being counted")
  @Outcome(id = "1, 1, 1", expect = FORBIDDEN, desc = "drained, and unfinished as well")
  @Outcome(expect = FORBIDDEN, desc = "an observation that nobody made")
  @State
  public static class CommitAgainstMonitorClose {
    private static final float[] EMBEDDING = {1, 2, 3, 4};

    private final Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .clock(Baselines.CLOCK)
            .slots(2)
            .polled()
            .start();

    /** Observes. */
    @Actor
    public void host(III_Result r) {
      Capture capture = monitor.capture();
      r.r1 = capture.isSampled() ? 1 : 0;
      capture.embedding(EMBEDDING).commit();
    }

    /** Closes. */
    @Actor
    public void closer() {
      monitor.close();
    }

    /** Reads the status. */
    @Arbiter
    public void count(III_Result r) {
      MonitorStatus status = monitor.status();
      r.r2 = (int) status.judged().observations();
      r.r3 = (int) status.captured().unfinished();
    }
  }

  /** A capture is written by two threads, one after the other, by way of a data race. */
  @JCStressTest
  @Outcome(
      id = "0, 0, 0",
      expect = ACCEPTABLE,
      desc = "adopted too early: nobody's, until the lease")
  @Outcome(id = "1, 7, 8", expect = ACCEPTABLE, desc = "adopted, with all that was written before")
  @Outcome(
      id = "1, (0|-1), .*",
      expect = FORBIDDEN,
      desc = "adopted without what was written before")
  @Outcome(expect = FORBIDDEN, desc = "committed by nobody, or torn")
  @State
  public static class HandOver {
    private final SlotRing<SlotObservation> ring;
    private final SlotObservation slot;
    private Capture handed;

    /** One slot. */
    public HandOver() {
      SlotShape shape =
          new SlotShape(Optional.empty(), Optional.empty(), 16, 4, List.of(), List.of(), 0);
      TagValues tags = new TagValues(8);
      ring = new SlotRing<>(1, r -> new SlotObservation(r, shape, tags, System::nanoTime));
      slot = ring.claim();
    }

    /** Writes the embedding and hands over. */
    @Actor
    public void giver() {
      float[] embedding = new float[16];
      Arrays.fill(embedding, 7);
      Capture capture = slot.begin(2, 0, 1).embedding(embedding);
      handed = capture;
      capture.handOver();
      capture.predictedClass(5).tag("by", "giver").commit(); // ignored
    }

    /** Adopts, writes the class, commits. */
    @Actor
    public void taker(III_Result r) {
      Capture capture = handed;
      if (capture != null) {
        capture.adopt().predictedClass(8).commit();
      }
    }

    /** Drains. */
    @Arbiter
    public void rest(III_Result r) {
      SlotObservation drained = ring.take();
      if (drained != null) {
        r.r1 = 1;
        r.r2 = drained.embedding() == null ? 0 : 7;
        for (int i = 0; r.r2 == 7 && i < 16; i++) {
          r.r2 = drained.embedding()[i] == 7 ? 7 : -1;
        }
        r.r3 = drained.tag("by") == null ? drained.predictedClass() : -1;
      }
    }
  }
}
