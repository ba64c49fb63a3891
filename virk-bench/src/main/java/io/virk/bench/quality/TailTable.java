package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.time.Instant;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often thresholds are exceeded on streams on which nothing changes, for probabilities far out
 * in the tail, which are what each of many detectors gets. Prints a table in Markdown: alarms, as a
 * multiple of those asked for, means over baselines; of six pairs of a signal and a detector the
 * mean, the least and the most. Seeds are fixed.
 */
final class TailTable {
  private static final int WINDOW = CleanTable.WINDOW;
  private static final int WINDOWS = 4000;
  private static final int BASELINES = 100;
  private static final double[] PROBABILITIES = {1e-3, 1e-4, 2e-5};
  private static final int[] SIZES = {400, 800, 1600, 3200};
  private static final Detector[] DETECTORS = {
    Detector.named("mean-shift"), Detector.named("kolmogorov-smirnov")
  };

  /**
   * A stream.
   *
   * @param correlation of neighbours
   * @param period of its season, 0 = none
   */
  private record Law(String name, double correlation, int period) {}

  private static final List<Law> LAWS =
      List.of(
          new Law("iid", 0, 0),
          new Law("AR(1) 0.5", 0.5, 0),
          new Law("AR(1) 0.9", 0.9, 0),
          new Law("seasonal", 0, 200));

  private TailTable() {}

  /**
   * Prints it.
   *
   * @param size scales the number of baselines
   */
  static void run(double size) {
    int baselines = (int) Math.max(2, BASELINES * size);
    System.out.printf(
        Locale.ROOT,
        "JDK %s; %d baselines, %d windows of %d each; refused ones are left out.%n%n",
        Runtime.version(),
        baselines,
        WINDOWS,
        WINDOW);
    System.out.println("| stream | baseline | judged | 1e-3 | 1e-4 | 2e-5 |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    for (Law law : LAWS) {
      for (int n : SIZES) {
        Map<String, double[]> sums = new TreeMap<>();
        IntStream.range(0, baselines)
            .parallel()
            .mapToObj(b -> exceeded(law, n, 7_000_000L + 31L * n + b))
            .toList()
            .forEach(one -> one.forEach((name, rates) -> add(sums, name, rates)));
        print(law, n, baselines, sums.values());
      }
    }
  }

  private static void print(Law law, int n, int baselines, Collection<double[]> sums) {
    double judged = sums.stream().mapToDouble(s -> s[PROBABILITIES.length]).average().orElse(0);
    StringBuilder row =
        new StringBuilder(
            String.format(
                Locale.ROOT, "| %s | %d | %.0f %% |", law.name(), n, 100 * judged / baselines));
    for (int p = 0; p < PROBABILITIES.length; p++) {
      int at = p;
      DoubleSummaryStatistics rates =
          sums.stream().mapToDouble(s -> s[at] / s[PROBABILITIES.length]).summaryStatistics();
      row.append(
          String.format(
              Locale.ROOT,
              " %.2f (%.2f .. %.2f) |",
              rates.getAverage(),
              rates.getMin(),
              rates.getMax()));
    }
    System.out.println(row);
  }

  private static void add(Map<String, double[]> sums, String name, double[] rates) {
    double[] sum = sums.computeIfAbsent(name, k -> new double[PROBABILITIES.length + 1]);
    for (int p = 0; p < PROBABILITIES.length; p++) {
      sum[p] += rates[p];
    }
    sum[PROBABILITIES.length]++;
  }

  /** Of each detector that is not refused, alarms in those asked for. */
  private static Map<String, double[]> exceeded(Law law, int n, long seed) {
    ObservationStream stream = new SyntheticStream(law.correlation(), law.period(), 0, seed);
    BaselineBuilder builder =
        Baseline.builder("tail")
            .window(WINDOW)
            .detectors(DETECTORS)
            .clock(() -> Instant.EPOCH)
            .seed(seed);
    for (int i = 0; i < n; i++) {
      builder.add(stream.next());
    }
    Baseline baseline = builder.build();
    SignalExtractor extractor = CleanStreams.extractor(baseline);
    SignalTable window = new SignalTable(baseline.schema(), WINDOW);
    Map<String, double[]> exceeded = new TreeMap<>();
    for (int w = 0; w < WINDOWS; w++) {
      window.clear();
      for (int i = 0; i < WINDOW; i++) {
        window.append(extractor.extract(stream.next()));
      }
      for (CalibratedDetector detector : baseline.reference(Slice.ALL).detectors()) {
        if (detector.refusal().isPresent()) {
          continue;
        }
        double[] rates =
            exceeded.computeIfAbsent(
                detector.signal().name() + " / " + detector.detector().name(),
                k -> new double[PROBABILITIES.length]);
        double p = detector.judge(Slice.ALL, window, 1e-3, 1e-2).evidence().pValue();
        for (int i = 0; i < PROBABILITIES.length; i++) {
          rates[i] += p <= PROBABILITIES[i] ? 1 / (PROBABILITIES[i] * WINDOWS) : 0;
        }
      }
    }
    return exceeded;
  }
}
