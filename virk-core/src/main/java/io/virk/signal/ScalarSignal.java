package io.virk.signal;

import java.util.Objects;

/**
 * A signal whose values are real numbers.
 *
 * <p>Sharpness and noise vary by orders of magnitude between scenes, so they are analysed on a
 * logarithmic scale: {@link #analysed} is applied before any statistic, {@link #raw} undoes it.
 *
 * @param name unique in a schema, lower-case words joined by hyphens
 * @param scale on which statistics are taken
 * @param unit of its values, for words; "" for none
 * @param source name of the source that derives it
 * @param role what it is for
 */
public record ScalarSignal(String name, Scale scale, String unit, String source, Role role)
    implements Signal {
  /** Mean luma of the image, 0 .. 255. */
  public static final ScalarSignal BRIGHTNESS = linear("brightness", SignalSources.IMAGE);

  /** Standard deviation of the luma over the image, 0 .. 127.5. */
  public static final ScalarSignal CONTRAST = linear("contrast", SignalSources.IMAGE);

  /** Mean of the red samples, 0 .. 255. */
  public static final ScalarSignal RED = linear("red", SignalSources.IMAGE);

  /** Mean of the green samples, 0 .. 255. */
  public static final ScalarSignal GREEN = linear("green", SignalSources.IMAGE);

  /** Mean of the blue samples, 0 .. 255. */
  public static final ScalarSignal BLUE = linear("blue", SignalSources.IMAGE);

  /**
   * Variance of the Laplacian of the luma; falls with defocus. Of an image that was reduced the
   * mean over its {@linkplain io.virk.image.Frame#patches patches}, if it has any.
   */
  public static final ScalarSignal SHARPNESS = logarithmic("sharpness", SignalSources.IMAGE);

  /**
   * Standard deviation of the sensor's noise after Immerkaer, in 8-bit steps; measured where {@link
   * #SHARPNESS} is.
   */
  public static final ScalarSignal NOISE = logarithmic("noise", SignalSources.IMAGE);

  /** Largest softmax probability, 0 .. 1: of the logits, without them of the probabilities. */
  public static final ScalarSignal CONFIDENCE = linear("confidence", SignalSources.LOGITS);

  /**
   * Entropy of the probabilities of classes, in bits; for baselines with {@link
   * Output#probabilities}.
   */
  public static final ScalarSignal CLASS_ENTROPY =
      new ScalarSignal("class-entropy", Scale.LINEAR, "bit", SignalSources.LOGITS, Role.TESTED);

  /** Energy score of the logits, -logsumexp; larger = more out of distribution. */
  public static final ScalarSignal ENERGY = linear("energy", SignalSources.LOGITS);

  /**
   * Mahalanobis distance of the embedding from the nearest mean of a class of the baseline, or from
   * its mean of all where it has none of classes; larger = more out of distribution.
   */
  public static final ScalarSignal MAHALANOBIS = linear("mahalanobis", SignalSources.EMBEDDING);

  /** How many objects a detector found: see {@link Output#detections}. */
  public static final ScalarSignal OBJECTS = linear("objects", SignalSources.DETECTIONS);

  /** How many labels an image has: see {@link Output#scores}. */
  public static final ScalarSignal LABELS = linear("labels", SignalSources.SCORES);

  /** On which statistics are taken. */
  public enum Scale {
    /** Of the values as they are. */
    LINEAR,
    /** Of their natural logarithms; values are &ge; 0. */
    LOGARITHMIC
  }

  /** The largest size of a value: what is further out is a flaw, for its squares overflow. */
  public static final double LARGEST = 1e100;

  /** Keeps the logarithm finite for a perfectly flat image. */
  private static final double LOG_OFFSET = 0.01;

  public ScalarSignal {
    SignalNames.checkName("name", name);
    Objects.requireNonNull(scale, "scale");
    SignalNames.checkUnit(unit);
    SignalNames.checkName("source", source);
    Objects.requireNonNull(role, "role");
  }

  /**
   * A tested signal of the host's own, analysed as it is: see {@link Observation#signal}.
   *
   * @param name for example "temperature"
   * @param unit of its values, for words, for example "°C"; "" for none
   * @return the signal
   */
  public static ScalarSignal ofHost(String name, String unit) {
    return new ScalarSignal(name, Scale.LINEAR, unit, SignalSources.HOST, Role.TESTED);
  }

  /** A tested signal without a unit. */
  private static ScalarSignal linear(String name, String source) {
    return new ScalarSignal(name, Scale.LINEAR, "", source, Role.TESTED);
  }

  private static ScalarSignal logarithmic(String name, String source) {
    return new ScalarSignal(name, Scale.LOGARITHMIC, "", source, Role.TESTED);
  }

  @Override
  public ScalarSignal withRole(Role other) {
    return new ScalarSignal(name, scale, unit, source, other);
  }

  /**
   * The same signal on another scale.
   *
   * @param other on which statistics are taken
   * @return a copy
   */
  public ScalarSignal on(Scale other) {
    return new ScalarSignal(name, other, unit, source, role);
  }

  /**
   * From the signal's own unit to the scale on which it is analysed.
   *
   * @param value in the signal's unit
   * @return the value, or its natural logarithm
   */
  public double analysed(double value) {
    return isLogarithmic() ? Math.log(Math.max(0, value) + LOG_OFFSET) : value;
  }

  /**
   * The inverse of {@link #analysed}.
   *
   * @param value on the scale of analysis
   * @return in the signal's unit
   */
  public double raw(double value) {
    return isLogarithmic() ? Math.max(0, Math.exp(value) - LOG_OFFSET) : value;
  }

  /**
   * Whether statistics are taken of its logarithm.
   *
   * @return true if its scale is {@link Scale#LOGARITHMIC}
   */
  public boolean isLogarithmic() {
    return scale == Scale.LOGARITHMIC;
  }

  /**
   * The smallest deviation on its scale of analysis that means anything: 5 % on a logarithmic
   * scale, of the image's signals a factor of 1.6 of shares in percent, which are often none at
   * all, and half a step on a linear one.
   *
   * @return 0 of linear signals of other sources, of which only the host knows
   */
  public double resolution() {
    boolean ofImage = source.equals(SignalSources.IMAGE);
    if (isLogarithmic()) {
      return ofImage && unit.equals("%") ? 0.5 : 0.05;
    }
    return ofImage ? 0.5 : 0;
  }
}
