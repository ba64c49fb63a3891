package io.virk.signal;

/** Signals of observations that never were. */
public final class Values {
  private Values() {}

  /** Values in which everything but number and time is missing. */
  public static SignalValues numbered(long sequence) {
    SignalValues values = new SignalValues();
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

  /** Sets the embedding. */
  public static SignalValues embed(SignalValues values, float[] embedding) {
    values.embedding(embedding);
    return values;
  }

  /** A table with one scalar signal, and embeddings if there are any. */
  public static SignalTable table(ScalarSignal signal, double[] values, float[] embeddings, int d) {
    int n = values.length;
    int columns = ScalarSignal.ALL.size();
    double[] scalars = new double[n * columns];
    java.util.Arrays.fill(scalars, Double.NaN);
    for (int i = 0; i < n; i++) {
      scalars[i * columns + ScalarSignal.ALL.indexOf(signal)] = values[i];
    }
    int[] classes = new int[n];
    java.util.Arrays.fill(classes, Observation.NO_CLASS);
    return SignalTable.of(scalars, classes, embeddings, n, d);
  }
}
