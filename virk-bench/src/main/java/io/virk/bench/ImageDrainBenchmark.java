package io.virk.bench;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.embed.Embedder;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
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
 * What an observation with a picture costs on VIRK's thread: capture of the picture, its signals,
 * with and without an embedding computed of it, windows of 32 of four cameras, their judgements.
 * The pictures change from call to call; all are committed and drained.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageDrainBenchmark {
  private static final int CAMERAS = 4;
  private static final int ROWS = 256;
  private static final int DISTINCT = 64;

  /** Of the picture that the host hands over; what is kept is 320 x 240 at most. */
  @Param({"224x224", "64x48", "640x480", "1920x1080", "3840x2160"})
  private String size;

  /** Who embeds: {@code none}, or {@code handcrafted}. */
  @Param({"none", "handcrafted"})
  private String embedder;

  private final Frame[] frames = new Frame[DISTINCT];
  private Monitor monitor;
  private int next;

  /** Builds a baseline of the same cameras and starts the monitor. */
  @Setup(Level.Trial)
  public void start() {
    boolean embeds = embedder.equals("handcrafted");
    for (int i = 0; i < DISTINCT; i++) {
      frames[i] = Pictures.frame(size, i % CAMERAS, 10_000 + i);
    }
    var settings =
        Monitor.builder(KeptBaselines.of("images-" + size + "-" + embedder, this::baseline))
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .polled();
    if (embeds) {
      settings.embedder(Embedder.handcrafted());
    }
    monitor = settings.start();
  }

  private Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("images").window(32).sliceBy("camera");
    if (embedder.equals("handcrafted")) {
      builder.embedder(Embedder.handcrafted());
    }
    for (int i = 0; i < ROWS; i++) {
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(Pictures.frame(size, i % CAMERAS, i))
              .tag("camera", "cam-" + i % CAMERAS)
              .build());
    }
    return builder.build();
  }

  /** Stops the monitor. */
  @TearDown(Level.Trial)
  public void stop() {
    monitor.close();
  }

  /** One. */
  @Benchmark
  public int observation() {
    next = (next + 1) % DISTINCT;
    monitor.capture().image(frames[next]).tag("camera", "cam-" + next % CAMERAS).commit();
    return monitor.poll(1);
  }
}
