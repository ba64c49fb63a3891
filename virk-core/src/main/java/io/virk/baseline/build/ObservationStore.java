package io.virk.baseline.build;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The signals of many observations in their order, each with its source and the digest of its
 * content. Grows by chunks, so that nothing is ever copied to make room. Not thread-safe.
 *
 * <p>Memory: about 130 + 4 d bytes an observation.
 */
public final class ObservationStore {
  private static final int CHUNK = 1024;

  /** With fewer nothing is said of errors. */
  private static final int FEWEST_LABELS = 100;

  private final List<SignalTable> chunks = new ArrayList<>();
  private final List<String[]> sources = new ArrayList<>();
  private final List<String[]> contexts = new ArrayList<>();
  private final List<long[]> digests = new ArrayList<>();
  private final List<int[]> labels = new ArrayList<>();
  private SignalSchema schema;
  private int rows;

  /**
   * Makes an empty store.
   *
   * @param schema of the signals that come first
   */
  public ObservationStore(SignalSchema schema) {
    this.schema = schema;
  }

  /**
   * Appends the signals of one observation.
   *
   * @param values its signals. Not modified, not kept.
   * @param source what it was taken from, or null
   * @param digest of its content; 0 if it has none that tells it from others
   */
  public void append(SignalValues values, String source, long digest) {
    if (values.schema() != schema) {
      widen(values.schema());
    }
    room();
    last().append(values);
    note(source, values.context(), values.label(), digest);
  }

  /** Appends a row of a table, as {@link #append(SignalValues, String, long)}. */
  private void append(
      SignalTable table, int row, String source, String context, int label, long digest) {
    room();
    last().append(table, row);
    note(source, context, label, digest);
  }

  private void note(String source, String context, int label, long digest) {
    sources.get(sources.size() - 1)[rows % CHUNK] = source;
    contexts.get(contexts.size() - 1)[rows % CHUNK] = context;
    labels.get(labels.size() - 1)[rows % CHUNK] = label;
    digests.get(digests.size() - 1)[rows % CHUNK] = digest;
    rows++;
  }

  private void room() {
    if (rows == chunks.size() * CHUNK) {
      chunks.add(new SignalTable(schema, CHUNK));
      sources.add(new String[CHUNK]);
      contexts.add(new String[CHUNK]);
      labels.add(new int[CHUNK]);
      digests.add(new long[CHUNK]);
    }
  }

  private SignalTable last() {
    return chunks.get(chunks.size() - 1);
  }

  /** The first embedding after observations that had none. */
  private void widen(SignalSchema wider) {
    schema = wider;
    chunks.replaceAll(c -> c.copy(wider, c.capacity()));
  }

  /** The columns of its rows. */
  public SignalSchema schema() {
    return schema;
  }

  public int rows() {
    return rows;
  }

  /** The length of an embedding; 0 if there are none. */
  int dimension() {
    return schema.embeddingLength();
  }

  SignalTable chunk(int row) {
    return chunks.get(row / CHUNK);
  }

  /** The index of a row within its chunk. */
  static int within(int row) {
    return row % CHUNK;
  }

  String slice(int row) {
    return chunk(row).slice(within(row));
  }

  String source(int row) {
    return sources.get(row / CHUNK)[within(row)];
  }

  String context(int row) {
    return contexts.get(row / CHUNK)[within(row)];
  }

  /** The slice and context of a row, in one word. */
  String stratum(int row) {
    return slice(row) + "\n" + context(row);
  }

  long digest(int row) {
    return digests.get(row / CHUNK)[within(row)];
  }

  /** How many are byte-identical to one before. */
  int repeats() {
    long[] sorted = IntStream.range(0, rows).mapToLong(this::digest).sorted().toArray();
    int repeats = 0;
    for (int row = 1; row < rows; row++) {
      repeats += sorted[row] != 0 && sorted[row] == sorted[row - 1] ? 1 : 0;
    }
    return repeats;
  }

  public long epochMillis(int row) {
    return chunk(row).epochMillis(within(row));
  }

  private int label(int row) {
    return labels.get(row / CHUNK)[within(row)];
  }

  /** The label of a row, without one its predicted class; {@link Observation#NO_CLASS} if none. */
  int classOf(int row) {
    int column = schema.indexOf(CategoricalSignal.PREDICTED_CLASS);
    int label = label(row);
    return label == Observation.NO_CLASS ? chunk(row).category(column, within(row)) : label;
  }

  /** How the model erred on the rows that are labelled; null if they are too few. */
  ErrorProfile errors(int logitsLength) {
    int confidence = schema.indexOf(ScalarSignal.CONFIDENCE);
    int predicted = schema.indexOf(CategoricalSignal.PREDICTED_CLASS);
    if (confidence < 0 || predicted < 0) {
      return null;
    }
    int[] labelled =
        IntStream.range(0, rows)
            .filter(r -> label(r) != Observation.NO_CLASS)
            .filter(r -> chunk(r).category(predicted, within(r)) != Observation.NO_CLASS)
            .filter(r -> !Double.isNaN(chunk(r).scalar(confidence, within(r))))
            .toArray();
    int[] labels = IntStream.of(labelled).map(this::label).toArray();
    int[] told = IntStream.of(labelled).map(r -> chunk(r).category(predicted, within(r))).toArray();
    int classes = 1 + IntStream.concat(IntStream.of(labels), IntStream.of(told)).max().orElse(-1);
    classes = Math.max(classes, logitsLength);
    if (labelled.length < FEWEST_LABELS || classes < 2 || classes > ErrorProfile.MOST_CLASSES) {
      return null;
    }
    double[] confidences =
        IntStream.of(labelled)
            .mapToDouble(r -> chunk(r).scalar(confidence, within(r)))
            .map(c -> Math.max(0, Math.min(1, c)))
            .toArray();
    return ErrorProfile.of(classes, labels, told, confidences);
  }

  /** Copies the embedding of a row that has one. */
  void embedding(int row, float[] target) {
    chunk(row).embeddings().vector(within(row), target);
  }

  boolean isEmbedded(int row) {
    return chunk(row).embeddings().isPresent(within(row));
  }

  /**
   * Copies chosen rows into a table.
   *
   * @param chosen rows, at least one. Not modified.
   * @param columns of the new table
   * @return a new, full table
   */
  SignalTable take(int[] chosen, SignalSchema columns) {
    SignalTable table = new SignalTable(columns, chosen.length);
    for (int row : chosen) {
      table.append(chunk(row), within(row));
    }
    return table;
  }

  /** Copies chosen rows into a new store. */
  public ObservationStore select(int[] chosen) {
    ObservationStore store = new ObservationStore(schema);
    for (int row : chosen) {
      store.append(chunk(row), within(row), source(row), context(row), label(row), digest(row));
    }
    return store;
  }

  /** The memory that it holds, bytes, about. */
  public long memory() {
    return chunks.stream().mapToLong(c -> c.memory() + 20L * CHUNK).sum();
  }
}
