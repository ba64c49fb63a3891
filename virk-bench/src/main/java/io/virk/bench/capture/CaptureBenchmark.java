package io.virk.bench.capture;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.capture.internal.CaptureDesk;
import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import io.virk.sampling.Sampler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the one-liner costs on the inference thread.
 *
 * <p>The sampled forms abort instead of committing, so that the slot is free again without the work
 * of VIRK's thread in the measurement; the committed forms drain on the same thread, and {@link
 * CommitBenchmark} drains on another.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CaptureBenchmark {
  private final Scene scene = new Scene();
  private final float[] embedding = scene.values(Scene.DIMENSION);
  private final float[] logits = scene.values(Scene.CLASSES);
  private final Frame frame = scene.frame();
  private final float[] tensor = scene.values(Scene.PIXELS);
  private final Frame[] frames = new Frame[Scene.SLOTS];
  private final float[][] vectors = new float[Scene.SLOTS][];
  private CaptureDesk desk;
  private Monitor rare;
  private Monitor all;
  private Monitor full;
  private Monitor closed;

  /** Makes the monitors. */
  @Setup(Level.Trial)
  public void start() {
    for (int i = 0; i < Scene.SLOTS; i++) {
      frames[i] = scene.frame();
      vectors[i] = scene.values(Scene.CLASSES);
    }
    desk = EmptyDesk.make();
    Baseline baseline = scene.baseline();
    all =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .tensor(TensorFormat.nchw(Scene.SIDE, Scene.SIDE).imageNet())
            .polled()
            .start();
    rare = Monitor.builder(baseline).sampler(Sampler.fraction(1e-18)).polled().start();
    closed = Monitor.builder(baseline).sampler(Sampler.fraction(1)).polled().start();
    closed.close();
    full = Monitor.builder(baseline).sampler(Sampler.fraction(1)).slots(4).polled().start();
    for (int i = 0; i < 8; i++) {
      full.capture().commit(); // nobody polls
    }
  }

  /** Stops the monitors. */
  @TearDown(Level.Trial)
  public void stop() {
    all.close();
    rare.close();
    full.close();
  }

  /** The whole one-liner, not sampled. */
  @Benchmark
  public void notSampled() {
    rare.capture().image(frame).logits(logits).tag("camera", "cam-7").commit();
  }

  /** The whole one-liner where every slot is taken. */
  @Benchmark
  public void ringFull() {
    full.capture().image(frame).logits(logits).tag("camera", "cam-7").commit();
  }

  /** The whole one-liner of a closed monitor. */
  @Benchmark
  public void closedMonitor() {
    closed.capture().image(frame).logits(logits).tag("camera", "cam-7").commit();
  }

  /** Claim, copy 512 + 1,000 floats and two tags, give back. */
  @Benchmark
  public void sampledVectors() {
    all.capture()
        .embedding(embedding)
        .logits(logits)
        .tag("camera", "cam-7")
        .tag("product", "a")
        .close();
  }

  /** Claim, copy 224 x 224 x 3 bytes, give back. */
  @Benchmark
  public void sampledImage() {
    all.capture().image(frame).close();
  }

  /** Claim, copy 3 x 224 x 224 floats, give back. */
  @Benchmark
  public void sampledTensor() {
    all.capture().tensor(tensor).close();
  }

  /**
   * Claim, copy 224 x 224 x 3 bytes, commit, drain, release, on one thread; as many pictures in
   * turn as a ring has slots, so that they come from the third cache.
   */
  @Benchmark
  public int committedImage(Buffers buffers) {
    desk.capture().image(frames[buffers.turn()]).commit();
    return desk.poll(1);
  }

  /** The same of 1,000 floats and two tags. */
  @Benchmark
  public int committedVectors(Buffers buffers) {
    desk.capture()
        .logits(vectors[buffers.turn()])
        .tag("camera", "cam-7")
        .tag("product", "a")
        .commit();
    return desk.poll(1);
  }

  /** The bare copy of the same tensor into one buffer, which stays in the cache. */
  @Benchmark
  public float[] bareCopyTensor(Buffers buffers) {
    System.arraycopy(tensor, 0, buffers.tensor, 0, tensor.length);
    return buffers.tensor;
  }

  /** A thread's own buffers. */
  @State(Scope.Thread)
  public static class Buffers {
    private final float[] tensor = new float[Scene.PIXELS];
    private final byte[][] targets = new byte[Scene.SLOTS][Scene.PIXELS];
    private int next;

    int turn() {
      next = (next + 1) % targets.length;
      return next;
    }

    byte[] rotating() {
      return targets[turn()];
    }

    byte[] hot() {
      return targets[0];
    }
  }

  /** The bare copy of the same image into one buffer, which stays in the cache. */
  @Benchmark
  public byte[] bareCopyHot(Buffers buffers) {
    byte[] target = buffers.hot();
    System.arraycopy(frame.pixels(), 0, target, 0, target.length);
    return target;
  }

  /**
   * The bare copy of as many pictures in turn into one buffer: what a committed picture costs at
   * least.
   */
  @Benchmark
  public byte[] bareCopyInTurn(Buffers buffers) {
    byte[] target = buffers.hot();
    System.arraycopy(frames[buffers.turn()].pixels(), 0, target, 0, target.length);
    return target;
  }

  /** The bare copy into as many buffers as a ring has slots, in turn: 9.6 MB, past the L2 cache. */
  @Benchmark
  public byte[] bareCopyRotating(Buffers buffers) {
    byte[] target = buffers.rotating();
    System.arraycopy(frame.pixels(), 0, target, 0, target.length);
    return target;
  }
}
