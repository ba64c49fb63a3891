package io.virk.diagnose.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.diagnose.SliceFinding;
import io.virk.diagnose.SliceFinding.Pattern;
import io.virk.internal.Spread;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Chooses by which signal observations are compared, and gives them to the comparison. */
final class Carriers {
  /**
   * Observations before a drift, below which predicted classes are compared with the baseline's.
   */
  private static final int FEWEST = 2 * SliceDivision.FEWEST;

  private static final String CLASS = CategoricalSignal.PREDICTED_CLASS.name();

  private Carriers() {}

  /**
   * Which observations carry a drift.
   *
   * @param names of classes, by number
   */
  static SliceFinding of(
      Drift drift, TaggedSample sample, SignalTable baseline, List<String> names) {
    boolean few = sample.before().size() < FEWEST;
    Optional<ScalarSignal> signal = signal(drift, sample);
    boolean ofClasses =
        drift.evidence().stream()
            .map(DetectionResult::signal)
            .filter(s -> s.equals(CLASS) || sample.scalar(s).isPresent())
            .findFirst()
            .filter(CLASS::equals)
            .isPresent();
    if (few) {
      return signal.isPresent() && !ofClasses
          ? againstBaseline(signal.get(), sample, baseline, names)
          : SliceFinding.NONE;
    }
    List<TaggedSample.Row> rows = new ArrayList<>(sample.before());
    rows.addAll(sample.since());
    int firstSince = sample.before().size();
    if (ofClasses) {
      double[] share = shares(rows, firstSince);
      SliceFinding byTags =
          SliceComparison.of(
              CLASS, "%", share, firstSince, keys(rows, Optional.empty()), x -> 100 * x);
      return byTags.pattern() == Pattern.NONE
          ? labelShift(signal, sample, rows, names).orElse(byTags)
          : byTags;
    }
    return signal
        .map(s -> compare(s, sample.values(s, rows), firstSince, keys(rows, Optional.of(names))))
        .orElse(SliceFinding.NONE);
  }

  /** Whether other classes explain what else has changed: within each class nothing did. */
  private static Optional<SliceFinding> labelShift(
      Optional<ScalarSignal> signal,
      TaggedSample sample,
      List<TaggedSample.Row> rows,
      List<String> names) {
    List<SliceKey> classes =
        keys(rows, Optional.of(names)).stream().filter(k -> k.name().equals(CLASS)).toList();
    int firstSince = sample.before().size();
    return signal
        .map(s -> compare(s, sample.values(s, rows), firstSince, classes))
        .filter(f -> f.pattern() == Pattern.MIX);
  }

  private static SliceFinding compare(
      ScalarSignal signal, double[] values, int firstSince, List<SliceKey> keys) {
    int[] present =
        IntStream.range(0, values.length).filter(i -> Double.isFinite(values[i])).toArray();
    int first = (int) Arrays.stream(present).filter(i -> i < firstSince).count();
    List<SliceKey> own = new ArrayList<>();
    for (SliceKey key : keys) {
      own.add(key.of(present));
    }
    double[] numbers = Arrays.stream(present).mapToDouble(i -> values[i]).toArray();
    DoubleUnaryOperator raw = signal::raw;
    return SliceComparison.of(signal.name(), signal.unit(), numbers, first, own, raw);
  }

  /** The first that drifted; where none of those is scalar, the one that has changed most. */
  private static Optional<ScalarSignal> signal(Drift drift, TaggedSample sample) {
    return drift.evidence().stream()
        .flatMap(e -> sample.scalar(e.signal()).stream())
        .findFirst()
        .or(() -> mostChanged(sample));
  }

  private static Optional<ScalarSignal> mostChanged(TaggedSample sample) {
    ScalarSignal most = null;
    double best = 0;
    for (ScalarSignal signal : sample.scalars()) {
      Moments before = moments(sample.values(signal, sample.before()));
      Moments since = moments(sample.values(signal, sample.since()));
      double size =
          Math.abs(since.mean() - before.mean())
              / Spread.of(Math.max(before.standardDeviation(), signal.resolution()), before.mean());
      if (before.count() > 1 && since.count() > 1 && size > best) {
        best = size;
        most = signal;
      }
    }
    return Optional.ofNullable(most);
  }

  private static Moments moments(double[] values) {
    return Moments.of(Arrays.stream(values).filter(Double::isFinite).toArray());
  }

  /** 1 of the class whose share has changed most, 0 of the others. */
  private static double[] shares(List<TaggedSample.Row> rows, int firstSince) {
    Map<Integer, double[]> counts = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      double[] both = counts.computeIfAbsent(rows.get(i).predictedClass(), c -> new double[2]);
      both[i < firstSince ? 0 : 1] +=
          1.0 / (i < firstSince ? firstSince : rows.size() - firstSince);
    }
    int most = Observation.NO_CLASS;
    double best = 0;
    for (int predicted : new TreeSet<>(counts.keySet())) {
      double[] both = counts.get(predicted);
      if (predicted != Observation.NO_CLASS && Math.abs(both[1] - both[0]) > best) {
        best = Math.abs(both[1] - both[0]);
        most = predicted;
      }
    }
    int chosen = most;
    return rows.stream().mapToDouble(r -> r.predictedClass() == chosen ? 1 : 0).toArray();
  }

  /** All tags, and the predicted class unless that is what is compared. */
  private static List<SliceKey> keys(List<TaggedSample.Row> rows, Optional<List<String>> names) {
    List<SliceKey> keys = new ArrayList<>();
    TaggedSample.tags(rows).forEach((name, values) -> keys.add(SliceKey.of(name, values)));
    names.ifPresent(
        n ->
            keys.add(
                SliceKey.of(
                    CLASS,
                    rows.stream().map(r -> label(r.predictedClass(), n)).toArray(String[]::new))));
    return keys;
  }

  private static String label(int predicted, List<String> names) {
    return predicted == Observation.NO_CLASS
        ? null
        : predicted < names.size() ? names.get(predicted) : Integer.toString(predicted);
  }

  /** What a baseline keeps of its rows beside the signals: the predicted class alone. */
  private static SliceFinding againstBaseline(
      ScalarSignal signal, TaggedSample sample, SignalTable baseline, List<String> names) {
    SignalSchema schema = baseline.schema();
    int column = schema.indexOf(signal);
    int classes = schema.indexOf(CategoricalSignal.PREDICTED_CLASS);
    if (column < 0 || classes < 0 || sample.since().size() < SliceDivision.FEWEST) {
      return SliceFinding.NONE;
    }
    int before = baseline.rows();
    double[] since = sample.values(signal, sample.since());
    double[] values = new double[before + since.length];
    String[] labels = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      boolean isBefore = i < before;
      values[i] = isBefore ? baseline.scalar(column, i) : since[i - before];
      labels[i] =
          label(
              isBefore
                  ? baseline.category(classes, i)
                  : sample.since().get(i - before).predictedClass(),
              names);
    }
    return compare(signal, values, before, List.of(SliceKey.of(CLASS, labels)));
  }
}
