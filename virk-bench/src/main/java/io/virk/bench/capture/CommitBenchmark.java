package io.virk.bench.capture;

import io.virk.capture.SlotRing;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Captures that are truly committed, while a consumer on another thread drains and releases at
 * once. Sampled times, of which the median counts: the mean is that of the moments in which the
 * consumer had no core. {@code dropped} over {@code dropped + committed} tells how many claims
 * found no slot; above a tenth, the consumer had too little of a core, and the row says nothing.
 *
 * <p>With the free slots on a stack, as {@link SlotRing} has them, and in a {@link QueueRing}.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CommitBenchmark {
  /** How the free slots are kept. */
  @Param({"stack", "queue"})
  public String free;

  private final Scene scene = new Scene();
  private final float[] embedding = scene.values(Scene.DIMENSION);
  private final float[] logits = scene.values(Scene.CLASSES);
  private final byte[] pixels = scene.frame().pixels();
  private final Consumer<Recorded> releasing = this::release;
  private QueueRing queue;
  private SlotRing<Recorded> stack;

  /** Outcomes of claims. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Claims {
    /** Claims that got a slot. */
    public long committed;

    /** Claims that did not. */
    public long dropped;
  }

  /** Makes the ring. */
  @Setup(Level.Trial)
  public void start() {
    if (free.equals("stack")) {
      stack = new SlotRing<>(Recorded.slots());
    } else {
      queue = new QueueRing(Recorded.slots());
    }
  }

  private Recorded claim(Claims claims) {
    Recorded slot = stack == null ? queue.claim() : stack.claim();
    if (slot == null) {
      claims.dropped++;
      Thread.yield(); // to the consumer
    } else {
      claims.committed++;
    }
    return slot;
  }

  private void commit(Recorded slot) {
    if (stack == null) {
      queue.commit(slot);
    } else {
      stack.commit(slot);
    }
  }

  private void release(Recorded slot) {
    if (stack == null) {
      queue.release(slot);
    } else {
      stack.release(slot);
    }
  }

  private int drain() {
    return stack == null ? queue.drain(releasing, 16) : stack.drain(releasing, 16);
  }

  /** Claims, copies 224 x 224 x 3 bytes, commits. */
  @Benchmark
  @Group("image")
  @GroupThreads(1)
  public void commitImage(Claims claims) {
    Recorded slot = claim(claims);
    if (slot != null) {
      slot.image(pixels);
      commit(slot);
    }
  }

  /** Drains. */
  @Benchmark
  @Group("image")
  @GroupThreads(1)
  public int drainImages() {
    return drain();
  }

  /** Claims, copies 512 + 1,000 floats, commits. */
  @Benchmark
  @Group("vectors")
  @GroupThreads(1)
  public void commitVectors(Claims claims) {
    Recorded slot = claim(claims);
    if (slot != null) {
      slot.vectors(embedding, logits);
      commit(slot);
    }
  }

  /** Drains. */
  @Benchmark
  @Group("vectors")
  @GroupThreads(1)
  public int drainVectors() {
    return drain();
  }
}
