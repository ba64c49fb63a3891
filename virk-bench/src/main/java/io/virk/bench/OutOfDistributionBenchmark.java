package io.virk.bench;

import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.LogitBatch;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.ood.NearestNeighbours;
import io.virk.stats.ood.NeighbourOptions;
import io.virk.stats.ood.Workspace;
import java.util.Arrays;
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
 * Scores of out-of-distribution models, batch forms, one thread. Methods come in pairs that differ
 * by the flag of the Vector API alone; {@code -prof gc} shows what they allocate.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutOfDistributionBenchmark {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";
  private static final int D = 512;

  /** 10,000 rows of 1,000 logits. */
  @State(Scope.Thread)
  public static class Logits {
    final float[] logits = normal(10_000 * 1000, 2, 1);
    final LogitBatch batch = new LogitBatch(10_000, 1);
  }

  /** Models on 512 dimensions with 10 and 1,000 classes, and 10,000 observations. */
  @State(Scope.Thread)
  public static class Features {
    final float[] x = normal(10_000 * D, 1, 2);
    final float[] few = Arrays.copyOf(x, 32 * D);
    final double[] scores = new double[10_000];
    final Workspace workspace = new Workspace();
    Mahalanobis ten;
    Mahalanobis thousand;

    /** Fits both models. */
    @Setup
    public void fit() {
      ten = model(10);
      thousand = model(1000);
    }

    private static Mahalanobis model(int classes) {
      int n = 3000;
      int[] labels = new int[n];
      float[] train = normal(n * D, 1, 3);
      float[] centres = normal(classes * D, 1, 4);
      for (int i = 0; i < n; i++) {
        labels[i] = i % classes;
        for (int k = 0; k < D; k++) {
          train[i * D + k] += centres[labels[i] * D + k];
        }
      }
      return Mahalanobis.fit(train, n, D, labels, classes, CovarianceOptions.oas());
    }
  }

  /** 50,000 reference vectors of 512 dimensions. */
  @State(Scope.Thread)
  public static class Neighbours {
    final float[] few = normal(32 * D, 1, 5);
    final float[] many = normal(1000 * D, 1, 6);
    final double[] scores = new double[1000];
    final Workspace workspace = new Workspace();
    NearestNeighbours model;

    /** Keeps the reference vectors. */
    @Setup
    public void fit() {
      model = NearestNeighbours.fit(normal(50_000 * D, 1, 7), 50_000, D, NeighbourOptions.kth(50));
    }
  }

  private static float[] normal(int length, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      // twelve uniform numbers: normal enough, and the same everywhere
      double sum = -6;
      for (int j = 0; j < 12; j++) {
        sum += random.nextDouble();
      }
      x[i] = (float) (sum * deviation);
    }
    return x;
  }

  @Benchmark
  @Fork(1)
  public LogitBatch logits10000x1000Scalar(Logits s) {
    s.batch.score(s.logits, 10_000, 1000);
    return s.batch;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = VECTOR)
  public LogitBatch logits10000x1000Vector(Logits s) {
    s.batch.score(s.logits, 10_000, 1000);
    return s.batch;
  }

  @Benchmark
  @Fork(1)
  public double[] mahalanobis10000x512Classes10Scalar(Features s) {
    s.ten.scores(s.x, 10_000, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = VECTOR)
  public double[] mahalanobis10000x512Classes10Vector(Features s) {
    s.ten.scores(s.x, 10_000, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(1)
  public double[] mahalanobis10000x512Classes1000Scalar(Features s) {
    s.thousand.scores(s.x, 10_000, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = VECTOR)
  public double[] mahalanobis10000x512Classes1000Vector(Features s) {
    s.thousand.scores(s.x, 10_000, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(1)
  public double[] mahalanobis32x512Classes10Scalar(Features s) {
    s.ten.scores(s.few, 32, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = VECTOR)
  public double[] mahalanobis32x512Classes10Vector(Features s) {
    s.ten.scores(s.few, 32, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(1)
  public double[] neighbours50Of50000x512Queries32Scalar(Neighbours s) {
    s.model.scores(s.few, 32, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = VECTOR)
  public double[] neighbours50Of50000x512Queries32Vector(Neighbours s) {
    s.model.scores(s.few, 32, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(1)
  public double[] neighbours50Of50000x512Queries1000Scalar(Neighbours s) {
    s.model.scores(s.many, 1000, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = VECTOR)
  public double[] neighbours50Of50000x512Queries1000Vector(Neighbours s) {
    s.model.scores(s.many, 1000, s.scores, s.workspace);
    return s.scores;
  }
}
