package io.virk.bench.kernel;

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
  private StructuredFourierFeatures structured;
  private RandomFourierFeatures plain;
  private MeanEmbedding embedding;
  private Newma newma;
  private float[] x;
  private float[] features;
  private float[] scratch;

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    structured = StructuredFourierFeatures.of(1024, Samples.D, Samples.SIGMA, random);
    plain = RandomFourierFeatures.of(1024, Samples.D, Samples.SIGMA, random);
    embedding = new MeanEmbedding(structured);
    newma = new Newma(structured, Newma.Factors.ofWindow(100), 2, 0.05);
    x = Samples.normal(1, Samples.D, 0, 2);
    features = new float[Math.max(structured.featureCount(), plain.featureCount())];
    scratch = new float[Math.max(structured.scratchLength(), plain.scratchLength())];
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public float structuredScalar() {
    structured.map(x, features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dvirk.simd=force"})
  public float structuredVector() {
    structured.map(x, features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public float plainScalar() {
    plain.map(x, features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dvirk.simd=force"})
  public float plainVector() {
    plain.map(x, features, scratch);
    return features[0];
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public long meanEmbeddingScalar() {
    embedding.accept(x);
    return embedding.count();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dvirk.simd=force"})
  public long meanEmbeddingVector() {
    embedding.accept(x);
    return embedding.count();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"-Dvirk.simd=off"})
  public boolean newmaScalar() {
    return newma.accept(x);
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Dvirk.simd=force"})
  public boolean newmaVector() {
    return newma.accept(x);
  }
}
