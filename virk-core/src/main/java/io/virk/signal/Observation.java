package io.virk.signal;

import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * One inference as VIRK sees it. Everything but the time is optional; what is missing is simply not
 * monitored.
 */
public interface Observation {
  /** The predicted class of an observation that has none. */
  int NO_CLASS = -1;

  /**
   * Its number in the order of capture.
   *
   * @return &ge; 0
   */
  long sequence();

  /**
   * When it was captured.
   *
   * @return milliseconds since 1970-01-01T00:00Z
   */
  long epochMillis();

  /**
   * What it counts for in statistics over all slices: see {@link io.virk.sampling.Sampler}.
   *
   * @return 1 for the common kind of observation, less for one of a kind that is sampled more
   *     often, 0 for one that was kept only because the host marked it
   */
  default double weight() {
    return 1;
  }

  /**
   * The name by which the host finds it again.
   *
   * @return its id, or null
   */
  default String id() {
    return null;
  }

  /**
   * Its image.
   *
   * @return the frame, or null
   */
  Frame frame();

  /**
   * Its embedding.
   *
   * @return d values, or null. Not to be modified.
   */
  float[] embedding();

  /**
   * Its logits, before any softmax.
   *
   * @return one value a class, or null. Not to be modified.
   */
  float[] logits();

  /**
   * Whether the monitor's embedder computed the embedding, of the image.
   *
   * @return false if the host handed it over, or there is none
   */
  default boolean isEmbeddingComputed() {
    return false;
  }

  /**
   * Whether the monitor's embedder computed the logits, of the image.
   *
   * @return false if the host handed them over, or there are none
   */
  default boolean areLogitsComputed() {
    return false;
  }

  /**
   * Its probabilities, of a model whose softmax is inside: {@link Output#probabilities}.
   *
   * @return one value a class, or null. Not to be modified.
   */
  default float[] probabilities() {
    return null;
  }

  /**
   * Its scores of labels: {@link Output#scores}.
   *
   * @return one value a label, or null. Not to be modified.
   */
  default float[] scores() {
    return null;
  }

  /**
   * What another model said of the same input: {@code capture().output("challenger", ..)}.
   *
   * @return one value a class, or null. Not to be modified.
   */
  default float[] challenger() {
    return null;
  }

  /**
   * Its boxes: {@link Output#detections}.
   *
   * @return as the host gave them, or null. Not to be modified.
   */
  default Detections detections() {
    return null;
  }

  /**
   * Its mask: {@link Output#mask}.
   *
   * @return what of it each class takes, or null. Not to be modified.
   */
  default MaskAreas mask() {
    return null;
  }

  /**
   * The length of the embedding as the host handed it over, where it could not be kept, too.
   *
   * @return values; 0 if there is none
   */
  default int givenEmbeddingLength() {
    float[] embedding = embedding();
    return embedding == null ? 0 : embedding.length;
  }

  /**
   * The length of the logits as the host handed them over, where they could not be kept, too.
   *
   * @return values; 0 if there are none
   */
  default int givenLogitsLength() {
    float[] logits = logits();
    return logits == null ? 0 : logits.length;
  }

  /**
   * Its predicted class: as the host gave it, otherwise the argmax of the logits, without them of
   * the probabilities.
   *
   * @return 0 .. classes - 1, or {@link #NO_CLASS}
   */
  int predictedClass();

  /**
   * Its true class, where reference data are labelled: the baseline's means of classes are then of
   * these.
   *
   * @return &ge; 0, or {@link #NO_CLASS}
   */
  default int label() {
    return NO_CLASS;
  }

  /**
   * A value that the host measured, or the number of a category that it knows.
   *
   * @param name of a signal, for example "temperature"
   * @return its value in the signal's own unit; NaN if there is none
   */
  default double signal(String name) {
    return Double.NaN;
  }

  /**
   * A name under which the host handed a value over though the baseline has no such signal.
   *
   * @param known names of the signals that the baseline has. Not modified.
   * @return one of them; null if there is none
   */
  default String unknownSignal(Collection<String> known) {
    return null;
  }

  /**
   * The value of one of its tags.
   *
   * @param key name of the tag
   * @return its value, or null
   */
  String tag(String key);

  /**
   * All of its tags.
   *
   * @param each is told the name and the value of each, in any order
   */
  default void tags(BiConsumer<String, String> each) {}

  /**
   * What it was taken from: a video, a folder, a product. Observations of one source resemble each
   * other, so a baseline keeps them together.
   *
   * @return the source's name, or null
   */
  default String source() {
    return null;
  }

  /**
   * What its image was made from.
   *
   * @return the format of the model's input tensor that the image was read back from, or null if it
   *     came as pixels or there is none
   */
  default TensorFormat tensorFormat() {
    return null;
  }

