package io.virk.bench.peer;

import io.virk.stats.Moments;
import io.virk.stats.twosample.KolmogorovSmirnov;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
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
 * Two samples of numbers: the Kolmogorov-Smirnov statistic, both sorted by whoever computes it; and
 * mean, variance, skewness and kurtosis of one. Commons Math 3 and Commons Statistics.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SamplePeers {
  /** Values of a sample. */
  @Param({"100000", "1000"})
  private int n;

  private double[] x;
  private double[] y;

  /** Draws the samples. */
  @Setup(Level.Trial)
  public void draw() {
    SplittableRandom random = new SplittableRandom(2);
    x = new double[n];
    y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 3 + random.nextGaussian();
      y[i] = 3.1 + random.nextGaussian();
    }
    SameAnswer.check("KS", commonsMathKs(), oursKs(), 1e-9);
    SameAnswer.check("KS", commonsStatisticsKs(), oursKs(), 1e-9);
    // theirs are of a sample (bias corrected), ours of skewness and kurtosis of the values
    SameAnswer.check("moments", commonsMathMoments(), oursMoments(), 20.0 / n);
    SameAnswer.check("moments", commonsStatisticsMoments(), oursMoments(), 20.0 / n);
  }

  /** Ours. */
  @Benchmark
  public double oursKs() {
    return KolmogorovSmirnov.statistic(x, y);
  }

  /** Commons Math. */
  @Benchmark
  public double commonsMathKs() {
    return new org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest()
        .kolmogorovSmirnovStatistic(x, y);
  }

  /** Commons Statistics. */
  @Benchmark
  public double commonsStatisticsKs() {
    return KolmogorovSmirnovTest.withDefaults().statistic(x, y);
  }

  /** Ours. */
  @Benchmark
  public double oursMoments() {
    Moments moments = Moments.of(x);
    return moments.mean() + moments.variance() + moments.skewness() + moments.kurtosis();
  }

  /** Commons Math. */
  @Benchmark
  public double commonsMathMoments() {
    DescriptiveStatistics all = new DescriptiveStatistics(x);
    return all.getMean() + all.getVariance() + all.getSkewness() + all.getKurtosis();
  }

  /** Commons Statistics. */
  @Benchmark
  public double commonsStatisticsMoments() {
    DoubleStatistics all =
        DoubleStatistics.of(
            EnumSet.of(Statistic.MEAN, Statistic.VARIANCE, Statistic.SKEWNESS, Statistic.KURTOSIS),
            x);
    return all.getAsDouble(Statistic.MEAN)
        + all.getAsDouble(Statistic.VARIANCE)
        + all.getAsDouble(Statistic.SKEWNESS)
        + all.getAsDouble(Statistic.KURTOSIS);
  }
}
