package io.virk.bench.kernel;

import io.virk.bench.Forks;
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
 * The most single-precision multiply-adds that one thread of this machine does: an upper bound for
 * every other figure. One operation is 1,000,000 steps of {@link Peak#fmasPerStep()} multiply-adds,
 * 192 with vectors of 512 bits; GFLOP/s = 2 x that number x 1e6 / time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FmaPeakBenchmark {
  private Peak peak;

  @Setup
  public void load() throws ReflectiveOperationException {
    peak =
        (Peak)
            Class.forName("io.virk.bench.kernel.VectorPeak").getDeclaredConstructor().newInstance();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public float millionStepsVector() {
    return peak.run(1_000_000);
  }
}
