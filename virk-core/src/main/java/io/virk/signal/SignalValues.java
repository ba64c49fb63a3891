package io.virk.signal;

import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The signals of one observation, by the columns of a schema. Filled anew for each observation by a
 * {@link SignalExtractor}; not thread-safe.
 */
public final class SignalValues implements SignalSource.Row {
  private final SignalSchema schema;
  private final double[] scalars;
  private final int[] categories;
  private final float[][] vectors;
  private final int classColumn;
  private final int embeddingColumn;
  private final List<FlawFound> flaws = new ArrayList<>();
  private long sequence;
  private long epochMillis;
  private int label;
  private String slice;
  private String id;
  private String context;
  private final RandomFourierFeatures map;
  private final float[] features;
  private final float[] scratch;
  private boolean mapped;

  /**
   * Makes values in which everything is missing.
   *
   * @param schema whose columns they are
   */
  public SignalValues(SignalSchema schema) {
    this(schema, null);
  }

  /** With random features of embeddings; null for none. */
  SignalValues(SignalSchema schema, RandomFourierFeatures map) {
    this.schema = schema;
    this.scalars = new double[schema.scalars().size()];
    this.categories = new int[schema.categoricals().size()];
    this.vectors = new float[schema.vectors().size()][];
    this.classColumn = schema.indexOf(CategoricalSignal.PREDICTED_CLASS);
    this.embeddingColumn = schema.indexOf(VectorSignal.EMBEDDING);
    this.map = map;
    this.features = new float[map == null ? 0 : map.featureCount()];
    this.scratch = new float[map == null ? 0 : map.scratchLength()];
    label = Observation.NO_CLASS;
    clear();
  }

  private void clear() {
    Arrays.fill(scalars, Double.NaN);
    Arrays.fill(categories, Observation.NO_CLASS);
    Arrays.fill(vectors, null);
    flaws.clear();
    mapped = false;
  }

  void reset(Observation observation) {
    clear();
    sequence = observation.sequence();
    id = observation.id();
    context = null;
    epochMillis = observation.epochMillis();
    label = observation.label();
    slice = null;
  }

  @Override
  public void set(ScalarSignal signal, double value) {
    int column = schema.indexOf(signal);
    if (column < 0) {
      return;
    }
    boolean unusable = Math.abs(value) > ScalarSignal.LARGEST;
    if (unusable) {
      flawed(
          new FlawFound(
              Flaw.SIGNAL_NOT_FINITE,
              signal.name() + " is " + value,
              "finite, up to " + ScalarSignal.LARGEST,
              sequence));
    }
    scalars[column] = unusable ? Double.NaN : schema.scalars().get(column).analysed(value);
  }

  @Override
  public void set(CategoricalSignal signal, int category) {
    int column = schema.indexOf(signal);
    if (column >= 0) {
      categories[column] = category < 0 ? Observation.NO_CLASS : category;
    }
  }

  @Override
  public void set(VectorSignal signal, float[] vector) {
    int column = schema.indexOf(signal);
    int length = column < 0 ? 0 : schema.vectors().get(column).length();
    if (length == 0) {
      return;
    }
    vectors[column] = null;
    if (vector == null) {
      return;
    }
    if (vector.length != length) {
      flawed(
          new FlawFound(
              Flaw.SIGNAL_LENGTH,
              signal.name() + " of " + vector.length + " values",
              length + ", the baseline's",
              sequence));
    } else if (!Finite.all(vector)) {
      int at = Finite.firstNot(vector);
      flawed(
          new FlawFound(
              Flaw.SIGNAL_NOT_FINITE,
              signal.name() + " with " + vector[at] + " at index " + at,
              "finite values",
              sequence));
    } else {
      vectors[column] = vector;
    }
  }

  @Override
  public void flawed(FlawFound found) {
    flaws.add(found);
  }

  /**
   * What was wrong with the observation.
   *
   * @return usually nothing
   */
  List<FlawFound> flaws() {
    return flaws;
  }

  void slice(String value) {
    slice = value;
  }

  void context(String value) {
    context = value;
  }

  /**
   * Whose columns the values are.
   *
   * @return the schema
   */
  public SignalSchema schema() {
    return schema;
  }

  /**
   * A scalar signal on its scale of analysis.
   *
   * @param column index into {@link SignalSchema#scalars}
   * @return the value; NaN if it is missing
   */
  public double analysed(int column) {
    return scalars[column];
  }

  /**
   * A categorical signal.
   *
   * @param column index into {@link SignalSchema#categoricals}
   * @return &ge; 0, or {@link Observation#NO_CLASS} if it is missing
   */
  public int category(int column) {
    return categories[column];
  }

  /**
   * A vector signal.
   *
   * @param column index into {@link SignalSchema#vectors}
   * @return its values, or null if it is missing. Not to be modified.
   */
  public float[] vector(int column) {
    return vectors[column];
  }

  /**
   * The predicted class.
   *
   * @return &ge; 0, or {@link Observation#NO_CLASS}
   */
  public int predictedClass() {
    return classColumn < 0 ? Observation.NO_CLASS : categories[classColumn];
  }

  /**
   * The true class, where somebody labelled it.
   *
   * @return &ge; 0, or {@link Observation#NO_CLASS}
   */
  public int label() {
    return label;
  }

  /**
   * The embedding.
   *
   * @return d values, or null. Not to be modified.
   */
  public float[] embedding() {
    return embeddingColumn < 0 ? null : vectors[embeddingColumn];
  }

  /**
   * The random features of the embedding, computed when they are first asked for.
   *
   * @return 2 F values, or null without an embedding or features. Not to be modified, valid as long
   *     as these values.
   */
  public float[] features() {
    float[] embedding = embedding();
    if (map == null || embedding == null) {
      return null;
    }
    if (!mapped) {
      map.map(embedding, features, scratch);
      mapped = true;
    }
    return features;
  }

  /**
   * The value of the tag by which observations are sliced.
   *
   * @return for example "cam-7", or null
   */
  public String slice() {
    return slice;
  }

  /**
   * The value of the tag that is declared as the context.
   *
   * @return for example "night", or null
   */
  public String context() {
    return context;
  }

  /**
   * The name by which the host finds the observation again.
   *
   * @return its id, or null
   */
  public String id() {
    return id;
  }

  /**
   * The observation's number.
   *
   * @return &ge; 0
   */
  public long sequence() {
    return sequence;
  }

  /**
   * The observation's time.
   *
   * @return milliseconds since 1970
   */
  public long epochMillis() {
    return epochMillis;
  }
}
