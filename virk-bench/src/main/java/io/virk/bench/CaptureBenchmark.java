package io.virk.bench;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.util.SplittableRandom;
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
 * of VIRK's thread in the measurement: claim, copy and one store into a queue, as a commit.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CaptureBenchmark {
  private static final int SIDE = 224;
  private static final int DIMENSION = 512;
  private static final int CLASSES = 1000;

  private final SplittableRandom random = new SplittableRandom(7);
  private final float[] embedding = new float[DIMENSION];
  private final float[] logits = new float[CLASSES];
  private final byte[] target = new byte[SIDE * SIDE * 3];
  private Frame frame;
  private Monitor rare;
  private Monitor all;
  private Monitor closed;

  /** Makes the monitors. */
  @Setup(Level.Trial)
  public void start() {
    BaselineBuilder builder =
        Baseline.builder("bench").window(8).capturePolicy(new CapturePolicy(SIDE, SIDE));
    for (int i = 0; i < 64; i++) {
      builder.add(
          Observation.builder()
              .image(frame())
              .embedding(values(DIMENSION))
              .logits(values(CLASSES))
              .build());
    }
    Baseline baseline = builder.build();
    frame = frame();
    all = Monitor.builder(baseline).sampler(Sampler.fraction(1)).polled().start();
    rare = Monitor.builder(baseline).sampler(Sampler.fraction(1e-18)).polled().start();
    closed = Monitor.builder(baseline).sampler(Sampler.fraction(1)).polled().start();
    closed.close();
  }

  private Frame frame() {
    byte[] pixels = new byte[SIDE * SIDE * 3];
    random.nextBytes(pixels);
    return Frame.of(pixels, SIDE, SIDE, PixelFormat.RGB);
  }

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Stops the monitors. */
  @TearDown(Level.Trial)
  public void stop() {
    all.close();
    rare.close();
  }

  /** The whole one-liner, not sampled. */
  @Benchmark
  public void notSampled() {
    rare.capture().image(frame).logits(logits).tag("camera", "cam-7").commit();
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

  /** The bare copy of the same image. */
  @Benchmark
  public byte[] bareCopyOfTheImage() {
    System.arraycopy(frame.pixels(), 0, target, 0, target.length);
    return target;
  }
}
