package io.virk.bench.kernel;

import io.virk.stats.kernel.MmdPermutationTest;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A p-value from 1,000 permutations of two samples of 1,000 vectors of 512 numbers, all included:
 * packing, kernel matrix, drawing of the permutations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MmdPermutationBenchmark {
  private static final int N = 1000;
  private float[] x;
  private float[] y;
  private SplittableRandom random;

  @Setup
  public void fill() {
    x = Samples.normal(N, Samples.D, 0, 1);
    y = Samples.normal(N, Samples.D, 0.05, 2);
    random = new SplittableRandom(3);
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public double thousandScalar() {
    return MmdPermutationTest.test(x, N, y, N, Samples.D, Samples.SIGMA, 1000, random).pBiased();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules", "jdk.incubator.vector", "-Dvirk.simd=force"})
  public double thousandVector() {
    return MmdPermutationTest.test(x, N, y, N, Samples.D, Samples.SIGMA, 1000, random).pBiased();
  }
}
