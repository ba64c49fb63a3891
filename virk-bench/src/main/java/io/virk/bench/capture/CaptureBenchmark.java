package io.virk.bench.capture;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
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
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CaptureBenchmark {
  /** What is captured. Each benchmark starts only the monitor that it uses. */
  @State(Scope.Benchmark)
  public static class Inputs {
    final Scene scene = new Scene();
    final float[] embedding = scene.values(Scene.DIMENSION);
    final float[] logits = scene.values(Scene.CLASSES);
    final Frame frame = scene.frame();
    final float[] tensor = scene.values(Scene.PIXELS);
  }

  /** As many inputs as a ring has slots. */
  @State(Scope.Benchmark)
  public static class ManyInputs {
    final Frame[] frames = new Frame[Scene.SLOTS];
    final float[][] vectors = new float[Scene.SLOTS][];

    /** Draws them. */
    @Setup(Level.Trial)
    public void draw() {
      Scene scene = new Scene();
      for (int i = 0; i < Scene.SLOTS; i++) {
        frames[i] = scene.frame();
        vectors[i] = scene.values(Scene.CLASSES);
      }
    }
  }

  /** A monitor. */
  @State(Scope.Benchmark)
  public abstract static class Started {
    Monitor monitor;

    abstract Monitor start(MonitorBuilder settings);

    /** Starts it. */
    @Setup(Level.Trial)
    public void start() {
      monitor = start(Monitor.builder(new Scene().baseline()).polled());
    }

    /** Stops it. */
    @TearDown(Level.Trial)
    public void stop() {
      monitor.close();
    }
  }

  /** Samples all. */
  public static class All extends Started {
    @Override
    Monitor start(MonitorBuilder settings) {
      return settings
          .sampler(Sampler.fraction(1))
          .tensor(TensorFormat.nchw(Scene.SIDE, Scene.SIDE).imageNet())
          .start();
    }
  }

  /** Samples none. */
  public static class Rare extends Started {
    @Override
    Monitor start(MonitorBuilder settings) {
      return settings.sampler(Sampler.fraction(1e-18)).start();
    }
  }

  /** Is closed. */
  public static class Closed extends Started {
    @Override
    Monitor start(MonitorBuilder settings) {
      Monitor closed = settings.sampler(Sampler.fraction(1)).start();
      closed.close();
      return closed;
    }
  }

  /** Has no free slot. */
  public static class Full extends Started {
    @Override
    Monitor start(MonitorBuilder settings) {
      Monitor full = settings.sampler(Sampler.fraction(1)).slots(4).start();
      for (int i = 0; i < 8; i++) {
        full.capture().commit(); // nobody polls
      }
      return full;
    }
  }

  /** Drained by nobody. */
  @State(Scope.Thread)
  public static class Desk {
    final CaptureDesk desk = EmptyDesk.make();
  }

  /** The whole one-liner, not sampled. */
  @Benchmark
  public void notSampled(Rare rare, Inputs in) {
    rare.monitor.capture().image(in.frame).logits(in.logits).tag("camera", "cam-7").commit();
  }

  /** The whole one-liner where every slot is taken. */
  @Benchmark
  public void ringFull(Full full, Inputs in) {
    full.monitor.capture().image(in.frame).logits(in.logits).tag("camera", "cam-7").commit();
  }

  /** The whole one-liner of a closed monitor. */
  @Benchmark
  public void closedMonitor(Closed closed, Inputs in) {
    closed.monitor.capture().image(in.frame).logits(in.logits).tag("camera", "cam-7").commit();
  }

  /** Claim, copy 512 + 1,000 floats and two tags, give back. */
  @Benchmark
  public void sampledVectors(All all, Inputs in) {
    all.monitor
        .capture()
        .embedding(in.embedding)
        .logits(in.logits)
        .tag("camera", "cam-7")
        .tag("product", "a")
        .close();
  }

  /** Claim, copy 224 x 224 x 3 bytes, give back. */
  @Benchmark
  public void sampledImage(All all, Inputs in) {
    all.monitor.capture().image(in.frame).close();
  }

  /** Claim, copy 3 x 224 x 224 floats, give back. */
  @Benchmark
  public void sampledTensor(All all, Inputs in) {
    all.monitor.capture().tensor(in.tensor).close();
  }

  /**
   * Claim, copy 224 x 224 x 3 bytes, commit, drain, release, on one thread; as many pictures in
   * turn as a ring has slots, so that they come from the third cache.
   */
  @Benchmark
  public int committedImage(Desk empty, Buffers buffers, ManyInputs in) {
    empty.desk.capture().image(in.frames[buffers.turn()]).commit();
    return empty.desk.poll(1);
  }

  /** The same of 1,000 floats and two tags. */
  @Benchmark
  public int committedVectors(Desk empty, Buffers buffers, ManyInputs in) {
    empty
        .desk
        .capture()
        .logits(in.vectors[buffers.turn()])
        .tag("camera", "cam-7")
        .tag("product", "a")
        .commit();
    return empty.desk.poll(1);
  }

  /** The bare copy of the same tensor into one buffer, which stays in the cache. */
  @Benchmark
  public float[] bareCopyTensor(Buffers buffers, Inputs in) {
    System.arraycopy(in.tensor, 0, buffers.tensor, 0, in.tensor.length);
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
  public byte[] bareCopyHot(Buffers buffers, Inputs in) {
    byte[] target = buffers.hot();
    System.arraycopy(in.frame.pixels(), 0, target, 0, target.length);
    return target;
  }

  /**
   * The bare copy of as many pictures in turn into one buffer: what a committed picture costs at
   * least.
   */
  @Benchmark
  public byte[] bareCopyInTurn(Buffers buffers, ManyInputs in) {
    byte[] target = buffers.hot();
    System.arraycopy(in.frames[buffers.turn()].pixels(), 0, target, 0, target.length);
    return target;
  }

  /** The bare copy into as many buffers as a ring has slots, in turn: 9.6 MB, past the L2 cache. */
  @Benchmark
  public byte[] bareCopyRotating(Buffers buffers, Inputs in) {
    byte[] target = buffers.rotating();
    System.arraycopy(in.frame.pixels(), 0, target, 0, target.length);
    return target;
  }
}