  /**
   * Starts an observation that is fed to a baseline builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an observation. Set what there is; not thread-safe. */
  final class Builder extends OutputParts<Builder> {
    private final Map<String, String> tags = new HashMap<>();
    private long sequence;
    private long epochMillis;
    private Frame frame;
    private float[] embedding;
    private float[] logits;
    private int predictedClass = NO_CLASS;
    private int label = NO_CLASS;
    private String source;
    private String id;
    private TensorFormat tensorFormat;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the number.
     *
     * @param value &ge; 0
     * @return this
     */
    public Builder sequence(long value) {
      sequence = value;
      return this;
    }

    /**
     * Sets the time.
     *
     * @param value milliseconds since 1970
     * @return this
     */
    public Builder epochMillis(long value) {
      epochMillis = value;
      return this;
    }

    /**
     * Sets the name by which the host finds it again.
     *
     * @param value for example its file's name
     * @return this
     */
    public Builder id(String value) {
      id = Objects.requireNonNull(value, "id");
      return this;
    }

    /**
     * Sets the image.
     *
     * @param value a frame. Not copied.
     * @return this
     */
    public Builder image(Frame value) {
      frame = Objects.requireNonNull(value, "image");
      tensorFormat = null;
      return this;
    }

    /**
     * Sets the image by the model's input tensor: its normalisation is undone at once. Replaces
     * {@link #image}.
     *
     * @param values the tensor of one image, finite. Not modified, not kept.
     * @param format its layout, size and normalisation
     * @return this
     * @throws IllegalArgumentException if the tensor has another length or holds NaN or infinity
     */
    public Builder tensor(float[] values, TensorFormat format) {
      Objects.requireNonNull(values, "values");
      Objects.requireNonNull(format, "format");
      if (values.length != format.length()) {
        throw new IllegalArgumentException(
            "values.length: "
                + values.length
                + " (expected: "
                + format.length()
                + " for "
                + format
                + ")");
      }
      byte[] pixels = new byte[format.length()];
      if (!format.toPixels(values, 0, pixels)) {
        throw new IllegalArgumentException("values: NaN or infinity (expected: finite)");
      }
      frame = Frame.of(pixels, format.width(), format.height(), format.pixelFormat());
      tensorFormat = format;
      return this;
    }

    /**
     * Sets what the observation was taken from: a video, a folder, a product. A baseline never
     * splits a source, because neighbouring frames resemble each other.
     *
     * @param value its name, for example "video-12"
     * @return this
     */
    public Builder source(String value) {
      source = Objects.requireNonNull(value, "source");
      return this;
    }

    /**
     * Sets the embedding.
     *
     * @param value d values. Not copied.
     * @return this
     */
    public Builder embedding(float[] value) {
      embedding = Objects.requireNonNull(value, "embedding");
      return this;
    }

    /**
     * Sets the logits.
     *
     * @param value one value a class. Not copied.
     * @return this
     */
    public Builder logits(float[] value) {
      logits = Objects.requireNonNull(value, "logits");
      return this;
    }

    /**
     * Sets the predicted class.
     *
     * @param value &ge; 0
     * @return this
     */
    public Builder predictedClass(int value) {
      if (value < 0) {
        throw new IllegalArgumentException("predictedClass: " + value + " (expected: >= 0)");
      }
      predictedClass = value;
      return this;
    }

    /**
     * Sets the true class, as somebody labelled it.
     *
     * @param value &ge; 0
     * @return this
     */
    public Builder label(int value) {
      if (value < 0) {
        throw new IllegalArgumentException("label: " + value + " (expected: >= 0)");
      }
      label = value;
      return this;
    }

    /**
     * Sets a tag.
     *
     * @param key name, for example "camera"
     * @param value value, for example "cam-7"
     * @return this
     */
    public Builder tag(String key, String value) {
      tags.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Makes the observation.
     *
     * @return an observation that shares the arrays it was given
     */
    public Observation build() {
      int predicted = predictedClass == NO_CLASS ? argmax(logits, probabilities) : predictedClass;
      return new GivenObservation(
          sequence,
          epochMillis,
          id,
          frame,
          embedding,
          logits,
          probabilities,
          scores,
          detections,
          mask,
          predicted,
          label,
          Map.copyOf(tags),
          Map.copyOf(signals),
          source,
          tensorFormat);
    }
  }

  /**
   * The class that outputs name.
   *
   * @param logits one value a class, or null. Not modified.
   * @param probabilities looked at where there are no logits, or null. Not modified.
   * @return the first of the largest; {@link #NO_CLASS} if there is none
   */
  static int argmax(float[] logits, float[] probabilities) {
    float[] values = logits == null ? probabilities : logits;
    return values == null ? NO_CLASS : argmax(values);
  }

  /**
   * The index of the largest logit.
   *
   * @param logits one value a class. Not modified.
   * @return the first of the largest; {@link #NO_CLASS} if there is none
   */
  static int argmax(float[] logits) {
    int best = logits.length == 0 ? NO_CLASS : 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
