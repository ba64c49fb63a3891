package io.virk.bench;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageStatistics;
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
 * Measuring one frame, on one thread: all signals; and the channels, brightness, contrast and
 * sharpness alone. {@link io.virk.bench.peer.OpenCvPeers} sets OpenCV beside it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageSignalsBenchmark {
  private static final int DISTINCT = 4;

  /** Width and height. */
  @Param({"320x240", "224x224", "640x480", "1920x1080", "3840x2160"})
  String size;

  private final ImageAnalyzer analyzer = new ImageAnalyzer();
  private final ImageStatistics statistics = new ImageStatistics();
  private final Frame[] frames = new Frame[DISTINCT];
  private final Frame[] kept = new Frame[DISTINCT];
  private int next;

  /** Makes images with light, edges and noise. */
  @Setup
  public void image() {
    for (int i = 0; i < DISTINCT; i++) {
      frames[i] = Pictures.frame(size, i, i);
      kept[i] = CapturePolicy.DEFAULT.reduce(frames[i]);
    }
  }

  private int turn() {
    return next++ & DISTINCT - 1;
  }

  /** All signals. */
  @Benchmark
  public Object all() {
    analyzer.analyze(frames[turn()], statistics);
    return statistics;
  }

  /** All signals of the frame as a capture keeps it: at most 320 x 240 pixels, and 5 patches. */
  @Benchmark
  public Object allOfKept() {
    analyzer.analyze(kept[turn()], statistics);
    return statistics;
  }

  /** Channels, brightness, contrast and sharpness. */
  @Benchmark
  public Object basics() {
    analyzer.analyzeBasics(frames[turn()], statistics);
    return statistics;
  }
}
