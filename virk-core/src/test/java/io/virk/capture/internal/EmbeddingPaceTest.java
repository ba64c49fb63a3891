package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.EmbeddingCost;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.event.DropReason;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The CPU budget beside an embedder that costs too much for it. */
class EmbeddingPaceTest {
  private static final long MILLI = 1_000_000;

  /** Every embedding costs the same CPU time. */
  private static final class Slow implements Embedder {
    private final AtomicLong cpu;
    private final long nanos;
    private final List<Integer> batches = new ArrayList<>();

    Slow(AtomicLong cpu, long nanos) {
      this.cpu = cpu;
      this.nanos = nanos;
    }

    @Override
    public int embeddingLength() {
      return 4;
    }

    @Override
    public int logitsLength() {
      return 0;
    }

    @Override
    public Embeddings embed(List<Frame> frames) {
      batches.add(frames.size());
      cpu.addAndGet(nanos * frames.size());
      return new Embeddings(frames.size(), new float[4 * frames.size()], new float[0]);
    }

    @Override
    public EmbedderProvenance provenance() {
      return new EmbedderProvenance("slow", "0".repeat(64), "none");
    }

    @Override
    public void close() {}
  }

  private static void image(CaptureDesk desk) {
    desk.capture().image(new byte[12], 2, 2, PixelFormat.RGB).commit();
  }

  @Test
  void whatAnEmbeddingCostsIsToldWithWhatTheBudgetAllows() {
    EmbeddingCost cost = new EmbeddingCost(Duration.ofMillis(15), 0.1 * 1000 / 15, 0, 1);
    assertEquals("one embedding costs 15.0 ms, the CPU budget allows 6.7 a second", cost.text());
    assertEquals(
        "one embedding costs 15.0 ms, the CPU budget allows 6.7 a second: with windows of 64 and 24"
            + " slices, one is judged every 3.8 min at best",
        cost.of(64, 24).text());
    assertEquals(
        "one embedding costs 15.0 ms, the CPU budget allows 6.7 a second: with windows of 64 and"
            + " one slice, one is judged every 9.6 s at best",
        cost.of(64, 1).text());
    EmbeddingCost free = new EmbeddingCost(Duration.ofMillis(15), Double.POSITIVE_INFINITY, 64, 24);
    assertEquals("one embedding costs 15.0 ms", free.text());
    assertEquals(Duration.ZERO, free.windowEvery());
  }

  @Test
  void oneRoundTakesNoMoreThanASecondsAllowance() {
    TestDesk test = new TestDesk().slots(64);
    AtomicLong cpu = new AtomicLong();
    Slow slow = new Slow(cpu, 15 * MILLI);
    CaptureDesk desk = test.embedder(slow).cpu(0.1, cpu::get).make();
    assertTrue(desk.embeddingCost().isEmpty());
    for (int i = 0; i < 64; i++) {
      image(desk);
    }
    assertEquals(64, desk.poll(64));
    assertEquals(16, slow.batches.get(0), "nothing is known yet");
    assertEquals(6, slow.batches.get(1));
    EmbeddingCost cost = desk.embeddingCost().orElseThrow();
    assertEquals(15, cost.each().toMillis());
    assertEquals(100.0 / 15, cost.perSecond(), 0.01);
    assertEquals(64 * 15 * MILLI, desk.cpuNanos());
  }

  @Test
  void theThreadTimesOneEmbeddingBeforeAnythingElse() throws InterruptedException {
    AtomicLong cpu = new AtomicLong();
    Slow slow = new Slow(cpu, 15 * MILLI);
    CaptureDesk desk =
        new TestDesk().embedder(slow).nanoClock(System::nanoTime).cpu(0.1, cpu::get).make();
    AtomicReference<EmbeddingCost> told = new AtomicReference<>();
    CountDownLatch timed = new CountDownLatch(1);
    desk.start(
        Thread::new,
        cost -> {
          told.set(cost);
          timed.countDown();
        });
    assertTrue(timed.await(1, TimeUnit.MINUTES));
    desk.close(Duration.ofMinutes(1));
    assertEquals(15, told.get().each().toMillis());
    assertEquals(List.of(1, 1), slow.batches);
    assertEquals(0, desk.counts().drained());
  }

  @Test
  void anEmbedderThatCannotBeTimedIsCounted() throws InterruptedException {
    Embedder broken =
        new Embedder() {
          @Override
          public int embeddingLength() {
            return 4;
          }

          @Override
          public int logitsLength() {
            return 0;
          }

          @Override
          public Embeddings embed(List<Frame> frames) {
            throw new NoClassDefFoundError("ai/onnxruntime/OrtException");
          }

          @Override
          public EmbedderProvenance provenance() {
            return new EmbedderProvenance("broken", "0".repeat(64), "none");
          }

          @Override
          public void close() {}
        };
    TestDesk test = new TestDesk();
    CaptureDesk desk = test.embedder(broken).nanoClock(System::nanoTime).make();
    desk.start(Thread::new, cost -> {});
    image(desk);
    desk.close(Duration.ofMinutes(1));
    assertEquals(1, desk.counts().drained());
    assertEquals(2, desk.embedderFailures());
  }

  /** A budget that is used up is a reason of its own, and does not keep a desk from closing. */
  @Test
  void aDeskOverItsCpuBudgetDropsForThatReasonAndStillEnds() {
    AtomicLong cpu = new AtomicLong();
    CaptureDesk desk =
        new TestDesk()
            .slots(4)
            .nanoClock(System::nanoTime)
            .cpu(0.01, () -> cpu.addAndGet(10_000 * MILLI)) // every round takes long
            .make();
    desk.start(Thread::new, cost -> {});
    while (desk.counts().droppedBy().get(DropReason.CPU_BUDGET) < 10) {
      desk.capture().embedding(new float[4]).commit();
      Thread.onSpinWait();
    }
    desk.close(Duration.ofMinutes(1));
    CaptureCounts counts = desk.counts();
    assertEquals(0, counts.unfinished());
    assertEquals(counts.sampled(), counts.drained() + counts.dropped());
    assertEquals(
        counts.dropped(), counts.droppedBy().values().stream().mapToLong(Long::longValue).sum());
  }

  /** A checkpoint holds the lock for three seconds, or others have the core: no work of ours. */
  @Test
  void waitingIsNotPaidFor() throws InterruptedException {
    AtomicLong cpu = new AtomicLong();
    AtomicLong nanos = new AtomicLong();
    CaptureDesk desk =
        new TestDesk()
            .slots(64)
            .nanoClock(() -> nanos.addAndGet(3_000 * MILLI)) // the clock runs, but not for us
            .cpu(0.1, cpu::get)
            .make();
    desk.lock().lock();
    desk.start(Thread::new, cost -> {});
    for (int i = 0; i < 64; i++) {
      desk.capture().embedding(new float[4]).commit();
    }
    desk.lock().unlock();
    desk.close(Duration.ofMinutes(1));
    assertEquals(64, desk.counts().drained());
    assertEquals(0, desk.cpuNanos());
    assertTrue(desk.isCpuTime());
  }
}
