package io.virk.baseline.compare;

import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.Content;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.Reference;
import io.virk.baseline.facts.NullReport;
import io.virk.detect.Detector;
import io.virk.detect.ThresholdInterval;
import io.virk.detect.calibrated.NullDistribution;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Judges windows of reference data by null distributions that have not seen them. */
public final class HeldBackWindows {
  private static final int MOST_FOLDS = 4;

  /** Enough for one in twenty; a quarter of a calibration's. */
  private static final int DRAWS = 500;

  private HeldBackWindows() {}

  /** How many windows were judged, and how many alarmed. */
  private static final class Count {
    private int windows;
    private int alarms;
  }

  /** What the null distributions of a baseline promise, and what held-back windows gave. */
  public static NullReport report(Content baseline) {
    List<NullReport.Row> rows = new ArrayList<>();
    ContentParts parts = baseline.parts();
    baseline.references().forEach(r -> rows.addAll(rows(r, parts.window(), parts.seed())));
    return new NullReport(
        parts.name(), baseline.hash(), parts.window(), embeddingsInWords(parts), rows);
  }

  private static Optional<String> embeddingsInWords(ContentParts parts) {
    if (parts.embeddingLength() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "length "
            + parts.embeddingLength()
            + "; "
            + (parts.model() == null ? "no distances" : parts.model().inWords())
            + "; "
            + (parts.features() == null ? "no" : parts.features().featureCount())
            + " random features");
  }

  /** One row for each detector of a reference. */
  private static List<NullReport.Row> rows(Reference reference, int window, long seed) {
    Map<String, Count> counts = count(reference, window, seed);
    List<NullReport.Row> rows = new ArrayList<>();
    for (int i = 0; i < reference.calibrated().size(); i++) {
      Calibration calibration = reference.judged().get(i);
      var refusal = reference.calibrated().get(i).refusal();
      NullDistribution nulls = reference.calibrated().get(i).nullDistribution();
      boolean usable = refusal.isEmpty() && nulls.usable();
      double probability = 1.0 / NullReport.THRESHOLD_ONE_IN;
      ThresholdInterval interval =
          usable ? nulls.thresholdInterval(probability) : ThresholdInterval.NONE;
      Count count = counts.getOrDefault(key(calibration), new Count());
      int values = reference.pool().count(calibration.signal());
      rows.add(
          new NullReport.Row(
              reference.slice(),
              calibration.signal().name(),
              calibration.detector().name(),
              values,
              calibration.autocorrelationTime(),
              values / calibration.autocorrelationTime(),
              calibration.block(),
              refusal,
              usable ? nulls.threshold(probability) : Double.NaN,
              interval.low(),
              interval.high(),
              usable ? count.windows : 0,
              usable ? count.alarms : 0));
    }
    return rows;
  }

  private static Map<String, Count> count(Reference reference, int window, long seed) {
    SignalTable pool = reference.pool();
    DetectorChoice detectors = DetectorChoice.in(reference.calibrations());
    int n = pool.rows();
    // a fold holds a window at least, the rest two
    int folds = Math.min(MOST_FOLDS, n / window);
    Map<String, Count> counts = new HashMap<>();
    for (int fold = 0; fold < folds && n - n / folds >= 2 * window; fold++) {
      int from = (int) ((long) n * fold / folds);
      int to = (int) ((long) n * (fold + 1) / folds);
      int[] rest = IntStream.range(0, n).filter(i -> i < from || i >= to).toArray();
      int[] compared = IntStream.of(rest).filter(i -> !reference.calibrationRows()[i]).toArray();
      if (compared.length < window) {
        continue;
      }
      judge(pool, rest, compared, from, to, window, seed + fold, detectors, counts);
    }
    return counts;
  }

  private static void judge(
      SignalTable pool,
      int[] rest,
      int[] compared,
      int from,
      int to,
      int window,
      long seed,
      DetectorChoice detectors,
      Map<String, Count> counts) {
    SignalTable reference = pool.take(compared);
    SignalTable others = pool.take(rest);
    for (Calibration c :
        Calibrator.calibrate(others, compared.length, window, seed, detectors, DRAWS)) {
      NullDistribution nulls = c.nullDistribution(others.count(c.signal()));
      if (!nulls.usable()) {
        continue;
      }
      double threshold = nulls.threshold(1.0 / NullReport.ONE_IN);
      Detector.Comparer comparer = c.detector().against(c.signal(), reference);
      Count count = counts.computeIfAbsent(key(c), k -> new Count());
      for (int at = from; at + window <= to; at += window) {
        double statistic =
            comparer.compare(pool.take(IntStream.range(at, at + window).toArray())).statistic();
        if (!Double.isNaN(statistic)) {
          count.windows++;
          count.alarms += statistic > threshold ? 1 : 0;
        }
      }
    }
  }

  private static String key(Calibration calibration) {
    return calibration.signal().name() + '/' + calibration.detector().name();
  }
}
