package io.virk.bench.peer;

import io.virk.stats.Bins;
import io.virk.stats.Histogram;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.datasketches.kll.KllFloatsSketch;
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
 * The shares of a window's values in 50 bins: ours, which counts; a KLL sketch of DataSketches,
 * which is within 1.3 % of a rank and needs no bins beforehand; and HdrHistogram of three digits,
 * which needs whole numbers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BinPeers {
  private static final int BINS = 50;
  private static final float SCALE = 1000;

  /** A sketch's error in ranks, twice for a bin, and the rounding of whole numbers. */
  private static final double TOLERANCE = 0.03;

  /** Values of the window. */
  @Param({"1000000", "10000"})
  private int n;

  private float[] window;
  private long[] whole;
  private float[] edges;
  private Histogram histogram;
  private org.HdrHistogram.Histogram hdr;

  /** Draws the window. */
  @Setup(Level.Trial)
  public void draw() {
    SplittableRandom random = new SplittableRandom(3);
    window = new float[n];
    whole = new long[n];
    double[] before = new double[20_000];
    for (int i = 0; i < before.length; i++) {
      before[i] = value(random);
    }
    for (int i = 0; i < n; i++) {
      window[i] = (float) value(random);
      whole[i] = Math.round(window[i] * SCALE);
    }
    Bins bins = Bins.quantiles(before, BINS);
    double[] inner = bins.innerEdges();
    edges = new float[inner.length];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (float) inner[i];
    }
    histogram = new Histogram(bins);
    hdr = new org.HdrHistogram.Histogram(1000L * (int) SCALE, 3);
    double[] ours = ours();
    double[] sketch = dataSketches();
    double[] digits = hdrHistogram();
    double a = 0;
    double b = 0;
    double c = 0;
    for (int i = 0; i < edges.length; i++) {
      a += ours[i];
      b += sketch[i];
      c += digits[i];
      if (!(Math.abs(a - b) < TOLERANCE && Math.abs(a - c) < TOLERANCE)) {
        throw new IllegalStateException("bin " + i + ": " + a + ", " + b + ", " + c);
      }
    }
  }

  private static double value(SplittableRandom random) {
    return Math.max(1, 128 + 20 * random.nextGaussian());
  }

  /** Ours. */
  @Benchmark
  public double[] ours() {
    histogram.clear();
    histogram.accept(window);
    double[] shares = histogram.masses();
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= n;
    }
    return shares;
  }

  /** DataSketches. */
  @Benchmark
  public double[] dataSketches() {
    KllFloatsSketch sketch = KllFloatsSketch.newHeapInstance();
    for (float value : window) {
      sketch.update(value);
    }
    return sketch.getPMF(edges);
  }

  /** HdrHistogram. */
  @Benchmark
  public double[] hdrHistogram() {
    hdr.reset();
    for (long value : whole) {
      hdr.recordValue(value);
    }
    double[] shares = new double[BINS];
    long below = 0;
    for (int i = 0; i < edges.length; i++) {
      long upTo = hdr.getCountBetweenValues(0, Math.round(edges[i] * SCALE));
      shares[i] = (upTo - below) / (double) n;
      below = upTo;
    }
    return shares;
  }
}
