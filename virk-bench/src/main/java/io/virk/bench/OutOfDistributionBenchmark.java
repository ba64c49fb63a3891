package io.virk.bench;

import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.LogitBatch;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.ood.NearestNeighbours;
import io.virk.stats.ood.NeighbourOptions;
import io.virk.stats.ood.Workspace;
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
 * Scores of out-of-distribution models, batch forms, one thread. Methods come in pairs that differ
 * by the flags of the fork alone; {@code -prof gc} shows what they allocate.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutOfDistributionBenchmark {

  /** Rows of logits. */
  @State(Scope.Thread)
  public static class Logits {
    /** How many. */
    @Param({"10000", "32", "1000"})
    int rows;

    /** Of a row. */
    @Param({"1000", "10", "100"})
    int logits;

    float[] values;
    LogitBatch batch;

    /** Draws them. */
    @Setup
    public void fill() {
      values = normal(rows * logits, 2, 1);
      batch = new LogitBatch(rows, 1);
    }
  }

  /** A model of class means and their covariance, and observations. */
  @State(Scope.Thread)
  public static class Features {
    /** Observations of a batch. */
    @Param({"10000", "32", "1000", "100000"})
    int n;

    /** Of an embedding. */
    @Param({"512", "64", "2048"})
    int d;

    /** Class means. */
    @Param({"10", "100", "1000"})
    int classes;

    final Workspace workspace = new Workspace();
    float[] x;
    double[] scores;
    Mahalanobis model;

    /** Fits the model. */
    @Setup
    public void fit() {
      x = normal(n * d, 1, 2);
      scores = new double[n];
      int trained = 3000;
      int[] labels = new int[trained];
      float[] train = normal(trained * d, 1, 3);
      float[] centres = normal(classes * d, 1, 4);
      for (int i = 0; i < trained; i++) {
        labels[i] = i % classes;
        for (int k = 0; k < d; k++) {
          train[i * d + k] += centres[labels[i] * d + k];
        }
      }
      model = Mahalanobis.fit(train, trained, d, labels, classes, CovarianceOptions.oas());
    }
  }

  /** Reference vectors, k = 50, and queries. */
  @State(Scope.Thread)
  public static class Neighbours {
    /** Reference vectors. */
    @Param({"50000", "32", "1000", "10000", "100000"})
    int references;

    /** Queries of a batch. */
    @Param({"32", "1", "1000"})
    int queries;

    /** Of a vector. */
    @Param({"512", "64", "2048"})
    int d;

    final Workspace workspace = new Workspace();
    float[] x;
    double[] scores;
    NearestNeighbours model;

    /** Keeps the reference vectors. */
    @Setup
    public void fit() {
      x = normal(queries * d, 1, 5);
      scores = new double[queries];
      model =
          NearestNeighbours.fit(
              normal(references * d, 1, 7),
              references,
              d,
              NeighbourOptions.kth(Math.min(50, references)));
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
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public LogitBatch logitsScalar(Logits s) {
    s.batch.score(s.values, s.rows, s.logits);
    return s.batch;
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public LogitBatch logitsVector(Logits s) {
    s.batch.score(s.values, s.rows, s.logits);
    return s.batch;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double[] mahalanobisScalar(Features s) {
    s.model.scores(s.x, s.n, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double[] mahalanobisVector(Features s) {
    s.model.scores(s.x, s.n, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double[] neighboursScalar(Neighbours s) {
    s.model.scores(s.x, s.queries, s.scores, s.workspace);
    return s.scores;
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double[] neighboursVector(Neighbours s) {
    s.model.scores(s.x, s.queries, s.scores, s.workspace);
    return s.scores;
  }
}
