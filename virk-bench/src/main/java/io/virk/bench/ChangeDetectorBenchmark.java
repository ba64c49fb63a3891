package io.virk.bench;

import io.virk.stats.change.Adwin;
import io.virk.stats.change.AdwinOptions;
import io.virk.stats.change.Change;
import io.virk.stats.change.Cusum;
import io.virk.stats.change.EDetector;
import io.virk.stats.change.GaussianEDetector;
import io.virk.stats.change.PageHinkley;
import io.virk.stats.change.SimpleJumper;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One update of a change detector, on a stream of normal numbers without change (ADWIN: between 0
 * and 1, so that its window grows as far as it ever does). {@code -prof gc} shows what they
 * allocate: nothing. No kernels are used, so there are no pairs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChangeDetectorBenchmark {
  private static final int N = 4096;

  /** A stream, and detectors that see it again and again. */
  @State(Scope.Thread)
  public static class Stream {
    final double[] normal = new double[N];
    final double[] uniform = new double[N];
    final Adwin adwin = new Adwin(AdwinOptions.standard());
    final PageHinkley pageHinkley = new PageHinkley(0.005, 50, 30);
    final Cusum cusum = new Cusum(0, 1, 0.5, 8);
    final EDetector eDetector = new EDetector(EDetector.Form.SHIRYAEV_ROBERTS, 1e-6);
    final GaussianEDetector mixture = new GaussianEDetector(0, 1, 1e-6);
    final SimpleJumper jumper = new SimpleJumper(0.01);

    /** Fills the stream. */
    public Stream() {
      Random random = new Random(1);
      for (int i = 0; i < N; i++) {
        normal[i] = random.nextGaussian();
        uniform[i] = random.nextDouble();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public int adwin(Stream s) {
    int changes = 0;
    for (double x : s.uniform) {
      changes += s.adwin.update(x) == Change.NONE ? 0 : 1;
    }
    return changes;
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public int pageHinkley(Stream s) {
    int changes = 0;
    for (double x : s.normal) {
      changes += s.pageHinkley.update(x) == Change.NONE ? 0 : 1;
    }
    return changes;
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public int cusum(Stream s) {
    int changes = 0;
    for (double x : s.normal) {
      changes += s.cusum.update(x) == Change.NONE ? 0 : 1;
    }
    return changes;
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public int eDetector(Stream s) {
    int changes = 0;
    for (double x : s.uniform) {
      changes += s.eDetector.update(2 * x) ? 1 : 0;
    }
    return changes;
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public int gaussianEDetector16(Stream s) {
    int changes = 0;
    for (double x : s.normal) {
      changes += s.mixture.update(x) == Change.NONE ? 0 : 1;
    }
    return changes;
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public double simpleJumper(Stream s) {
    for (double p : s.uniform) {
      s.jumper.update(p);
    }
    return s.jumper.logValue();
  }
}
