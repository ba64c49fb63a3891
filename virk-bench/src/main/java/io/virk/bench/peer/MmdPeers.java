package io.virk.bench.peer;

import io.virk.bench.Forks;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
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

/** MMD^2, biased, one bandwidth: ours, and by products of EJML with Math.exp. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MmdPeers {
  private static final int D = 512;
  private static final double SIGMA = 32;

  /** Vectors of a sample. */
  @Param({"1000", "100"})
  private int n;

  private float[] x;
  private float[] y;
  private FMatrixRMaj left;
  private FMatrixRMaj right;
  private FMatrixRMaj products;

  /** Draws the samples. */
  @Setup(Level.Trial)
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    x = normal(random, 0);
    y = normal(random, 0.05);
    left = FMatrixRMaj.wrap(n, D, x);
    right = FMatrixRMaj.wrap(n, D, y);
    products = new FMatrixRMaj(n, n);
    SameAnswer.check("MMD^2", ejml(), ours(), 1e-3);
  }

  private float[] normal(SplittableRandom random, double mean) {
    float[] values = new float[n * D];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + random.nextGaussian());
    }
    return values;
  }

  private double ours() {
    return MaximumMeanDiscrepancy.biased(x, n, y, n, D, SIGMA);
  }

  /** Plain Java. */
  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double oursScalar() {
    return ours();
  }

  /** With the Vector API. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double oursVector() {
    return ours();
  }

  /** EJML. */
  @Benchmark
  public double ejml() {
    return (sum(left, left) + sum(right, right) - 2 * sum(left, right)) / ((double) n * n);
  }

  private double sum(FMatrixRMaj a, FMatrixRMaj b) {
    CommonOps_FDRM.multTransB(a, b, products);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double own = squared(a, i);
      for (int j = 0; j < n; j++) {
        double distance = own + norms(b, j) - 2 * products.data[i * n + j];
        sum += Math.exp(-Math.max(0, distance) / (2 * SIGMA * SIGMA));
      }
    }
    return sum;
  }

  private final double[] kept = new double[1 << 10];
  private FMatrixRMaj keptOf;

  private double norms(FMatrixRMaj b, int j) {
    if (keptOf != b) {
      for (int i = 0; i < n; i++) {
        kept[i] = squared(b, i);
      }
      keptOf = b;
    }
    return kept[j];
  }

  private static double squared(FMatrixRMaj a, int row) {
    double sum = 0;
    for (int k = row * D; k < (row + 1) * D; k++) {
      sum += (double) a.data[k] * a.data[k];
    }
    return sum;
  }
}
