package io.virk.incident.internal;

import io.virk.detect.Slice;
import io.virk.incident.IncidentTape;
import io.virk.internal.DataText;
import io.virk.signal.SignalSchema;
import io.virk.signal.internal.StoredObservation;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what is on a tape, step by step. Whatever stands in it is an IOException at most. */
public final class TapeReader {
  private static final int MOST_RESULTS = 100_000;
  private static final int MOST_TEXTS = 64;

  private TapeReader() {}

  /** Is told of the steps, in their order. */
  public interface Steps {
    /** The clock was read, by an engine that is to go on. */
    void time(long nanos);

    /** An observation came. */
    void observed(StoredObservation observation);

    /** A window was judged, by what came before. */
    default void judged(Judged window) {}
  }

  /** A window, as it was judged. */
  public record Judged(Slice slice, List<Result> results) {}

  /** What a detector said of it: statistic, threshold, p-value and effect, verdict, sample. */
  public record Result(
      String signal,
      String detector,
      String verdict,
      double[] numbers,
      int n,
      long first,
      long last) {}

  /**
   * Reads all of it.
   *
   * @param tape whose inputs
   * @param schema of its observations
   * @param steps is told of each
   * @throws IOException if it is damaged; steps may have been told by then
   */
  public static void read(IncidentTape tape, SignalSchema schema, Steps steps) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(tape.inputs());
    DataInputStream in = new DataInputStream(bytes);
    while (bytes.available() > 0) {
      byte what = in.readByte();
      switch (what) {
        case Tape.TIME -> steps.time(in.readLong());
        case Tape.OBSERVED -> steps.observed(observation(in, schema));
        case Tape.JUDGED -> steps.judged(judged(in));
        default -> throw new IOException("a step of kind " + what);
      }
    }
  }

  private static StoredObservation observation(DataInputStream in, SignalSchema schema)
      throws IOException {
    long sequence = in.readLong();
    long epochMillis = in.readLong();
    double weight = in.readDouble();
    String id = text(in);
    String slice = text(in);
    String context = text(in);
    Map<String, String> tags = new LinkedHashMap<>();
    int texts = in.readInt();
    if (texts < 0 || texts > MOST_TEXTS || texts % 2 != 0) {
      throw new IOException("an observation of " + texts + " keys and values of tags");
    }
    for (int i = 0; i < texts; i += 2) {
      tags.put(DataText.read(in), DataText.read(in));
    }
    double[] scalars = new double[schema.scalars().size()];
    for (int s = 0; s < scalars.length; s++) {
      scalars[s] = in.readDouble();
    }
    int[] categories = new int[schema.categoricals().size()];
    for (int c = 0; c < categories.length; c++) {
      categories[c] = in.readInt();
    }
    float[][] vectors = new float[schema.vectors().size()][];
    for (int v = 0; v < vectors.length; v++) {
      if (in.readBoolean()) {
        vectors[v] = new float[schema.vectors().get(v).length()];
        for (int i = 0; i < vectors[v].length; i++) {
          vectors[v][i] = in.readFloat();
        }
      }
    }
    return new StoredObservation(
        sequence, epochMillis, weight, id, slice, context, tags, scalars, categories, vectors);
  }

  private static String text(DataInputStream in) throws IOException {
    return in.readBoolean() ? DataText.read(in) : null;
  }

  private static Judged judged(DataInputStream in) throws IOException {
    Slice slice = new Slice(DataText.read(in), DataText.read(in), DataText.read(in));
    int count = in.readInt();
    if (count < 0 || count > MOST_RESULTS) {
      throw new IOException("a window of " + count + " results");
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(
          new Result(
              DataText.read(in),
              DataText.read(in),
              DataText.read(in),
              new double[] {in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()},
              in.readInt(),
              in.readLong(),
              in.readLong()));
    }
    return new Judged(slice, results);
  }
}
