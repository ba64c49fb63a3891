package io.virk.bench.ceiling;

import io.virk.bench.Forks;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes that one thread reads, and copies, by the size of what it goes through: the first three
 * sizes lie in the caches of common processors, the last in none. One operation is one pass; rates
 * are bytes over time. Reading uses the Vector API, copying the JVM's own arraycopy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BandwidthBenchmark {
  /** 16 KiB, 512 KiB, 4 MiB, 16 MiB, 128 MiB. */
  @Param({"16384", "524288", "4194304", "16777216", "134217728"})
  private int bytes;

  private int[] from;
  private int[] to;
  private Reader reader;

  /** Touches all pages. */
  @Setup(Level.Trial)
  public void fill() throws ReflectiveOperationException {
    from = new int[bytes / Integer.BYTES];
    to = new int[from.length];
    for (int i = 0; i < from.length; i++) {
      from[i] = i;
      to[i] = -i;
    }
    try {
      reader =
          (Reader)
              Class.forName("io.virk.bench.ceiling.VectorReader")
                  .getDeclaredConstructor()
                  .newInstance();
    } catch (NoClassDefFoundError e) {
      reader = memory -> memory[0]; // of the copy, which needs none
    }
  }

  /** Reads. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public int readVector() {
    return reader.read(from);
  }

  /** Copies: so many bytes read and as many written. */
  @Benchmark
  @Fork(1)
  public int[] copy() {
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }
}
