package io.virk.bench.capture;

import io.virk.internal.SlotRing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * An experiment: the next slot from a queue, the one that was free the longest, or from a stack,
 * the one that was used last. Claim, copy, give back.
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
  private final SlotRing<Recorded> queue = new SlotRing<>(slots());
  private final StackRing stack = new StackRing(Scene.SLOTS);

  private static List<Recorded> slots() {
    List<Recorded> slots = new ArrayList<>();
    for (int i = 0; i < Scene.SLOTS; i++) {
      slots.add(new Recorded(i));
    }
    return slots;
  }

  /** An image, queue. */
  @Benchmark
  public void imageQueue() {
    Recorded slot = queue.claim();
    slot.image(pixels);
    queue.abort(slot);
  }

  /** An image, stack. */
  @Benchmark
  public void imageStack() {
    Recorded slot = stack.claim();
    slot.image(pixels);
    stack.abort(slot);
  }

  /** Vectors, queue. */
  @Benchmark
  public void vectorsQueue() {
    Recorded slot = queue.claim();
    slot.vectors(embedding, logits);
    queue.abort(slot);
  }

  /** Vectors, stack. */
  @Benchmark
  public void vectorsStack() {
    Recorded slot = stack.claim();
    slot.vectors(embedding, logits);
    stack.abort(slot);
  }
}
