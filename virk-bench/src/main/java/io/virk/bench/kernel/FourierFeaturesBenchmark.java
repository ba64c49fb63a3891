package io.virk.bench.kernel;

import io.virk.bench.Forks;
import io.virk.stats.kernel.MeanEmbedding;
import io.virk.stats.kernel.Newma;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.kernel.StructuredFourierFeatures;
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
 * 1,024 random frequencies of 512 dimensions, one observation: structured and plain features, the
 * structured ones added to a mean, and NEWMA on them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FourierFeaturesBenchmark {
  private static final int DISTINCT = 64;

  /** Of a vector. */
  @Param({"512", "64", "2048", "4096"})
  private int d;

  private StructuredFourierFeatures structured;
  private RandomFourierFeatures plain;
  private MeanEmbedding embedding;
  private Newma newma;
  private final float[][] inputs = new float[DISTINCT][];
  private int next;
  private float[] features;
  private float[] scratch;

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    structured = StructuredFourierFeatures.of(1024, d, Samples.SIGMA, random);
    plain = RandomFourierFeatures.of(1024, d, Samples.SIGMA, random);
    embedding = new MeanEmbedding(structured);
    newma = new Newma(structured, Newma.Factors.ofWindow(100), 2, 0.05);
    for (int i = 0; i < DISTINCT; i++) {
      inputs[i] = Samples.normal(1, d, 0, 2 + i);
    }
    features = new float[Math.max(structured.featureCount(), plain.featureCount())];
    scratch = new float[Math.max(structured.scratchLength(), plain.scratchLength())];
  }

  private float[] next() {
    return inputs[next++ & DISTINCT - 1];
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public float structuredScalar() {
    structured.map(next(), features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public float structuredVector() {
    structured.map(next(), features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public float plainScalar() {
    plain.map(next(), features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public float plainVector() {
    plain.map(next(), features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public long meanEmbeddingScalar() {
    embedding.accept(next());
    return embedding.count();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public long meanEmbeddingVector() {
    embedding.accept(next());
    return embedding.count();
  }

  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public boolean newmaScalar() {
    return newma.accept(next());
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public boolean newmaVector() {
    return newma.accept(next());
  }
}
