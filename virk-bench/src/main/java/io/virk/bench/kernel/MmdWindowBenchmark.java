package io.virk.bench.kernel;

import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdWindow;
import io.virk.stats.kernel.SlidingMmd;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Against a packed baseline of 1,000 vectors of 512 numbers: a whole window of 500, and a sliding
 * window of 100, one observation at a time and in batches of 32 (time per observation).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MmdWindowBenchmark {
  private static final int N = 1000;
  private static final int WINDOW = 500;
  private static final int BATCH = 32;
  private MmdWindow window;
  private SlidingMmd sliding;
  private float[] whole;
  private float[] one;
  private float[] batch;

  @Setup
  public void fill() {
    float[] x = Samples.normal(N, Samples.D, 0, 1);
    MmdBaseline baseline = MmdBaseline.of(x, N, Samples.D, Samples.SIGMA);
    window = new MmdWindow(baseline, WINDOW);
    sliding = new SlidingMmd(baseline, 100);
    whole = Samples.normal(WINDOW, Samples.D, 0.05, 2);
    one = Samples.normal(1, Samples.D, 0.05, 3);
    batch = Samples.normal(BATCH, Samples.D, 0.05, 4);
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public double window500Scalar() {
    return window.evaluate(whole, WINDOW).biased();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dvirk.simd=force"})
  public double window500Vector() {
    return window.evaluate(whole, WINDOW).biased();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public double slidingOneScalar() {
    sliding.accept(one);
    return sliding.unbiased();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dvirk.simd=force"})
  public double slidingOneVector() {
    sliding.accept(one);
    return sliding.unbiased();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public double slidingBatchScalar() {
    sliding.acceptAll(batch, BATCH);
    return sliding.unbiased();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dvirk.simd=force"})
  public double slidingBatchVector() {
    sliding.acceptAll(batch, BATCH);
    return sliding.unbiased();
  }
}
