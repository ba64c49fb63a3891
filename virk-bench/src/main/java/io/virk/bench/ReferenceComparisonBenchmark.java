package io.virk.bench;

import io.virk.stats.twosample.ReferenceComparison;
import io.virk.stats.twosample.SortedReference;
import java.util.Arrays;
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
 * Kolmogorov-Smirnov and Wasserstein-1 of floats against a sorted baseline of 100,000. Goal for
 * 1,000,000: 10 ms both together on 25, 60 ms on 17. The code is plain Java: there is no second
 * form of it to pair.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReferenceComparisonBenchmark {
  private static final int MANY = 1000;
  private static final int DISTINCT = 256;
  private static final int FEW = 4;

  /**
   * The window: {@code same} distribution, {@code shifted} by a tenth of a standard deviation,
   * {@code far} by twenty; or both {@code skewed} over six decades; or a reference with an {@code
   * outlier} at a million standard deviations.
   */
  @Param({"same", "shifted", "far", "skewed", "outlier"})
  public String data;

  /** Values of the window. */
  @Param({"1000000", "32", "1000", "100000"})
  public int size;

  private float[][] windows;
  private int next;
  private float[] sorted;
  private ReferenceComparison comparison;

  /** Bells of standard deviation 1 around 3. */
  @Setup
  public void sample() {
    SplittableRandom random = new SplittableRandom(1);
    double shift = data.equals("shifted") ? 0.1 : data.equals("far") ? 20 : 0;
    float[] reference = new float[100_000];
    for (int i = 0; i < reference.length; i++) {
      reference[i] = value(random, 0);
    }
    if (data.equals("outlier")) {
      reference[7] = 1e6f;
    }
    // few values in turn more often: a processor learns the branches of a small window by heart
    windows = new float[size <= MANY ? DISTINCT : FEW][size];
    for (float[] window : windows) {
      for (int i = 0; i < size; i++) {
        window[i] = value(random, shift);
      }
    }
    sorted = new float[size];
    comparison = new ReferenceComparison(SortedReference.of(reference));
  }

  private float[] window() {
    return windows[next++ & windows.length - 1];
  }

  private float value(SplittableRandom random, double shift) {
    double sum = 0;
    for (int k = 0; k < 12; k++) {
      sum += random.nextDouble();
    }
    double bell = sum - 6;
    return (float) (data.equals("skewed") ? Math.exp(2.3 * bell) : 3 + bell + shift);
  }

  /** Both statistics. */
  @Benchmark
  public double compare() {
    comparison.compare(window());
    return comparison.kolmogorovSmirnov() + comparison.wasserstein();
  }

  /** For scale: what sorting the window alone would take. */
  @Benchmark
  public float sortAlone() {
    System.arraycopy(window(), 0, sorted, 0, size);
    Arrays.sort(sorted);
    return sorted[0];
  }
}
