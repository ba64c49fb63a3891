package io.virk.bench.kernel;

import io.virk.bench.Forks;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * MMD^2 of two samples of n vectors of d numbers, packing included: fixed bandwidth and median
 * bandwidth. One fixed-bandwidth estimate is 2 d (2 n^2 - n) floating-point operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MmdBenchmark {
  /** Vectors of a sample. */
  @Param({"1000", "32", "100", "5000"})
  private int n;

  /** Of a vector. */
  @Param({"512", "64", "2048", "4096"})
  private int d;

  private double sigma;

  private float[] x;
  private float[] y;

  @Setup
  public void fill() {
    sigma = Math.sqrt(2 * d);
    x = Samples.normal(n, d, 0, 1);
    y = Samples.normal(n, d, 0.05, 2);
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double fixedScalar() {
    return MaximumMeanDiscrepancy.biased(x, n, y, n, d, sigma);
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double fixedVector() {
    return MaximumMeanDiscrepancy.biased(x, n, y, n, d, sigma);
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double medianScalar() {
    return MaximumMeanDiscrepancy.withMedianBandwidth(x, n, y, n, d).biased();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double medianVector() {
    return MaximumMeanDiscrepancy.withMedianBandwidth(x, n, y, n, d).biased();
  }
}
