package io.virk.bench;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an observation costs on VIRK's thread, everything on: given embeddings, 100 logits, cameras,
 * of which four have a reference each, the default detectors, windows of 32. One score is the time
 * of one observation: capture, signals, windows, and its share of the judgements.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DrainBenchmark {
  private static final int CLASSES = 100;
  private static final int KNOWN = 4;
  private static final int DISTINCT = 4096;
  private static final int BATCH = 64;

  /** How many cameras keep embeddings; those that do not keep sums of random features. */
  @Param({"4", "0"})
  private int embeddedSlices;

  /** Cameras of the stream; the baseline knows four, or as many as there are if they are fewer. */
  @Param({"4", "1", "32", "256", "1000", "10000"})
  private int cameras;

  /** Of an embedding. */
  @Param({"512", "64", "2048"})
  private int dimension;

  private final SplittableRandom random = new SplittableRandom(3);
  private final float[][] embeddings = new float[DISTINCT][];
  private final float[][] logits = new float[DISTINCT][];
  private String[] tags;
  private Monitor monitor;
  private int next;

  /** Builds a baseline of the same stream and starts the monitor. */
  @Setup(Level.Trial)
  public void start() {
    tags = new String[cameras];
    for (int i = 0; i < cameras; i++) {
      tags[i] = "cam-" + i;
    }
    for (int i = 0; i < DISTINCT; i++) {
      embeddings[i] = values(dimension);
      logits[i] = values(CLASSES);
    }
    monitor =
        Monitor.builder(KeptBaselines.of("drain-" + known() + "-" + dimension, this::baseline))
            .sampler(Sampler.fraction(1))
            .embeddedSlices(embeddedSlices)
            .maximumSlices(Math.max(64, 2 * cameras))
            .maximumTagValues(Math.max(64, 2 * cameras))
            .polled()
            .start();
  }

  private int known() {
    return Math.min(cameras, KNOWN);
  }

  private Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("drain").window(32).sliceBy("camera");
    for (int i = 0; i < 2048; i++) {
      builder.add(
          Observation.builder()
              .embedding(values(dimension))
              .logits(values(CLASSES))
              .tag("camera", "cam-" + i % known())
              .build());
    }
    return builder.build();
  }

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Stops the monitor. */
  @TearDown(Level.Trial)
  public void stop() {
    monitor.close();
  }

  /** Plain Java. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public int observationScalar() {
    return observe();
  }

  /** With the Vector API. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public int observationVector() {
    return observe();
  }

  private int observe() {
    for (int i = 0; i < BATCH; i++) {
      next = (next + 1) % DISTINCT;
      monitor
          .capture()
          .embedding(embeddings[next])
          .logits(logits[next])
          .tag("camera", tags[next % cameras])
          .commit();
    }
    return monitor.poll(BATCH);
  }
}
