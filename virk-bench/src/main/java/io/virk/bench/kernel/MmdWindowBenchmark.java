package io.virk.bench.kernel;

import io.virk.bench.Forks;
import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdWindow;
import io.virk.stats.kernel.SlidingMmd;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Against a packed baseline of vectors of 512 numbers: a whole window, and a sliding window of 100,
 * one observation at a time and in batches of 32 (time per observation). Inputs in turn.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MmdWindowBenchmark {
  private static final int BATCH = 32;
  private static final int SLIDING = 100;
  private static final int DISTINCT = 4;
  private static final int SINGLE = 64;

  private static MmdBaseline baseline(int references) {
    float[] x = Samples.normal(references, Samples.D, 0, 1);
    return MmdBaseline.of(x, references, Samples.D, Samples.SIGMA);
  }

  private static float[][] inputs(int count, int rows) {
    float[][] inputs = new float[count][];
    for (int i = 0; i < count; i++) {
      inputs[i] = Samples.normal(rows, Samples.D, 0.05, 2 + i);
    }
    return inputs;
  }

  /** Whole windows. */
  @State(Scope.Thread)
  public static class Whole {
    /** Vectors of the baseline. */
    @Param({"1000", "32", "10000"})
    private int references;

    /** Vectors of a window. */
    @Param({"500", "32", "2000"})
    private int window;

    private MmdWindow mmd;
    private float[][] windows;
    private int next;

    /** Makes them. */
    @Setup
    public void fill() {
      mmd = new MmdWindow(baseline(references), window);
      windows = inputs(DISTINCT, window);
    }

    double evaluate() {
      return mmd.evaluate(windows[next++ & DISTINCT - 1], window).biased();
    }
  }

  /** A window that slides. */
  @State(Scope.Thread)
  public static class Sliding {
    /** Vectors of the baseline. */
    @Param({"1000", "32", "10000"})
    private int references;

    private SlidingMmd mmd;
    private float[][] single;
    private float[][] batches;
    private int next;

    /** Makes it. */
    @Setup
    public void fill() {
      mmd = new SlidingMmd(baseline(references), SLIDING);
      single = inputs(SINGLE, 1);
      batches = inputs(DISTINCT, BATCH);
    }

    double accept() {
      mmd.accept(single[next++ & SINGLE - 1]);
      return mmd.unbiased();
    }

    double acceptAll() {
      mmd.acceptAll(batches[next++ & DISTINCT - 1], BATCH);
      return mmd.unbiased();
    }
  }

  /** Plain Java. */
  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double wholeScalar(Whole whole) {
    return whole.evaluate();
  }

  /** With the Vector API. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double wholeVector(Whole whole) {
    return whole.evaluate();
  }

  /** Plain Java. */
  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double slidingOneScalar(Sliding sliding) {
    return sliding.accept();
  }

  /** With the Vector API. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double slidingOneVector(Sliding sliding) {
    return sliding.accept();
  }

  /** Plain Java. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public double slidingBatchScalar(Sliding sliding) {
    return sliding.acceptAll();
  }

  /** With the Vector API. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public double slidingBatchVector(Sliding sliding) {
    return sliding.acceptAll();
  }
}
