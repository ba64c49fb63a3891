package io.virk.signal.internal;

import io.virk.internal.DataText;
import io.virk.signal.Observation;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Observations with their signals as bytes: its number, time and weight, its names, its tags, then
 * the columns of a schema, scalars on their scales of analysis. Not thread-safe.
 */
public final class ObservationFormat {
  private static final int MOST_TEXTS = 64;

  private final List<String> tags = new ArrayList<>();

  /**
   * Writes one.
   *
   * @param out where to
   * @param observation its number, time, weight, id and tags. Not modified.
   * @param values its signals. Not modified.
   * @param whole whether all vectors are written; if not, of them the embedding alone
   * @throws IOException if it cannot be written
   */
  public void write(DataOutput out, Observation observation, SignalValues values, boolean whole)
      throws IOException {
    out.writeLong(observation.sequence());
    out.writeLong(observation.epochMillis());
    out.writeDouble(observation.weight());
    text(out, observation.id());
    text(out, values.slice());
    text(out, values.context());
    tags.clear();
    observation.tags(this::tag);
    out.writeInt(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      DataText.write(out, tags.get(i));
    }
    SignalSchema schema = values.schema();
    for (int s = 0; s < schema.scalars().size(); s++) {
      out.writeDouble(values.analysed(s));
    }
    for (int c = 0; c < schema.categoricals().size(); c++) {
      out.writeInt(values.category(c));
    }
    int embedding = schema.indexOf(VectorSignal.EMBEDDING);
    for (int v = 0; v < schema.vectors().size(); v++) {
      float[] vector = whole || v == embedding ? values.vector(v) : null;
      out.writeBoolean(vector != null);
      for (int i = 0; vector != null && i < vector.length; i++) {
        out.writeFloat(vector[i]);
      }
    }
  }

  private void tag(String key, String value) {
    tags.add(key);
    tags.add(value);
  }

  private static void text(DataOutput out, String value) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      DataText.write(out, value);
    }
  }

  /**
   * Reads one.
   *
   * @param in at its beginning
   * @param schema of its columns
   * @return shares nothing
   * @throws IOException if it is damaged
   */
  public static StoredObservation read(DataInput in, SignalSchema schema) throws IOException {
    long sequence = in.readLong();
    long epochMillis = in.readLong();
    double weight = in.readDouble();
    String id = text(in);
    String slice = text(in);
    String context = text(in);
    int texts = in.readInt();
    if (texts < 0 || texts > MOST_TEXTS || texts % 2 != 0) {
      throw new IOException("an observation of " + texts + " keys and values of tags");
    }
    Map<String, String> tags = new LinkedHashMap<>();
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

  private static String text(DataInput in) throws IOException {
    return in.readBoolean() ? DataText.read(in) : null;
  }
}
