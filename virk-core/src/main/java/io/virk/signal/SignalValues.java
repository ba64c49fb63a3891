package io.virk.signal;

/** The signals of one observation, by the columns of a schema, as detectors read them. */
public interface SignalValues {
  /**
   * Whose columns the values are.
   *
   * @return the schema
   */
  SignalSchema schema();

  /**
   * A scalar signal on its scale of analysis.
   *
   * @param column index into {@link SignalSchema#scalars}
   * @return the value; NaN if it is missing
   */
  double analysed(int column);

  /**
   * A categorical signal.
   *
   * @param column index into {@link SignalSchema#categoricals}
   * @return &ge; 0, or {@link Observation#NO_CLASS} if it is missing
   */
  int category(int column);

  /**
   * A vector signal.
   *
   * @param column index into {@link SignalSchema#vectors}
   * @return its values, or null if it is missing, or made of other columns ({@link
   *     SignalSchema#appearance}). Not to be modified.
   */
  float[] vector(int column);

  /**
   * The predicted class.
   *
   * @return &ge; 0, or {@link Observation#NO_CLASS}
   */
  int predictedClass();

  /**
   * The true class, where somebody labelled it.
   *
   * @return &ge; 0, or {@link Observation#NO_CLASS}
   */
  int label();

  /**
   * The embedding.
   *
   * @return d values, or null. Not to be modified.
   */
  float[] embedding();

  /**
   * The random features of the embedding, computed when they are first asked for.
   *
   * @return 2 F values, or null without an embedding or features. Not to be modified, valid as long
   *     as these values.
   */
  float[] features();

  /**
   * The value of the tag by which observations are sliced.
   *
   * @return for example "cam-7", or null
   */
  String slice();

  /**
   * The value of the tag that is declared as the context.
   *
   * @return for example "night", or null
   */
  String context();

  /**
   * The name by which the host finds the observation again.
   *
   * @return its id, or null
   */
  String id();

  /**
   * The observation's number.
   *
   * @return &ge; 0
   */
  long sequence();

  /**
   * The observation's time.
   *
   * @return milliseconds since 1970
   */
  long epochMillis();
}
