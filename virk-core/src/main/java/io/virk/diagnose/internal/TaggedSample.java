package io.virk.diagnose.internal;

import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last observations of a drift's slices in the order of time, with their scalar signals,
 * predicted classes and all tags: some before the drift began, the others since. Between them may
 * lie observations of which that is not known.
 */
public final class TaggedSample {
  /** Of a host without any. */
  public static final TaggedSample NONE = new TaggedSample(SignalSchema.of(List.of()), List.of());

  private final SignalSchema schema;
  private final List<Row> before = new ArrayList<>();
  private final List<Row> since = new ArrayList<>();
  private final List<Row> all;

  /**
   * One observation.
   *
   * @param sequence its number
   * @param epochMillis its time
   * @param slice value of the tag by which it is sliced, or null
   * @param scalars by the schema, on their scale of analysis; NaN where missing. Not modified.
   * @param predictedClass or {@link io.virk.signal.Observation#NO_CLASS}
   * @param tags name, value, name, value ... Not modified.
   */
  public record Row(
      long sequence,
      long epochMillis,
      String slice,
      float[] scalars,
      int predictedClass,
      String[] tags) {}

  private TaggedSample(SignalSchema schema, List<Row> rows) {
    this.schema = schema;
    this.all = rows;
  }

  /**
   * Divides rows.
   *
   * @param schema of their scalars
   * @param rows in the order of time. Not modified.
   * @param before number of the first observation with which the drift may have begun
   * @param since number of the observation with which it most likely began
   * @return the sample
   */
  public static TaggedSample of(SignalSchema schema, List<Row> rows, long before, long since) {
    TaggedSample sample = new TaggedSample(schema, rows);
    for (Row row : rows) {
      if (row.sequence() < before) {
        sample.before.add(row);
      } else if (row.sequence() >= since) {
        sample.since.add(row);
      }
    }
    return sample;
  }

  /** Those before the drift began. */
  List<Row> before() {
    return before;
  }

  /** Those since. */
  List<Row> since() {
    return since;
  }

  /** {@return all of them} */
  public List<Row> rows() {
    return all;
  }

  /** The signal of a name, if these have it. */
  Optional<ScalarSignal> scalar(String name) {
    return schema.scalar(name);
  }

  /** Their scalar signals. */
  List<ScalarSignal> scalars() {
    return schema.scalars();
  }

  /** Of some rows. */
  double[] values(ScalarSignal signal, List<Row> rows) {
    int column = schema.indexOf(signal);
    double[] values = new double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i).scalars()[column];
    }
    return values;
  }

  /** Values of each tag that any of some rows has, one a row; null where it has none. */
  static Map<String, String[]> tags(List<Row> rows) {
    Map<String, String[]> tags = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String[] own = rows.get(i).tags();
      for (int t = 0; t < own.length; t += 2) {
        tags.computeIfAbsent(own[t], k -> new String[rows.size()])[i] = own[t + 1];
      }
    }
    return tags;
  }
}
