package io.virk.bench.capture;

import io.virk.capture.Capture;
import io.virk.capture.internal.CaptureDesk;
import io.virk.image.Frame;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Captures that are truly committed, while a consumer on another thread drains and releases at
 * once. Sampled times, of which the median counts: the mean is that of the moments in which the
 * consumer had no core. {@code dropped} over {@code dropped + committed} tells how many claims
 * found no slot; above a tenth, the consumer had too little of a core, and the row says nothing.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CommitBenchmark {
  private final Scene scene = new Scene();
  private final float[] embedding = scene.values(Scene.DIMENSION);
  private final float[] logits = scene.values(Scene.CLASSES);
  private final Frame frame = scene.frame();
  private CaptureDesk desk;

  /** Outcomes of claims. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Claims {
    /** Claims that got a slot. */
    public long committed;

    /** Claims that did not. */
    public long dropped;
  }

  /** Makes the desk. */
  @Setup(Level.Trial)
  public void start() {
    desk = EmptyDesk.make();
  }

  private Capture capture(Claims claims) {
    Capture capture = desk.capture();
    if (capture.isSampled()) {
      claims.committed++;
    } else {
      claims.dropped++;
      Thread.yield(); // to the consumer
    }
    return capture;
  }

  /** Claims, copies 224 x 224 x 3 bytes, commits. */
  @Benchmark
  @Group("image")
  @GroupThreads(1)
  public void commitImage(Claims claims) {
    capture(claims).image(frame).commit();
  }

  /** Drains. */
  @Benchmark
  @Group("image")
  @GroupThreads(1)
  public int drainImages() {
    return desk.poll(16);
  }

  /** Claims, copies 512 + 1,000 floats, commits. */
  @Benchmark
  @Group("vectors")
  @GroupThreads(1)
  public void commitVectors(Claims claims) {
    capture(claims).embedding(embedding).logits(logits).commit();
  }

  /** Drains. */
  @Benchmark
  @Group("vectors")
  @GroupThreads(1)
  public int drainVectors() {
    return desk.poll(16);
  }
}
