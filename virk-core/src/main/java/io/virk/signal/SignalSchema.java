package io.virk.signal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The ordered list of a baseline's signals. Tables, files, checkpoints and words go by it: a signal
 * is looked up by its name, and its number is that of its column among those of its kind.
 * Immutable, thread-safe.
 */
public final class SignalSchema {
  /** Columns at most. */
  public static final int MAXIMUM_SIGNALS = 1000;

  private final List<Signal> signals;
  private final List<ScalarSignal> scalars;
  private final List<CategoricalSignal> categoricals;
  private final List<VectorSignal> vectors;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Appearance appearance;

  private SignalSchema(List<Signal> signals) {
    this.signals = signals;
    this.scalars = of(ScalarSignal.class);
    this.categoricals = of(CategoricalSignal.class);
    this.vectors = of(VectorSignal.class);
    this.appearance = Appearance.of(this);
  }

  private <S extends Signal> List<S> of(Class<S> kind) {
    List<S> found = new ArrayList<>();
    for (Signal signal : signals) {
      if (kind.isInstance(signal)) {
        columns.put(signal.name(), found.size());
        found.add(kind.cast(signal));
      }
    }
    return List.copyOf(found);
  }

  /**
   * A schema of signals in an order.
   *
   * @param signals no two of one name, at most {@value #MAXIMUM_SIGNALS}
   * @return the schema
   * @throws IllegalArgumentException if two have one name, or there are too many
   */
  public static SignalSchema of(List<? extends Signal> signals) {
    List<Signal> list = List.copyOf(signals);
    if (list.size() > MAXIMUM_SIGNALS) {
      throw new IllegalArgumentException(
          "signals: " + list.size() + " (expected: at most " + MAXIMUM_SIGNALS + ")");
    }
    SignalSchema schema = new SignalSchema(list);
    if (schema.columns.size() < list.size()) {
      throw new IllegalArgumentException(
          "signals: " + list.stream().map(Signal::name).toList() + " (expected: each name once)");
    }
    return schema;
  }

  /**
   * The signals of sources, in their order.
   *
   * @param sources no two of which bring a signal of one name
   * @return the schema
   */
  public static SignalSchema ofSources(List<? extends SignalSource> sources) {
    return of(sources.stream().flatMap(source -> source.signals().stream()).toList());
  }

  /**
   * All signals.
   *
   * @return in order
   */
  public List<Signal> signals() {
    return signals;
  }

  /**
   * The scalar signals; the index in this list is that of the column.
   *
   * @return in order
   */
  public List<ScalarSignal> scalars() {
    return scalars;
  }

  /**
   * The categorical signals; the index in this list is that of the column.
   *
   * @return in order
   */
  public List<CategoricalSignal> categoricals() {
    return categoricals;
  }

  /**
   * The vector signals; the index in this list is that of the column.
   *
   * @return in order
   */
  public List<VectorSignal> vectors() {
    return vectors;
  }

  /**
   * The scalar signals of a source.
   *
   * @param source name of a source
   * @return in order
   */
  public List<ScalarSignal> scalarsOf(String source) {
    return scalars.stream().filter(s -> s.source().equals(source)).toList();
  }

  /**
   * The signals of a source.
   *
   * @param source name of a source
   * @return in order
   */
  public List<Signal> of(String source) {
    return signals.stream().filter(s -> s.source().equals(source)).toList();
  }

  /**
   * The signal of a name.
   *
   * @param name for example "sharpness"
   * @return the signal, or empty
   */
  public Optional<Signal> named(String name) {
    return signals.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /**
   * The scalar signal of a name.
   *
   * @param name for example "sharpness"
   * @return the signal; empty if there is none of that name, or it is of another kind
   */
  public Optional<ScalarSignal> scalar(String name) {
    return scalars.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /**
   * The column of a signal among those of its kind.
   *
   * @param signal looked up by its name
   * @return its index; -1 if there is none of that name and kind
   */
  public int indexOf(ScalarSignal signal) {
    return index(signal.name(), scalars);
  }

  /**
   * The column of a signal among those of its kind.
   *
   * @param signal looked up by its name
   * @return its index; -1 if there is none of that name and kind
   */
  public int indexOf(CategoricalSignal signal) {
    return index(signal.name(), categoricals);
  }

  /**
   * The column of a signal among those of its kind.
   *
   * @param signal looked up by its name
   * @return its index; -1 if there is none of that name and kind
   */
  public int indexOf(VectorSignal signal) {
    return index(signal.name(), vectors);
  }

  private int index(String name, List<? extends Signal> ofKind) {
    Integer column = columns.get(name);
    return column == null || column >= ofKind.size() || !ofKind.get(column).name().equals(name)
        ? -1
        : column;
  }

  /**
   * The length of the embedding.
   *
   * @return d; 0 if there is none
   */
  public int embeddingLength() {
    int index = indexOf(VectorSignal.EMBEDDING);
    return index < 0 ? 0 : vectors.get(index).length();
  }

  /**
   * Some of the signals.
   *
   * @param kept which
   * @return a schema of them, in this order
   */
  public SignalSchema where(Predicate<Signal> kept) {
    return of(signals.stream().filter(kept).toList());
  }

  /**
   * The same signals, of which no vectors are kept, nor signals of the image that are not tested.
   *
   * @return a schema with vectors of length 0
   */
  public SignalSchema withoutVectors() {
    boolean none = vectors.stream().allMatch(v -> v.length() == 0);
    return none
        ? this
        : of(signals.stream().map(s -> s instanceof VectorSignal v ? v.of(0) : s).toList());
  }

  /**
   * Whether tables keep the scalar signals of the image that are not tested. They go where vectors
   * go, for they too only help to say why.
   *
   * @return false if there are vectors, all of length 0
   */
  boolean keepsDiagnostics() {
    return vectors.isEmpty() || vectors.stream().anyMatch(v -> v.length() > 0);
  }

  /**
   * Of which numbers {@link VectorSignal#APPEARANCE} is made.
   *
   * @return names of the image's scalar signals, then "tiles-0" and so on; empty if it cannot be
   *     made of these signals
   */
  public List<String> appearanceNames() {
    return appearance.names(this);
  }

  /**
   * Of the numbers of {@link #appearanceNames} the smallest deviations that mean anything.
   *
   * @return as {@link ScalarSignal#resolution}, one a number
   */
  public List<Double> appearanceResolutions() {
    return appearance.resolutions(this);
  }

  /**
   * Makes {@link VectorSignal#APPEARANCE} of one observation.
   *
   * @param values by this schema. Not modified.
   * @param target as many numbers as the signal is long. Modified: NaN where one is missing.
   * @return false if too little is there to make one of
   */
  public boolean appearance(SignalValues values, float[] target) {
    return appearance.put(values, target);
  }

  Appearance appearance() {
    return appearance;
  }

  /**
   * The same signals, with an embedding of another length.
   *
   * @param length &ge; 0
   * @return a schema; this one if it has no embedding
   */
  public SignalSchema withEmbedding(int length) {
    return of(
        signals.stream()
            .map(
                s ->
                    s instanceof VectorSignal v && v.name().equals(VectorSignal.EMBEDDING.name())
                        ? v.of(length)
                        : s)
            .toList());
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof SignalSchema schema && schema.signals.equals(signals);
  }

  @Override
  public int hashCode() {
    return signals.hashCode();
  }

  @Override
  public String toString() {
    return signals.stream().map(Signal::name).toList().toString();
  }
}
