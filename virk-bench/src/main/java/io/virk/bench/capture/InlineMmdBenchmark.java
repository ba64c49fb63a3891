package io.virk.bench.capture;

import io.virk.Monitor;
import io.virk.bench.Forks;
import io.virk.capture.Capture;
import io.virk.sampling.Sampler;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
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
 * The design that VIRK replaces: the maximum mean discrepancy of a window of 1,000 embeddings of
 * 512 numbers with a reference of 1,000, computed on the inference thread for every batch of 32;
 * beside it what VIRK does there for the same batch: 32 captures of an embedding.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InlineMmdBenchmark {
  private static final int BATCH = 32;
  private static final int N = 1000;

  private final Scene scene = new Scene();
  private final float[] reference = scene.values(N * Scene.DIMENSION);
  private final float[] window = scene.values(N * Scene.DIMENSION);
  private final float[][] embeddings = new float[BATCH][];
  private Monitor all;
  private Monitor percent;

  /** Makes the monitors. */
  @Setup(Level.Trial)
  public void start() {
    for (int i = 0; i < BATCH; i++) {
      embeddings[i] = scene.values(Scene.DIMENSION);
    }
    all = Monitor.builder(scene.baseline()).sampler(Sampler.fraction(1)).polled().start();
    percent = Monitor.builder(scene.baseline()).sampler(Sampler.fraction(0.01)).polled().start();
  }

  /** Stops the monitors. */
  @TearDown(Level.Trial)
  public void stop() {
    all.close();
    percent.close();
  }

  /** Inline, plain Java. */
  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double inlineScalar() {
    return MaximumMeanDiscrepancy.biased(window, N, reference, N, Scene.DIMENSION, 32);
  }

  /** Inline, Vector API. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double inlineVector() {
    return MaximumMeanDiscrepancy.biased(window, N, reference, N, Scene.DIMENSION, 32);
  }

  /** 32 captures, all sampled. */
  @Benchmark
  @Fork(1)
  public void batchAllSampled() {
    batch(all);
  }

  /** 32 captures at 1 %. */
  @Benchmark
  @Fork(1)
  public void batchOnePercent() {
    batch(percent);
  }

  private void batch(Monitor monitor) {
    for (int i = 0; i < BATCH; i++) {
      try (Capture capture = monitor.capture()) {
        capture.embedding(embeddings[i]);
      }
    }
  }
}
