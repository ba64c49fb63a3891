package io.virk.bench.quality;

import io.virk.Monitor;
import io.virk.MonitorStatus;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Ten million observations through one monitor, everything on that is on by default, and the heap
 * after every million: embeddings of 64 values, ten logits, four cameras with a reference each,
 * windows of 32.
 *
 * <pre>
 * java -Xmx256m -cp virk-bench/target/benchmarks.jar io.virk.bench.quality.LongRun [OBSERVATIONS]
 * </pre>
 */
public final class LongRun {
  private static final int DIMENSION = 64;
  private static final int CLASSES = 10;
  private static final int CAMERAS = 4;
  private static final int DISTINCT = 1 << 15;
  private static final int LINES = 10;

  private LongRun() {}

  /**
   * Runs.
   *
   * @param args how many observations; default 10,000,000
   */
  public static void main(String[] args) {
    long total = args.length == 0 ? 10_000_000 : Long.parseLong(args[0]);
    SplittableRandom random = new SplittableRandom(11);
    BaselineBuilder builder = Baseline.builder("long").window(32).sliceBy("camera");
    for (int i = 0; i < 4000; i++) {
      builder.add(
          Observation.builder()
              .embedding(values(random, DIMENSION))
              .logits(values(random, CLASSES))
              .tag("camera", "cam-" + i % CAMERAS)
              .build());
    }
    float[][] embeddings = new float[DISTINCT][];
    float[][] logits = new float[DISTINCT][];
    for (int i = 0; i < DISTINCT; i++) {
      embeddings[i] = values(random, DIMENSION);
      logits[i] = values(random, CLASSES);
    }
    System.out.println("observations    seconds    heap after GC    windows    drifts");
    try (Monitor monitor =
        Monitor.builder(builder.build()).sampler(Sampler.fraction(1)).polled().start()) {
      long begin = System.nanoTime();
      for (long i = 1; i <= total; i++) {
        int at = random.nextInt(DISTINCT);
        monitor
            .capture()
            .embedding(embeddings[at])
            .logits(logits[at])
            .tag("camera", "cam-" + at % CAMERAS)
            .commit();
        if (i % 32 == 0) {
          monitor.poll(32);
        }
        if (i % (total / LINES) == 0) {
          line(monitor.status(), i, (System.nanoTime() - begin) / 1e9);
        }
      }
    }
  }

  private static void line(MonitorStatus status, long observations, double seconds) {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "%12d %10.1f %13.1f MB %10d %9d%n",
        observations,
        seconds,
        (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
        status.judged().windows(),
        status.judged().driftsOpened());
  }

  private static float[] values(SplittableRandom random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
