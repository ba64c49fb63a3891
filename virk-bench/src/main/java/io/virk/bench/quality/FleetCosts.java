package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.PartialBaseline;
import io.virk.bench.DrawnValues;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.fleet.FleetJudge;
import io.virk.fleet.FleetSettings;
import io.virk.fleet.SliceJudge;
import io.virk.fleet.SliceReading;
import io.virk.fleet.SliceSummary;
import io.virk.fleet.Summarizer;
import io.virk.fleet.SummaryScheme;
import io.virk.signal.Observation;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What each step of a fleet costs, in processor time of one thread: embeddings of 512, ten logits;
 * a summary of a minute holds 60 observations, a window ten summaries.
 *
 * <pre>
 * java -Xmx1g -cp virk-bench/target/benchmarks.jar io.virk.bench.quality.FleetCosts [EMBEDDINGS]
 * </pre>
 */
public final class FleetCosts {
  private static final int DIMENSION = 512;
  private static final int CAMERAS = 200;
  private static final int WINDOWS = 40;
  private static final int LEARNING = 16;
  private static final long MINUTE = 60_000;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private FleetCosts() {}

  /**
   * Prints the costs.
   *
   * @param args embeddings of the sample of a baseline; 1,000,000 without
   */
  public static void main(String[] args) {
    int embeddings = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    partial(embeddings);
    fleet();
  }

  private static Observation observation(SplittableRandom random, int number, float[] embedding) {
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) (random.nextDouble() + random.nextDouble() - 1);
    }
    float[] logits = new float[10];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (4 * random.nextDouble());
    }
    return Observation.builder().sequence(number).embedding(embedding).logits(logits).build();
  }

  private static void partial(int embeddings) {
    SplittableRandom random = new SplittableRandom(3);
    PartialBaseline all = PartialBaseline.of();
    long begin = CPU.getCurrentThreadCpuTime();
    float[] embedding = new float[DIMENSION];
    for (int i = 0; i < embeddings; i++) {
      all.add(observation(random, i, embedding));
    }
    long time = CPU.getCurrentThreadCpuTime() - begin;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    byte[] bytes = all.toBytes();
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f us each, %d MB of heap, %d MB of bytes, heap at most %d MB%n",
        all,
        time / 1e3 / embeddings,
        used >> 20,
        bytes.length >> 20,
        runtime.maxMemory() >> 20);
    begin = CPU.getCurrentThreadCpuTime();
    PartialBaseline merged = PartialBaseline.of().merge(PartialBaseline.fromBytes(bytes));
    System.out.printf(
        Locale.ROOT,
        "merge of %s: %d ms%n",
        merged,
        (CPU.getCurrentThreadCpuTime() - begin) / 1_000_000);
  }

  private static void fleet() {
    SplittableRandom random = new SplittableRandom(5);
    var builder = Baseline.builder("fleet").window(32);
    for (int i = 0; i < 2000; i++) {
      builder.add(observation(random, i, new float[DIMENSION]));
    }
    Baseline baseline = builder.build();
    SummaryScheme scheme = SummaryScheme.of(baseline);
    FleetSettings settings =
        FleetSettings.of(FalseAlarms.oncePer(Duration.ofDays(30)))
            .times(Duration.ofMinutes(1), 10, LEARNING);
    RandomFourierFeatures map = baseline.randomFeatures().orElseThrow();
    DrawnValues values = new DrawnValues(baseline.schema());
    values.features = new float[map.featureCount()];
    map.map(new float[DIMENSION], values.features, new float[map.scratchLength()]);
    Observation tags = Observation.builder().tag("site", "B").predictedClass(0).build();
    Summarizer summarizer = new Summarizer(scheme, "fleet", Duration.ofMinutes(1), List.of("site"));
    Map<Slice, SliceJudge> judges = new TreeMap<>();
    FleetJudge judge = new FleetJudge(scheme, settings);
    long[] nanos = new long[5];
    long[] counts = new long[5];
    long[] bytes = new long[2];
    for (int minute = 0; minute < 10 * WINDOWS; minute++) {
      boolean measured = minute >= 10 * (LEARNING + 4);
      long begin = CPU.getCurrentThreadCpuTime();
      for (int camera = 0; camera < CAMERAS; camera++) {
        Slice slice = new Slice("camera", "cam-" + camera);
        for (int i = 0; i < 60; i++) {
          values.fill(random, minute * MINUTE + i * 1000L);
          summarizer.observed(tags, values, slice);
        }
      }
      add(nanos, counts, 0, begin, 60 * CAMERAS, measured);
      begin = CPU.getCurrentThreadCpuTime();
      List<byte[]> sent = new ArrayList<>();
      for (SliceSummary summary : summarizer.advance((minute + 1) * MINUTE)) {
        sent.add(summary.toBytes());
      }
      add(nanos, counts, 1, begin, CAMERAS, measured);
      begin = CPU.getCurrentThreadCpuTime();
      for (byte[] each : sent) {
        bytes[0] += measured ? each.length : 0;
        SliceSummary summary = SliceSummary.fromBytes(each);
        judges
            .computeIfAbsent(summary.slice(), s -> new SliceJudge(scheme, settings, s))
            .accept(summary);
      }
      add(nanos, counts, 2, begin, CAMERAS, measured);
      begin = CPU.getCurrentThreadCpuTime();
      List<SliceReading> readings = new ArrayList<>();
      judges.values().forEach(j -> readings.addAll(j.advance(settings.period().toMillis())));
      long now = (minute + 1) * MINUTE;
      judges.values().forEach(j -> readings.addAll(j.advance(now)));
      add(nanos, counts, 3, begin, readings.size(), measured);
      begin = CPU.getCurrentThreadCpuTime();
      for (SliceReading reading : readings) {
        bytes[1] += measured ? reading.toBytes().length : 0;
        judge.accept(reading);
      }
      judge.advance(now);
      add(nanos, counts, 4, begin, readings.size(), measured);
    }
    String[] steps = {
      "observation into a summary, without its random features",
      "summary closed and written",
      "summary read and merged",
      "window of a slice",
      "slice of a window of the fleet"
    };
    for (int s = 0; s < steps.length; s++) {
      System.out.printf(
          Locale.ROOT, "%s: %.2f us%n", steps[s], nanos[s] / 1e3 / Math.max(1, counts[s]));
    }
    System.out.printf(
        Locale.ROOT,
        "bytes of a summary %d, of a reading %d; state of a slice %d, of the fleet %d a slice%n",
        bytes[0] / counts[1],
        bytes[1] / Math.max(1, counts[4]),
        judges.values().iterator().next().state().length,
        judge.state().length / CAMERAS);
  }

  private static void add(
      long[] nanos, long[] counts, int step, long begin, int n, boolean measured) {
    if (measured) {
      nanos[step] += CPU.getCurrentThreadCpuTime() - begin;
      counts[step] += n;
    }
  }
}
