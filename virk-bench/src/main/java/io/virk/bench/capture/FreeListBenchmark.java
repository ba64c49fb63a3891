package io.virk.bench.capture;

import io.virk.capture.SlotRing;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The next slot from a stack, the one that was given back last, as {@link SlotRing} does it, or
 * from a queue, the one that was free the longest. Claim, copy, commit, drain and release, all on
 * one thread, so that no other can disturb it; the host's part is all but the last two.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FreeListBenchmark {
  private final Scene scene = new Scene();
  private final byte[] pixels = scene.frame().pixels();
  private final float[] embedding = scene.values(Scene.DIMENSION);
  private final float[] logits = scene.values(Scene.CLASSES);
  private final SlotRing<Recorded> stack = new SlotRing<>(Recorded.slots());
  private final QueueRing queue = new QueueRing(Recorded.slots());
  private final Consumer<Recorded> toStack = stack::release;
  private final Consumer<Recorded> toQueue = queue::release;

  /** Image, stack. */
  @Benchmark
  public int imageStack() {
    Recorded slot = stack.claim();
    slot.image(pixels);
    stack.commit(slot);
    return stack.drain(toStack, 1);
  }

  /** Image, queue. */
  @Benchmark
  public int imageQueue() {
    Recorded slot = queue.claim();
    slot.image(pixels);
    queue.commit(slot);
    return queue.drain(toQueue, 1);
  }

  /** Vectors, stack. */
  @Benchmark
  public int vectorsStack() {
    Recorded slot = stack.claim();
    slot.vectors(embedding, logits);
    stack.commit(slot);
    return stack.drain(toStack, 1);
  }

  /** Vectors, queue. */
  @Benchmark
  public int vectorsQueue() {
    Recorded slot = queue.claim();
    slot.vectors(embedding, logits);
    queue.commit(slot);
    return queue.drain(toQueue, 1);
  }
}
