package io.virk.signal;

import io.virk.image.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

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
   * Its predicted class: as the host gave it, otherwise the argmax of the logits.
   *
   * @return 0 .. classes - 1, or {@link #NO_CLASS}
   */
  int predictedClass();

  /**
   * The value of one of its tags.
   *
   * @param key name of the tag
   * @return its value, or null
   */
  String tag(String key);

  /**
   * Starts an observation that is fed to a baseline builder.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an observation. Set what there is; not thread-safe. */
  final class Builder {
    private final Map<String, String> tags = new HashMap<>();
    private long sequence;
    private long epochMillis;
    private Frame frame;
    private float[] embedding;
    private float[] logits;
    private int predictedClass = NO_CLASS;

    private Builder() {}

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
     * Sets the image.
     *
     * @param value a frame. Not copied.
     * @return this
     */
    public Builder image(Frame value) {
      frame = Objects.requireNonNull(value, "image");
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
      int predicted =
          predictedClass == NO_CLASS && logits != null ? argmax(logits) : predictedClass;
      return new GivenObservation(
          sequence, epochMillis, frame, embedding, logits, predicted, Map.copyOf(tags));
    }
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
