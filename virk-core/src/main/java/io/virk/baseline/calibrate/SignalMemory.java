package io.virk.baseline.calibrate;

import io.virk.detect.internal.Standardised;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each signal of a table remembers: integrated autocorrelation times.
 *
 * <p>All signals look at the same scenes, and the time that is estimated of one alone scatters
 * widely where there are few independent values. So no signal counts as more forgetful than the
 * middle one of them all.
 *
 * <p>Diagnostic signals take no part: nothing is judged by them.
 *
 * @param times of the tested scalar and vector signals, by name
 * @param longest of all
 */
record SignalMemory(Map<String, Double> times, double longest) {
  /** Components of an embedding whose memory is measured. */
  private static final int COMPONENTS = 16;

  /** Measures a table, whose rows are in time order. Not modified. */
  static SignalMemory of(SignalTable table) {
    Map<String, Double> times = new LinkedHashMap<>();
    List<Double> present = new ArrayList<>();
    for (Signal signal : table.schema().signals()) {
      if (signal.isTested() && !(signal instanceof CategoricalSignal)) {
        double time =
            signal instanceof ScalarSignal scalar
                ? Autocorrelation.integratedTime(table.scalar(scalar))
                : ofVectors(table, (VectorSignal) signal);
        times.put(signal.name(), time);
      }
    }
    // a model of embeddings that are alike for long is wrong for long
    Double embedding = times.get(VectorSignal.EMBEDDING.name());
    if (embedding != null) {
      times.computeIfPresent(
          ScalarSignal.MAHALANOBIS.name(), (name, time) -> Math.max(time, embedding));
    }
    for (Signal signal : table.schema().signals()) {
      if (times.containsKey(signal.name()) && table.count(signal) > 0) {
        present.add(times.get(signal.name()));
      }
    }
    Collections.sort(present);
    double middle = present.isEmpty() ? 1 : present.get(present.size() / 2);
    times.replaceAll((name, time) -> Math.max(time, middle));
    return new SignalMemory(times, times.values().stream().mapToDouble(t -> t).max().orElse(1));
  }

  /** The time of a signal; of categories, whose own cannot be measured, the longest of all. */
  double of(Signal signal) {
    return times.getOrDefault(signal.name(), longest);
  }

  /**
   * Of some components, spread over all, together. A distance from the mean, which the scalar
   * signals know, forgets sooner than the components themselves.
   */
  private static double ofVectors(SignalTable table, VectorSignal signal) {
    VectorColumn column = table.vectors(signal);
    int d = column.dimension();
    int n = column.count();
    float[] embeddings = column.values();
    if (signal.isDerived() && d > 0) {
      Standardised.ofAppearance(embeddings, table.schema()).apply(embeddings);
    }
    int step = Math.max(1, d / COMPONENTS);
    double[][] components = new double[(d + step - 1) / step][n];
    for (int k = 0; k < components.length; k++) {
      for (int i = 0; i < n; i++) {
        components[k][i] = embeddings[i * d + k * step];
      }
    }
    return Autocorrelation.integratedTime(components);
  }
}
