package io.virk.image;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What can happen to a camera, as a transformation of its images, in five severities. The numbers
 * of defocus, noise and contrast are the published ones of Hendrycks and Dietterich, "Benchmarking
 * Neural Network Robustness to Common Corruptions and Perturbations" (ICLR 2019, arXiv:1903.12261):
 * of its CIFAR-10-C set for images whose shorter side is at most 64 pixels, of ImageNet-C above.
 * Under- and over-exposure and the colour casts, which that set lacks, are gains of the linear kind
 * that a lamp, a diaphragm or a white balance makes.
 */
public enum Corruption {
  /** Less light: every sample times a gain below 1. */
  UNDER_EXPOSURE("under-exposure"),
  /** More light: every sample times a gain above 1, clipped. */
  OVER_EXPOSURE("over-exposure"),
  /** Haze or a dirty window: samples move towards their channel's mean. */
  LOW_CONTRAST("low contrast"),
  /** A lens out of focus: convolution with a smoothed disk. */
  DEFOCUS("defocus"),
  /** Sensor noise: normal, independent for each sample. */
  GAUSSIAN_NOISE("sensor noise"),
  /** Warmer light or a drifting white balance: red gains, blue loses. */
  WARM_CAST("warm colour cast"),
  /** Colder light or a drifting white balance: blue gains, red loses. */
  COOL_CAST("cool colour cast");

  /** The number of severities. */
  public static final int SEVERITIES = 5;

  private static final int SMALL_SIDE = 64;
  private static final double[] UNDER = {.85, .7, .55, .4, .25};
  private static final double[] OVER = {1.15, 1.35, 1.6, 2, 2.6};
  private static final double[] CAST = {.05, .1, .16, .24, .35};
  private static final double[] CONTRAST_SMALL = {.75, .5, .4, .3, .15};
  private static final double[] CONTRAST_LARGE = {.4, .3, .2, .1, .05};
  private static final double[] NOISE_SMALL = {.04, .06, .08, .09, .10};
  private static final double[] NOISE_LARGE = {.08, .12, .18, .26, .38};
  private static final double[][] DEFOCUS_SMALL = {
    {.3, .4}, {.4, .5}, {.5, .6}, {1, .2}, {1.5, .1}
  };
  private static final double[][] DEFOCUS_LARGE = {{3, .1}, {4, .5}, {6, .5}, {8, .5}, {10, .5}};

  private final String term;

  Corruption(String term) {
    this.term = term;
  }

  /**
   * The corruption of a term.
   *
   * @param term as {@link #term()} gives it
   * @return the corruption, or empty
   */
  public static Optional<Corruption> named(String term) {
    return Arrays.stream(values()).filter(c -> c.term.equals(term)).findFirst();
  }

  /**
   * The term of the field, as it is used in diagnoses.
   *
   * @return lower-case words
   */
  public String term() {
    return term;
  }

  /**
   * Applies the corruption.
   *
   * @param frame any frame; alpha is dropped. Not modified.
   * @param severity 1 (slight) .. 5 (severe)
   * @param seed of the noise; the same seed gives the same frame
   * @return a new frame of the same size, RGB or gray
   * @throws IllegalArgumentException if the severity is out of its range
   */
  public Frame apply(Frame frame, int severity, long seed) {
    if (severity < 1 || severity > SEVERITIES) {
      throw new IllegalArgumentException("severity: " + severity + " (expected: 1 .. 5)");
    }
    int level = severity - 1;
    boolean small = Math.min(frame.width(), frame.height()) <= SMALL_SIDE;
    Planes planes = Planes.of(frame);
    switch (this) {
      case UNDER_EXPOSURE -> planes.gain(UNDER[level], UNDER[level], UNDER[level]);
      case OVER_EXPOSURE -> planes.gain(OVER[level], OVER[level], OVER[level]);
      case WARM_CAST -> planes.gain(1 + CAST[level], 1, 1 - CAST[level]);
      case COOL_CAST -> planes.gain(1 - CAST[level], 1, 1 + CAST[level]);
      case LOW_CONTRAST -> planes.towardsMean((small ? CONTRAST_SMALL : CONTRAST_LARGE)[level]);
      case GAUSSIAN_NOISE ->
          planes.addNoise(
              255 * (small ? NOISE_SMALL : NOISE_LARGE)[level], new SplittableRandom(seed));
      case DEFOCUS -> {
        double[] disk = (small ? DEFOCUS_SMALL : DEFOCUS_LARGE)[level];
        planes.convolve(DiskKernel.of(disk[0], disk[1]));
      }
      default -> throw new AssertionError(this);
    }
    return planes.toFrame();
  }
}
