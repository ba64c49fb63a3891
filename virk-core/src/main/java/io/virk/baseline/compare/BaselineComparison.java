package io.virk.baseline.compare;

import io.virk.baseline.content.Content;
import io.virk.baseline.facts.BaselineDiff;
import io.virk.baseline.facts.Provenance;
import io.virk.baseline.facts.SignalDiff;
import io.virk.baseline.facts.ThresholdDiff;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.Means;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Looks at a second baseline with the eyes of a first: its means, its deviations, its detectors.
 */
public final class BaselineComparison {
  private static final double FALSE_DRIFTS = 1e-3;
  private static final double WARNINGS = 50;
  private static final double LARGEST = 0.05;

  private final Content first;
  private final Content second;
  private final List<SignalDiff> signals = new ArrayList<>();
  private final List<ThresholdDiff> thresholds = new ArrayList<>();
  private int windows;
  private int drifting;

  private BaselineComparison(Content first, Content second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Compares.
   *
   * @throws IllegalArgumentException if embeddings or logits have other lengths
   */
  public static BaselineDiff of(Content first, Content second) {
    if (first.parts().embeddingLength() != second.parts().embeddingLength()
        || first.parts().logitsLength() != second.parts().logitsLength()) {
      throw new IllegalArgumentException(
          "other: embeddings of "
              + second.parts().embeddingLength()
              + " and logits of "
              + second.parts().logitsLength()
              + " (expected: "
              + first.parts().embeddingLength()
              + " and "
              + first.parts().logitsLength()
              + ", for two models cannot be compared)");
    }
    return new BaselineComparison(first, second).compare();
  }

  private BaselineDiff compare() {
    Set<Slice> common = new HashSet<>(first.slices());
    common.retainAll(second.slices());
    for (Slice slice : first.slices()) {
      if (common.contains(slice)) {
        compare(slice);
      }
    }
    return new BaselineDiff(
        name(first),
        name(second),
        provenance(),
        signals,
        thresholds,
        second.slices().stream().filter(s -> !common.contains(s)).toList(),
        first.slices().stream().filter(s -> !common.contains(s)).toList(),
        first.reference(Slice.ALL).pool().rows(),
        second.reference(Slice.ALL).pool().rows(),
        windows,
        windows == 0 ? 0 : (double) drifting / windows);
  }

  private static String name(Content baseline) {
    return baseline.name() + " " + baseline.hash().substring(0, 12);
  }

  private List<String> provenance() {
    Provenance a = first.parts().provenance();
    Provenance b = second.parts().provenance();
    List<String> words = new ArrayList<>();
    differ(words, "model", a.modelSha256(), b.modelSha256());
    differ(words, "preprocessing", a.preprocessing(), b.preprocessing());
    differ(words, "tensor", a.tensor(), b.tensor());
    differ(
        words,
        "capture policy",
        Optional.of(a.capturePolicy().toString()),
        Optional.of(b.capturePolicy().toString()));
    differ(
        words, "library version", Optional.of(a.libraryVersion()), Optional.of(b.libraryVersion()));
    differ(words, "means of embeddings", means(first), means(second));
    return words;
  }

  private static Optional<String> means(Content baseline) {
    return Optional.ofNullable(baseline.parts().model())
        .map(m -> m.classes().length)
        .map(c -> c == 0 ? "one of all" : "of " + c + " classes");
  }

  private static void differ(
      List<String> words, String what, Optional<String> a, Optional<String> b) {
    if (!a.equals(b)) {
      words.add(what + " " + b.orElse("none") + " instead of " + a.orElse("none"));
    }
  }

  private void compare(Slice slice) {
    SignalTable a = first.reference(slice).rows();
    SignalTable b = seenByFirst(second.reference(slice).pool());
    Map<String, Double> drifts = judge(slice, b);
    for (ScalarSignal signal : first.parts().schema().scalars()) {
      double[] x = a.scalar(signal);
      double[] y = b.scalar(signal);
      if (x.length > 1 && y.length > 1) {
        signals.add(scalar(slice, signal, x, y, share(drifts, signal.name())));
      }
    }
    for (CategoricalSignal signal : first.parts().schema().categoricals()) {
      if (a.count(signal) > 0 && b.count(signal) > 0) {
        double drifted = share(drifts, signal.name());
        signals.add(
            categories(slice, signal.name(), a.categories(signal), b.categories(signal), drifted));
      }
    }
    for (VectorSignal signal : first.parts().schema().vectors()) {
      VectorColumn x = a.vectors(signal);
      VectorColumn y = b.vectors(signal);
      boolean known = !signal.isDerived(); // else what it is made of is
      if (known && x.count() > 1 && y.count() > 1 && x.dimension() == y.dimension()) {
        signals.add(vectors(slice, signal.name(), x, y, share(drifts, signal.name())));
      }
    }
    compareThresholds(slice);
  }

  private static double share(Map<String, Double> drifts, String signal) {
    return drifts.getOrDefault(signal, 0.0);
  }

  /** Distances of the embedding are from the first's mean, whoever's observations they are. */
  private SignalTable seenByFirst(SignalTable pool) {
    SignalTable copy = pool.take(IntStream.range(0, pool.rows()).toArray());
    first
        .mahalanobis()
        .ifPresent(
            m ->
                copy.fill(
                    ScalarSignal.MAHALANOBIS, e -> SignalExtractor.mahalanobisDistance(m, e)));
    return copy;
  }

  /** The share of drifting windows of each signal. */
  private Map<String, Double> judge(Slice slice, SignalTable rows) {
    List<CalibratedDetector> detectors = first.reference(slice).detectors();
    double drift = probability(detectors.size());
    double warning = Math.min(LARGEST, WARNINGS * drift);
    int length = first.window();
    int count = rows.rows() / length;
    Map<String, Integer> counts = new TreeMap<>();
    for (int w = 0; w < count; w++) {
      SignalTable window = rows.take(IntStream.range(w * length, (w + 1) * length).toArray());
      Set<String> drifted = new HashSet<>();
      for (CalibratedDetector detector : detectors) {
        if (detector.judge(slice, window, drift, warning).verdict() == Verdict.DRIFT) {
          drifted.add(detector.signal().name());
        }
      }
      drifted.forEach(s -> counts.merge(s, 1, Integer::sum));
      windows++;
      drifting += drifted.isEmpty() ? 0 : 1;
    }
    Map<String, Double> shares = new TreeMap<>();
    counts.forEach((signal, drifts) -> shares.put(signal, (double) drifts / count));
    return shares;
  }

  /** One false drift in 1,000 windows, over all detectors of a slice. */
  private static double probability(int tests) {
    return Math.min(LARGEST, FALSE_DRIFTS / Math.max(1, tests));
  }

  private SignalDiff scalar(
      Slice slice, ScalarSignal signal, double[] x, double[] y, double drifts) {
    double before = Means.of(x);
    double after = Means.of(y);
    double deviation = Means.deviation(x, before);
    // a constant signal: any change at all is far
    double unit = Math.max(deviation, 1e-9 * (1 + Math.abs(before)));
    double time =
        Math.max(
            first.reference(slice).autocorrelationTime(signal),
            second.reference(slice).autocorrelationTime(signal));
    return new SignalDiff(
        slice,
        signal.name(),
        SignalDiff.Kind.SCALAR,
        signal.raw(before),
        signal.raw(after),
        (after - before) / unit,
        Math.sqrt(time / x.length + time / y.length),
        Means.deviation(y, after) / unit,
        drifts);
  }

  private static SignalDiff categories(
      Slice slice, String signal, int[] x, int[] y, double drifts) {
    Map<Integer, double[]> shares = new HashMap<>();
    for (int c : x) {
      shares.computeIfAbsent(c, k -> new double[2])[0] += 1.0 / x.length;
    }
    for (int c : y) {
      shares.computeIfAbsent(c, k -> new double[2])[1] += 1.0 / y.length;
    }
    double distance = 0;
    double noise = 0;
    for (double[] p : shares.values()) {
      distance += Math.abs(p[0] - p[1]) / 2;
      double both = (p[0] + p[1]) / 2;
      // the mean absolute difference of two binomial shares, halved
      noise += Math.sqrt(both * (1 - both) * (1.0 / x.length + 1.0 / y.length) * 2 / Math.PI) / 2;
    }
    return new SignalDiff(
        slice,
        signal,
        SignalDiff.Kind.CLASSES,
        Double.NaN,
        Double.NaN,
        distance,
        noise,
        Double.NaN,
        drifts);
  }

  private static SignalDiff vectors(
      Slice slice, String signal, VectorColumn a, VectorColumn b, double drifts) {
    int d = a.dimension();
    float[] x = a.values();
    float[] y = b.values();
    int n = x.length / d;
    int m = y.length / d;
    double sum = 0;
    int varying = 0;
    for (int j = 0; j < d; j++) {
      double before = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        before += x[i * d + j];
        squares += (double) x[i * d + j] * x[i * d + j];
      }
      before /= n;
      double variance = (squares - n * before * before) / (n - 1);
      double after = 0;
      for (int i = 0; i < m; i++) {
        after += y[i * d + j];
      }
      after /= m;
      if (variance > 1e-12 * squares / n) {
        sum += (after - before) * (after - before) / variance;
        varying++;
      }
    }
    return new SignalDiff(
        slice,
        signal,
        SignalDiff.Kind.EMBEDDING,
        Double.NaN,
        Double.NaN,
        varying == 0 ? 0 : Math.sqrt(sum / varying),
        Math.sqrt(1.0 / n + 1.0 / m),
        Double.NaN,
        drifts);
  }

  private void compareThresholds(Slice slice) {
    List<CalibratedDetector> before = first.reference(slice).detectors();
    List<CalibratedDetector> after = second.reference(slice).detectors();
    for (CalibratedDetector x : before) {
      after.stream()
          .filter(
              y -> y.signal().equals(x.signal()) && y.detector().name().equals(x.detector().name()))
          .findFirst()
          .ifPresent(
              y ->
                  thresholds.add(
                      new ThresholdDiff(
                          slice,
                          x.signal().name(),
                          x.detector().name(),
                          threshold(x, before.size()),
                          threshold(y, after.size()))));
    }
  }

  private static double threshold(CalibratedDetector detector, int tests) {
    return detector.nullDistribution().usable()
        ? detector.nullDistribution().threshold(probability(tests))
        : Double.NaN;
  }
}
