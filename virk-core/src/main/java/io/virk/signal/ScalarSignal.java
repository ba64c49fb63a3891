package io.virk.signal;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A signal whose values are real numbers.
 *
 * <p>Sharpness and noise vary by orders of magnitude between scenes, so they are analysed on a
 * logarithmic scale: {@link #analysed} is applied before any statistic, {@link #raw} undoes it.
 *
 * @param name unique, lower-case
 * @param source what it is derived from
 * @param logarithmic whether statistics are taken of its logarithm
 */
public record ScalarSignal(String name, Source source, boolean logarithmic) implements Signal {
  /** Mean luma of the image, 0 .. 255. */
  public static final ScalarSignal BRIGHTNESS = linear("brightness", Source.IMAGE);

  /** Standard deviation of the luma over the image, 0 .. 127.5. */
  public static final ScalarSignal CONTRAST = linear("contrast", Source.IMAGE);

  /** Mean of the red samples, 0 .. 255. */
  public static final ScalarSignal RED = linear("red", Source.IMAGE);

  /** Mean of the green samples, 0 .. 255. */
  public static final ScalarSignal GREEN = linear("green", Source.IMAGE);

  /** Mean of the blue samples, 0 .. 255. */
  public static final ScalarSignal BLUE = linear("blue", Source.IMAGE);

  /** Variance of the Laplacian of the luma; falls with defocus. */
  public static final ScalarSignal SHARPNESS = new ScalarSignal("sharpness", Source.IMAGE, true);

  /** Standard deviation of the sensor's noise after Immerkaer, in 8-bit steps. */
  public static final ScalarSignal NOISE = new ScalarSignal("noise", Source.IMAGE, true);

  /** Largest softmax probability, 0 .. 1. */
  public static final ScalarSignal CONFIDENCE = linear("confidence", Source.LOGITS);

  /** Energy score of the logits, -logsumexp; larger = more out of distribution. */
  public static final ScalarSignal ENERGY = linear("energy", Source.LOGITS);

  /**
   * Mahalanobis distance of the embedding from the nearest mean of a class of the baseline, or from
   * its mean of all where it has none of classes; larger = more out of distribution.
   */
  public static final ScalarSignal MAHALANOBIS = linear("mahalanobis", Source.EMBEDDING);

  /** All of them, in the order in which tables and files keep them. */
  public static final List<ScalarSignal> ALL =
      List.of(
          BRIGHTNESS,
          CONTRAST,
          RED,
          GREEN,
          BLUE,
          SHARPNESS,
          NOISE,
          CONFIDENCE,
          ENERGY,
          MAHALANOBIS);

  /**
   * Those that are derived from pixels, in the order of {@link #ALL}, of which they are a prefix.
   */
  public static final List<ScalarSignal> OF_IMAGE = ALL.subList(0, 7);

  /** What a signal is derived from. */
  public enum Source {
    /** The pixels. */
    IMAGE,
    /** The logits. */
    LOGITS,
    /** The embedding. */
    EMBEDDING
  }

  /** Keeps the logarithm finite for a perfectly flat image. */
  private static final double LOG_OFFSET = 0.01;

  public ScalarSignal {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
  }

  private static ScalarSignal linear(String name, Source source) {
    return new ScalarSignal(name, source, false);
  }

  /**
   * The signal of a name.
   *
   * @param name for example "sharpness"
   * @return the signal, or empty
   */
  public static Optional<ScalarSignal> named(String name) {
    return ALL.stream().filter(s -> s.name.equals(name)).findFirst();
  }

  /**
   * From the signal's own unit to the scale on which it is analysed.
   *
   * @param value in the signal's unit
   * @return the value, or its natural logarithm
   */
  public double analysed(double value) {
    return logarithmic ? Math.log(Math.max(0, value) + LOG_OFFSET) : value;
  }

  /**
   * The inverse of {@link #analysed}.
   *
   * @param value on the scale of analysis
   * @return in the signal's unit
   */
  public double raw(double value) {
    return logarithmic ? Math.max(0, Math.exp(value) - LOG_OFFSET) : value;
  }
}
