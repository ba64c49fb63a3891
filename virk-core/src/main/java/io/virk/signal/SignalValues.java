package io.virk.signal;

import io.virk.image.ImageStatistics;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.Arrays;

/**
 * The signals of one observation. Filled anew for each observation by a {@link SignalExtractor};
 * not thread-safe.
 */
public final class SignalValues {
  private final double[] scalars = new double[ScalarSignal.ALL.size()];
  private long sequence;
  private long epochMillis;
  private int predictedClass;
  private int label;
  private float[] embedding;
  private String slice;
  private String id;
  private String context;
  private final RandomFourierFeatures map;
  private final float[] features;
  private final float[] scratch;
  private boolean mapped;

  /** Makes values in which everything is missing. */
  public SignalValues() {
    this(null);
  }

  /** With random features of embeddings; null for none. */
  SignalValues(RandomFourierFeatures map) {
    this.map = map;
    this.features = new float[map == null ? 0 : map.featureCount()];
    this.scratch = new float[map == null ? 0 : map.scratchLength()];
    Arrays.fill(scalars, Double.NaN);
    predictedClass = Observation.NO_CLASS;
    label = Observation.NO_CLASS;
  }

  void reset(Observation observation) {
    Arrays.fill(scalars, Double.NaN);
    sequence = observation.sequence();
    id = observation.id();
    context = null;
    epochMillis = observation.epochMillis();
    predictedClass = Observation.NO_CLASS;
    label = observation.label();
    embedding = null;
    mapped = false;
    slice = null;
  }

  /**
   * Sets every signal that is derived from pixels.
   *
   * @param image statistics of the frame
   */
  void set(ImageStatistics image) {
    set(ScalarSignal.BRIGHTNESS, image.brightness());
    set(ScalarSignal.CONTRAST, image.contrast());
    set(ScalarSignal.RED, image.red());
    set(ScalarSignal.GREEN, image.green());
    set(ScalarSignal.BLUE, image.blue());
    set(ScalarSignal.SHARPNESS, image.sharpness());
    set(ScalarSignal.NOISE, image.noise());
  }

  void set(ScalarSignal signal, double value) {
    scalars[ScalarSignal.ALL.indexOf(signal)] = signal.analysed(value);
  }

  void predictedClass(int value) {
    predictedClass = value;
  }

  void slice(String value) {
    slice = value;
  }

  void context(String value) {
    context = value;
  }

  void embedding(float[] value) {
    embedding = value;
  }

  /**
   * A scalar signal on its scale of analysis.
   *
   * @param signal index into {@link ScalarSignal#ALL}
   * @return the value; NaN if it is missing
   */
  public double analysed(int signal) {
    return scalars[signal];
  }

  /**
   * The predicted class.
   *
   * @return &ge; 0, or {@link Observation#NO_CLASS}
   */
  public int predictedClass() {
    return predictedClass;
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
    return embedding;
  }

  /**
   * The random features of the embedding, computed when they are first asked for.
   *
   * @return 2 F values, or null without an embedding or features. Not to be modified, valid as long
   *     as these values.
   */
  public float[] features() {
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
