package io.virk.signal.internal;

import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;

/** Signals of observations that never were. */
public final class Values {
  private Values() {}

  /** Values in which everything but number and time is missing. */
  public static ObservedValues numbered(long sequence) {
    return at(Schemas.STANDARD, sequence, 1000 * sequence);
  }

  /** The same, of a schema and with a time. */
  public static ObservedValues at(SignalSchema schema, long sequence, long epochMillis) {
    ObservedValues values = new ObservedValues(schema);
    values.reset(Observation.builder().sequence(sequence).epochMillis(epochMillis).build());
    return values;
  }

  /** Sets one signal. */
  public static ObservedValues set(ObservedValues values, ScalarSignal signal, double value) {
    values.set(signal, value);
    return values;
  }

  /** Sets the value of the tag by which observations are sliced. */
  public static ObservedValues slice(ObservedValues values, String slice) {
    values.slice(slice);
    return values;
  }

  /** The same values with an embedding. */
  public static ObservedValues embed(SignalValues values, float[] embedding) {
    ObservedValues embedded =
        at(Schemas.of(embedding.length), values.sequence(), values.epochMillis());
    embedded.slice(values.slice());
    for (ScalarSignal signal : values.schema().scalars()) {
      embedded.set(signal, signal.raw(values.analysed(values.schema().indexOf(signal))));
    }
    embedded.set(VectorSignal.EMBEDDING, embedding);
    return embedded;
  }

  /** A table with one scalar signal, and embeddings if there are any. */
  public static SignalTable table(ScalarSignal signal, double[] values, float[] embeddings, int d) {
    int n = values.length;
    int columns = Schemas.STANDARD.scalars().size();
    double[] scalars = new double[n * columns];
    java.util.Arrays.fill(scalars, Double.NaN);
    for (int i = 0; i < n; i++) {
      scalars[i * columns + Schemas.STANDARD.indexOf(signal)] = values[i];
    }
    int[] classes = new int[n];
    java.util.Arrays.fill(classes, Observation.NO_CLASS);
    return Schemas.table(scalars, classes, embeddings, n, d);
  }
}
