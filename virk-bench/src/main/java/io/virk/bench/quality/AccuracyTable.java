package io.virk.bench.quality;

import io.virk.bench.quality.LabelSet.Changed;
import io.virk.bench.quality.LabelSet.Outputs;
import io.virk.stats.performance.AccuracyEstimate;
import io.virk.stats.performance.ConfidenceBasedAccuracy;
import io.virk.stats.performance.ConfidenceCalibration;
import io.virk.stats.performance.ConfusionCounts;
import io.virk.stats.performance.DensityRatio;
import io.virk.stats.performance.DifferenceOfConfidences;
import io.virk.stats.performance.LabelShift;
import io.virk.stats.performance.Reliability;
import io.virk.stats.performance.ThresholdedConfidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Accuracy that is estimated without labels, beside the one that is counted with them. */
final class AccuracyTable {
  private static final List<String> WAYS = List.of("CBPE", "PAPE", "ATC", "DoC", "confidence");

  private final LabelSet set;
  private final double[] confidences;
  private final boolean[] right;
  private final int[] tested;

  AccuracyTable(LabelSet set) {
    this.set = set;
    Outputs baseline = set.baseline();
    int[] labels = set.baselineLabels();
    this.tested = set.testedLabels();
    this.confidences = confidences(baseline);
    this.right = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      right[i] = baseline.predicted(i) == labels[i];
    }
  }

  private static double[] confidences(Outputs outputs) {
    double[] confidences = new double[outputs.n()];
    for (int i = 0; i < confidences.length; i++) {
      confidences[i] = outputs.confidence(i);
    }
    return confidences;
  }

  private record Row(Changed change, double accuracy, double[] told, boolean held, double left) {}

  void print() {
    List<Row> rows = set.changes().stream().map(this::row).toList();
    System.out.printf(
        Locale.ROOT,
        "%n## Accuracy without labels%n%nBaseline of %d labels, windows of %d observations; counted"
            + " accuracy less the estimate is the error, in points.%n%n",
        right.length,
        tested.length);
    System.out.println("| mean absolute error | " + String.join(" | ", WAYS) + " | CBPE held |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (int severity : LabelSet.SEVERITIES) {
      means("severity " + severity, rows.stream().filter(r -> r.change().severity() == severity));
    }
    means("where accuracy fell by less than 5", fell(rows, -1, 0.05));
    means("by 5 to 20", fell(rows, 0.05, 0.2));
    means("by more than 20", fell(rows, 0.2, 1));
    System.out.println(
        "\n| cause, severity 3 | counted | " + String.join(" | ", WAYS) + " | labels left, % |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
    for (Row row : rows) {
      if (row.change().severity() == 3 || row.change().severity() == 0) {
        StringBuilder line = new StringBuilder("| " + row.change().cause());
        line.append(String.format(Locale.ROOT, " | %.1f", 100 * row.accuracy()));
        for (double told : row.told()) {
          line.append(String.format(Locale.ROOT, " | %.1f", 100 * told));
        }
        System.out.println(line + String.format(Locale.ROOT, " | %.0f |", 100 * row.left()));
      }
    }
    printCalibration();
    printLabelShift();
  }

  private Stream<Row> fell(List<Row> rows, double least, double most) {
    double clean = rows.get(0).accuracy();
    return rows.stream().filter(r -> clean - r.accuracy() >= least && clean - r.accuracy() < most);
  }

  private void means(String what, Stream<Row> stream) {
    List<Row> rows = stream.toList();
    StringBuilder line = new StringBuilder("| " + what + " (" + rows.size() + ")");
    for (int w = 0; w < WAYS.size(); w++) {
      int way = w;
      double mean =
          rows.stream()
              .mapToDouble(r -> Math.abs(r.accuracy() - r.told()[way]))
              .average()
              .orElse(Double.NaN);
      line.append(String.format(Locale.ROOT, " | %.1f", 100 * mean));
    }
    long held = rows.stream().filter(Row::held).count();
    System.out.println(line + " | " + held + " of " + rows.size() + " |");
  }

  private Row row(Changed change) {
    Outputs live = change.outputs();
    double[] seen = confidences(live);
    int count = 0;
    for (int i = 0; i < live.n(); i++) {
      count += live.predicted(i) == tested[i] ? 1 : 0;
    }
    double accuracy = (double) count / live.n();
    AccuracyEstimate cbpe =
        new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(confidences, right)).estimate(seen);
    double[] before = doubles(set.baseline().logits());
    double[] weights =
        DensityRatio.fit(before, doubles(live.logits()), LabelSet.CLASSES).weights(before);
    double pape =
        new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(confidences, right, weights))
            .estimate(seen)
            .accuracy();
    double[] told = {
      cbpe.accuracy(),
      pape,
      ThresholdedConfidence.fit(confidences, right).estimate(seen).accuracy(),
      DifferenceOfConfidences.fit(confidences, right).estimate(seen).accuracy(),
      Arrays.stream(seen).average().orElseThrow()
    };
    return new Row(
        change,
        accuracy,
        told,
        cbpe.interval(0.95).contains(accuracy),
        DensityRatio.effectiveShare(weights));
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private void printCalibration() {
    Reliability reliability = new Reliability(10);
    for (int i = 0; i < right.length; i++) {
      reliability.accept(confidences[i], right[i]);
    }
    System.out.printf(
        Locale.ROOT,
        "%nOf the model itself, on the baseline: ECE %.3f (%.3f if it were calibrated), too sure by"
            + " %.1f points, Brier %.3f.%n",
        reliability.ece(),
        reliability.eceOfCalibrated(),
        100 * reliability.overconfidence(),
        reliability.brier());
  }

  /** One class tripled, ten times: mean absolute error of the shares. */
  private void printLabelShift() {
    Outputs baseline = set.baseline();
    int[] labels = set.baselineLabels();
    ConfusionCounts confusion = new ConfusionCounts(LabelSet.CLASSES);
    double[] shares = new double[LabelSet.CLASSES];
    for (int i = 0; i < labels.length; i++) {
      confusion.accept(labels[i], baseline.predicted(i));
      shares[labels[i]]++;
    }
    double temperature = temperature(baseline, labels);
    double[] errors = new double[3];
    double[] ofTripled = new double[3];
    SplittableRandom random = new SplittableRandom(8);
    for (int tripled = 0; tripled < LabelSet.CLASSES; tripled++) {
      List<Integer> drawn = new ArrayList<>();
      while (drawn.size() < 1000) {
        int i = random.nextInt(tested.length);
        if (tested[i] == tripled || random.nextInt(3) == 0) {
          drawn.add(i);
        }
      }
      double[] truth = new double[LabelSet.CLASSES];
      long[] predicted = new long[LabelSet.CLASSES];
      double[] probabilities = new double[LabelSet.CLASSES * drawn.size()];
      for (int k = 0; k < drawn.size(); k++) {
        int i = drawn.get(k);
        truth[tested[i]] += 1.0 / drawn.size();
        predicted[set.clean().predicted(i)]++;
        double[] p = set.clean().probabilities(i, temperature);
        System.arraycopy(p, 0, probabilities, k * LabelSet.CLASSES, LabelSet.CLASSES);
      }
      double[] counted = new double[LabelSet.CLASSES];
      for (int c = 0; c < LabelSet.CLASSES; c++) {
        counted[c] = (double) predicted[c] / drawn.size();
      }
      List<double[]> ways =
          List.of(
              counted,
              LabelShift.fromPredictions(confusion, predicted),
              LabelShift.fromProbabilities(probabilities, shares));
      for (int w = 0; w < 3; w++) {
        for (int c = 0; c < LabelSet.CLASSES; c++) {
          errors[w] += Math.abs(ways.get(w)[c] - truth[c]) / 100;
        }
        ofTripled[w] += Math.abs(ways.get(w)[tripled] - truth[tripled]) / 10;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%nOne class tripled, of 1,000: shares of classes are off by %.1f points in the mean by"
            + " predictions as they are, %.1f by BBSE, %.1f by EM (temperature %.2f); of the tripled"
            + " class %.1f, %.1f, %.1f.%n",
        100 * errors[0],
        100 * errors[1],
        100 * errors[2],
        temperature,
        100 * ofTripled[0],
        100 * ofTripled[1],
        100 * ofTripled[2]);
  }

  private static double temperature(Outputs outputs, int[] labels) {
    double best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (double t = 0.5; t < 5; t += 0.05) {
      double loss = 0;
      for (int i = 0; i < outputs.n(); i++) {
        loss -= Math.log(Math.max(1e-12, outputs.probabilities(i, t)[labels[i]]));
      }
      if (loss < least) {
        least = loss;
        best = t;
      }
    }
    return best;
  }
}
