package io.virk.bench;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a baseline costs: built of embeddings and 100 logits of four cameras, saved, loaded, and a
 * monitor started with it and closed. One call is one operation.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class BaselineBenchmark {
  private static final int CLASSES = 100;
  private static final int CAMERAS = 4;

  /** What baselines are made of. */
  @State(Scope.Benchmark)
  public static class Stream {
    /** Observations. */
    @Param({"2000", "400", "8000"})
    int rows;

    /** Of an embedding. */
    @Param({"512", "64", "2048"})
    int dimension;

    private Observation[] observations;
    private long seed;

    /** Draws it. */
    @Setup(Level.Trial)
    public void draw() {
      SplittableRandom random = new SplittableRandom(9);
      observations = new Observation[rows];
      for (int i = 0; i < rows; i++) {
        observations[i] =
            Observation.builder()
                .embedding(values(random, dimension))
                .logits(values(random, CLASSES))
                .tag("camera", "cam-" + i % CAMERAS)
                .build();
      }
    }

    private static float[] values(SplittableRandom random, int n) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    Baseline build() {
      BaselineBuilder builder = Baseline.builder("bench").window(32).sliceBy("camera").seed(seed++);
      for (Observation observation : observations) {
        builder.add(observation);
      }
      return builder.build();
    }
  }

  /** One that is built, and its file. */
  @State(Scope.Benchmark)
  public static class Built {
    private Baseline baseline;
    private Path folder;
    private Path file;

    /** Builds and saves it. */
    @Setup(Level.Trial)
    public void save(Stream stream) throws IOException {
      String name = "built-" + stream.rows + "-" + stream.dimension;
      baseline = KeptBaselines.of(name, stream::build);
      folder = Files.createTempDirectory("virk-baseline");
      file = folder.resolve("baseline.virk");
      baseline.save(file);
    }

    /** Deletes the file. */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  /** All of it: splits, models, references, simulated calibration, null report. */
  @Benchmark
  public Baseline build(Stream stream) {
    return stream.build();
  }

  /** To a file. */
  @Benchmark
  public void save(Built built) {
    built.baseline.save(built.file);
  }

  /** From a file, with its checksum. */
  @Benchmark
  public Baseline load(Built built) {
    return Baseline.load(built.file);
  }

  /** Until the first capture would be taken; and closed. */
  @Benchmark
  public void startAndClose(Built built) {
    Monitor.builder(built.baseline).sampler(Sampler.fraction(1)).polled().start().close();
  }
}
