package io.virk.bench.capture;

import io.virk.Monitor;
import io.virk.MonitorStatus;
import io.virk.baseline.Baseline;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The first 1,000 captures after {@code start()} in a new JVM, before anything is compiled: does
 * the first use stall the host?
 *
 * <pre>
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.capture.FirstCaptures [fraction]
 * </pre>
 */
public final class FirstCaptures {
  private static final int CAPTURES = 1000;

  private FirstCaptures() {}

  /**
   * Starts a monitor and captures.
   *
   * @param arguments fraction that is sampled (1)
   */
  public static void main(String[] arguments) {
    double fraction = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
    Scene scene = new Scene();
    Baseline baseline = scene.baseline();
    Frame frame = scene.frame();
    float[] embedding = scene.values(Scene.DIMENSION);
    float[] logits = scene.values(Scene.CLASSES);
    byte[] target = new byte[Scene.PIXELS];
    long[] nanos = new long[CAPTURES];
    long[] bare = new long[CAPTURES];
    System.nanoTime();

    long begin = System.nanoTime();
    Monitor monitor = Monitor.builder(baseline).sampler(Sampler.fraction(fraction)).start();
    long start = System.nanoTime() - begin;
    for (int i = 0; i < CAPTURES; i++) {
      long before = System.nanoTime();
      monitor
          .capture()
          .image(frame)
          .embedding(embedding)
          .logits(logits)
          .tag("camera", "cam-7")
          .commit();
      nanos[i] = System.nanoTime() - before;
      LockSupport.parkNanos(2_000_000); // an inference
      before = System.nanoTime();
      System.arraycopy(frame.pixels(), 0, target, 0, target.length);
      bare[i] = System.nanoTime() - before;
    }
    System.out.printf(
        Locale.ROOT,
        "JDK %s, fraction %s, start() %.1f ms%n",
        Runtime.version(),
        fraction,
        start / 1e6);
    print("capture", nanos);
    print("bare copy", bare);
    MonitorStatus status = monitor.status();
    System.out.printf(
        Locale.ROOT,
        "%d got a slot, %d did not%n",
        status.captured().claimed(),
        status.captured().dropped());
    monitor.close();
  }

  private static void print(String name, long[] nanos) {
    Histogram all = new Histogram(3);
    int slowest = 0;
    for (int i = 0; i < nanos.length; i++) {
      all.recordValue(nanos[i]);
      slowest = nanos[i] > nanos[slowest] ? i : slowest;
    }
    System.out.printf(
        Locale.ROOT,
        "%-10s us: 1st %.1f, 2nd %.1f, 3rd %.1f, 10th %.1f, 100th %.1f, 1000th %.1f; p50 %.1f, p99"
            + " %.1f, max %.1f (number %d)%n",
        name,
        nanos[0] / 1e3,
        nanos[1] / 1e3,
        nanos[2] / 1e3,
        nanos[9] / 1e3,
        nanos[99] / 1e3,
        nanos[999] / 1e3,
        all.getValueAtPercentile(50) / 1e3,
        all.getValueAtPercentile(99) / 1e3,
        nanos[slowest] / 1e3,
        slowest + 1);
  }
}
