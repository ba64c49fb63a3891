package io.virk.signal.internal;

import io.virk.internal.Finite;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The signals of one observation, by the columns of a schema. Filled anew for each observation by a
 * {@link SignalExtractor}; not thread-safe.
 */
public final class ObservedValues implements SignalValues, SignalSource.Row {
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
  public ObservedValues(SignalSchema schema) {
    this(schema, null);
  }

  /** With random features of embeddings; null for none. */
  ObservedValues(SignalSchema schema, RandomFourierFeatures map) {
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

  /** Begins values that were stored: every column is missing until it is set. */
  void stored() {
    clear();
    storedAt(0, 0, null);
  }

  void storedAt(long number, long time, String sliceValue) {
    sequence = number;
    epochMillis = time;
    slice = sliceValue;
  }

  void storedScalar(int column, double analysed) {
    scalars[column] = analysed;
  }

  void storedCategory(int column, int category) {
    categories[column] = category;
  }

  /** Null if it is missing; kept until the next one. */
  void storedVector(int column, float[] vector) {
    vectors[column] = vector;
  }

  void slice(String value) {
    slice = value;
  }

  void context(String value) {
    context = value;
  }

  @Override
  public SignalSchema schema() {
    return schema;
  }

  @Override
  public double analysed(int column) {
    return scalars[column];
  }

  @Override
  public int category(int column) {
    return categories[column];
  }

  @Override
  public float[] vector(int column) {
    return vectors[column];
  }

  @Override
  public int predictedClass() {
    return classColumn < 0 ? Observation.NO_CLASS : categories[classColumn];
  }

  @Override
  public int label() {
    return label;
  }

  @Override
  public float[] embedding() {
    return embeddingColumn < 0 ? null : vectors[embeddingColumn];
  }

  @Override
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

  @Override
  public String slice() {
    return slice;
  }

  @Override
  public String context() {
    return context;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long epochMillis() {
    return epochMillis;
  }
}
