package io.virk.bench.kernel;

import io.virk.bench.Forks;
import io.virk.stats.kernel.MmdPermutationTest;
import java.util.SplittableRandom;
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
 * A p-value from 1,000 permutations of two samples of n vectors of 512 numbers, all included:
 * packing, kernel matrix, drawing of the permutations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MmdPermutationBenchmark {
  /** Vectors of a sample. */
  @Param({"1000", "32", "100"})
  private int n;

  private float[] x;
  private float[] y;
  private SplittableRandom random;

  @Setup
  public void fill() {
    x = Samples.normal(n, Samples.D, 0, 1);
    y = Samples.normal(n, Samples.D, 0.05, 2);
    random = new SplittableRandom(3);
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double thousandScalar() {
    return MmdPermutationTest.test(x, n, y, n, Samples.D, Samples.SIGMA, 1000, random).pBiased();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double thousandVector() {
    return MmdPermutationTest.test(x, n, y, n, Samples.D, Samples.SIGMA, 1000, random).pBiased();
  }
}
