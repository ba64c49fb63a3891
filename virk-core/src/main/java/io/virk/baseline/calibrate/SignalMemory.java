package io.virk.baseline.calibrate;

import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.Arrays;

/**
 * How long each signal of a table remembers: integrated autocorrelation times.
 *
 * <p>All signals look at the same scenes, and the time that is estimated of one alone scatters
 * widely where there are few independent values. So no signal counts as more forgetful than the
 * middle one of them all.
 *
 * @param scalars times in the order of {@link ScalarSignal#ALL}
 * @param embedding time of the embedding
 * @param longest of all
 */
record SignalMemory(double[] scalars, double embedding, double longest) {
  /** Components of an embedding whose memory is measured. */
  private static final int COMPONENTS = 16;

  /** Measures a table, whose rows are in time order. Not modified. */
  static SignalMemory of(SignalTable table) {
    int columns = ScalarSignal.ALL.size();
    double[] times = new double[columns];
    double[] present = new double[columns + 1];
    int n = 0;
    for (int s = 0; s < columns; s++) {
      double[] values = table.scalar(ScalarSignal.ALL.get(s));
      times[s] = Autocorrelation.integratedTime(values);
      if (values.length > 0) {
        present[n++] = times[s];
      }
    }
    double embedding = ofEmbedding(table);
    // a model of embeddings that are alike for long is wrong for long
    int distance = ScalarSignal.ALL.indexOf(ScalarSignal.MAHALANOBIS);
    times[distance] = Math.max(times[distance], embedding);
    if (table.embeddedRows() > 0) {
      present[n++] = embedding;
    }
    double[] sorted = Arrays.copyOf(present, n);
    Arrays.sort(sorted);
    double middle = n == 0 ? 1 : sorted[n / 2];
    for (int s = 0; s < columns; s++) {
      times[s] = Math.max(times[s], middle);
    }
    embedding = Math.max(embedding, middle);
    double longest = Math.max(embedding, Arrays.stream(times).max().orElse(1));
    return new SignalMemory(times, embedding, longest);
  }

  /** The time of a signal; of classes, whose own cannot be measured, the longest of all. */
  double of(Signal signal) {
    if (signal instanceof ScalarSignal scalar) {
      return scalars[ScalarSignal.ALL.indexOf(scalar)];
    }
    return signal instanceof VectorSignal ? embedding : longest;
  }

  /**
   * Of some components, spread over all, together. A distance from the mean, which the scalar
   * signals know, forgets sooner than the components themselves.
   */
  private static double ofEmbedding(SignalTable table) {
    int d = table.dimension();
    int n = table.embeddedRows();
    float[] embeddings = table.embeddings();
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
