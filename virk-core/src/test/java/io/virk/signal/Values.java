package io.virk.signal;

/** Signals of observations that never were. */
public final class Values {
  private Values() {}

  /** Values in which everything but number and time is missing. */
  public static SignalValues numbered(long sequence) {
    SignalValues values = new SignalValues(Schemas.STANDARD);
    values.reset(Observation.builder().sequence(sequence).epochMillis(1000 * sequence).build());
    return values;
  }

  /** Sets one signal. */
  public static SignalValues set(SignalValues values, ScalarSignal signal, double value) {
    values.set(signal, value);
    return values;
  }

  /** Sets the value of the tag by which observations are sliced. */
  public static SignalValues slice(SignalValues values, String slice) {
    values.slice(slice);
    return values;
  }

  /** The same values with an embedding. */
  public static SignalValues embed(SignalValues values, float[] embedding) {
    SignalValues embedded = new SignalValues(Schemas.of(embedding.length));
    embedded.reset(
        Observation.builder()
            .sequence(values.sequence())
            .epochMillis(values.epochMillis())
            .build());
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
