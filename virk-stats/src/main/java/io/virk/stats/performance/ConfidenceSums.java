package io.virk.stats.performance;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Confidences as a histogram of sums: what accuracy is estimated from without labels, kept while
 * observations come and go. Of each bin the number, the weights, their squares and weight times
 * confidence, so that the mean of a bin is exact.
 *
 * <p>96 bins: 4 in each tenth below 0.5, 8 in each from there to 0.9, and above by 1 - confidence,
 * 2 for each halving: most confidences lie near 1. No bin reaches over a tenth. Memory: 100 bytes,
 * and 32 a bin that is used. Cost of an observation: 10 to 30 ns. Not thread-safe.
 */
public final class ConfidenceSums {
  private static final int BINS = 96;
  private static final int HALF = 20;
  private static final int HIGH = 52;
  private static final int SUMS = 4;
  private static final double LOG = 2 / Math.log(2);
  private static final byte NONE = -1;

  private byte[] places = {};
  private double[] sums = {};
  private int used;
  private long count;

  /** Of nothing yet. */
  public ConfidenceSums() {}

  /**
   * Adds an observation.
   *
   * @param confidence 0 to 1
   * @param weight above 0, finite
   */
  public void accept(double confidence, double weight) {
    add(
        bin(Reliability.probability(confidence, "confidence")),
        1,
        Checks.positive(weight, "weight"),
        weight * weight,
        weight * confidence);
  }

  /**
   * Takes an observation back.
   *
   * @param confidence as it was added
   * @param weight as it was added
   */
  public void remove(double confidence, double weight) {
    int bin = bin(Reliability.probability(confidence, "confidence"));
    if (!(count(bin) > 0)) {
      throw Checks.rejected("confidence", confidence, "one that was added");
    }
    add(bin, -1, -Checks.positive(weight, "weight"), -weight * weight, -weight * confidence);
    if (count(bin) == 0) {
      int at = SUMS * places[bin];
      Arrays.fill(sums, at, at + SUMS, 0);
    }
  }

  private void add(int bin, double many, double weight, double squares, double confidences) {
    if (places.length == 0) {
      places = new byte[BINS];
      Arrays.fill(places, NONE);
    }
    if (places[bin] == NONE) {
      if (SUMS * used == sums.length) {
        sums = Arrays.copyOf(sums, Math.min(SUMS * BINS, Math.max(2 * SUMS, 2 * sums.length)));
      }
      places[bin] = (byte) used++;
    }
    int at = SUMS * places[bin];
    sums[at] += many;
    sums[at + 1] += weight;
    sums[at + 2] += squares;
    sums[at + 3] += confidences;
    count += (long) many;
  }

  static int bin(double confidence) {
    double tenths = confidence * 10;
    int tenth = (int) tenths;
    if (tenth < 5) {
      return 4 * tenth + (int) ((tenths - tenth) * 4);
    }
    if (tenth < 9) {
      return HALF + 8 * (tenth - 5) + (int) ((tenths - tenth) * 8);
    }
    double left = 1 - confidence;
    return left < 1e-8 ? BINS - 1 : Math.min(BINS - 1, HIGH + halvings(left));
  }

  private static int halvings(double left) {
    return Math.max(0, (int) (-Math.log(left * 10) * LOG));
  }

  /** Where a bin begins; 1 of the one behind the last. */
  static double low(int bin) {
    if (bin < HALF) {
      return bin / 40.0;
    }
    return bin < HIGH
        ? 0.5 + (bin - HALF) / 80.0
        : bin == BINS ? 1 : 1 - 0.1 * Math.pow(2, -(bin - HIGH) / 2.0);
  }

  static int bins() {
    return BINS;
  }

  private double sum(int bin, int which) {
    return places.length == 0 || places[bin] == NONE ? 0 : sums[SUMS * places[bin] + which];
  }

  double count(int bin) {
    return sum(bin, 0);
  }

  double weight(int bin) {
    return sum(bin, 1);
  }

  double squares(int bin) {
    return sum(bin, 2);
  }

  double confidences(int bin) {
    return sum(bin, 3);
  }

  /** The mean confidence of a bin that is not empty. */
  double mean(int bin) {
    return Math.max(0, Math.min(1, confidences(bin) / weight(bin)));
  }

  /**
   * Adds all that the other has.
   *
   * @param other unchanged
   * @return this
   */
  public ConfidenceSums combine(ConfidenceSums other) {
    Objects.requireNonNull(other, "other");
    for (int bin = 0; bin < BINS && other.count > 0; bin++) {
      if (other.count(bin) > 0) {
        add(bin, other.count(bin), other.weight(bin), other.squares(bin), other.confidences(bin));
      }
    }
    return this;
  }

  /** Another of the same sums. */
  public ConfidenceSums copy() {
    ConfidenceSums copy = new ConfidenceSums();
    copy.places = places.clone();
    copy.sums = sums.clone();
    copy.used = used;
    copy.count = count;
    return copy;
  }

  /** Number of observations. */
  public long count() {
    return count;
  }

  /** Sum of the weights. */
  public double weight() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += weight(bin);
    }
    return sum;
  }

  /** (sum w)^2 / sum w^2: as many of equal weight tell as much; 0 of nothing. */
  public double effectiveCount() {
    double squares = 0;
    for (int bin = 0; bin < BINS; bin++) {
      squares += squares(bin);
    }
    double weight = weight();
    return count == 0 ? 0 : weight * weight / squares;
  }

  /** Bytes, about. */
  public long memory() {
    return 80 + places.length + (long) Double.BYTES * sums.length;
  }

  ConfidenceSums nonEmpty(String name) {
    if (count == 0) {
      throw Checks.rejected(name, "none", "at least one observation");
    }
    return this;
  }
}
