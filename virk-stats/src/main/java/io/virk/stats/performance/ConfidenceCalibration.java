package io.virk.stats.performance;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * From a confidence to the probability of being right: isotonic regression on up to 100 bins of
 * equally many observations (at least 10 each), linear between the means of the blocks, constant
 * outside of them. Never falls. Immutable.
 *
 * <p>Memory: 24 bytes a block. Cost of a fit: a sort; of a probability, a binary search.
 *
 * <p>Source: B. Zadrozny and C. Elkan, <i>Transforming classifier scores into accurate multiclass
 * probability estimates</i>, KDD (2002), doi:10.1145/775047.775151.
 */
public final class ConfidenceCalibration {
  private static final char KIND = 'I';
  private static final int VERSION = 1;
  private static final int MOST_BINS = 100;
  private static final int LEAST_IN_BIN = 10;

  /** Mean confidence of each block, rising. */
  private final double[] centres;

  /** Share right in each block, rising. */
  private final double[] shares;

  /** Effective number of observations in each block. */
  private final double[] sizes;

  private ConfidenceCalibration(double[] centres, double[] shares, double[] sizes) {
    this.centres = centres;
    this.shares = shares;
    this.sizes = sizes;
  }

  /**
   * Fits to labelled observations, which the model must not have been trained on.
   *
   * @param confidences 0 to 1, at least one. Not modified.
   * @param right whether each was. Not modified.
   */
  public static ConfidenceCalibration fit(double[] confidences, boolean[] right) {
    double[] weights = new double[confidences.length];
    Arrays.fill(weights, 1);
    return fit(confidences, right, weights);
  }

  /**
   * Fits to weighted observations.
   *
   * @param confidences 0 to 1, at least one. Not modified.
   * @param right whether each was. Not modified.
   * @param weights 0 or more, not all 0, such as those of a {@link DensityRatio}. Not modified.
   */
  public static ConfidenceCalibration fit(double[] confidences, boolean[] right, double[] weights) {
    Checks.nonEmpty(confidences, "confidences");
    Objects.requireNonNull(right, "right");
    Checks.sameLength(right.length, confidences.length, "right", "confidences");
    Checks.sameLength(weights.length, confidences.length, "weights", "confidences");
    double all = 0;
    for (int i = 0; i < confidences.length; i++) {
      Reliability.probability(confidences[i], "confidences[" + i + "]");
      all += Checks.nonNegative(weights[i], "weights[" + i + "]");
    }
    Checks.positive(all, "sum of weights");
    int[] order =
        IntStream.range(0, confidences.length)
            .filter(i -> weights[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> confidences[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int perBin = Math.max(LEAST_IN_BIN, (order.length + MOST_BINS - 1) / MOST_BINS);
    Blocks blocks = new Blocks(MOST_BINS + 1);
    int from = 0;
    while (from < order.length) {
      int to = Math.min(order.length, from + perBin);
      // equal confidences stay together, and what is left is not enough for a bin of its own
      while (to < order.length && confidences[order[to]] == confidences[order[to - 1]]) {
        to++;
      }
      to = order.length - to < LEAST_IN_BIN ? order.length : to;
      blocks.push();
      for (int k = from; k < to; k++) {
        int i = order[k];
        blocks.add(weights[i], confidences[i], right[i]);
      }
      blocks.pool();
      from = to;
    }
    return blocks.calibration();
  }

  /**
   * Fits to sums.
   *
   * @param right of the observations that were right
   * @param wrong of the others; at least one in either
   */
  public static ConfidenceCalibration fit(ConfidenceSums right, ConfidenceSums wrong) {
    long all = right.count() + wrong.count();
    Checks.positive(all, "observations");
    double perBin = Math.max(LEAST_IN_BIN, all / (double) MOST_BINS);
    Blocks blocks = new Blocks(ConfidenceSums.bins());
    double inBin = 0;
    double left = all;
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      double here = right.count(bin) + wrong.count(bin);
      if (here == 0) {
        continue;
      }
      if (inBin == 0) {
        blocks.push();
      }
      blocks.add(
          right.weight(bin) + wrong.weight(bin),
          right.squares(bin) + wrong.squares(bin),
          right.confidences(bin) + wrong.confidences(bin),
          right.weight(bin));
      inBin += here;
      left -= here;
      if (inBin >= perBin && left >= LEAST_IN_BIN || left == 0) {
        blocks.pool();
        inBin = 0;
      }
    }
    return blocks.calibration();
  }

  /** The stack of the pool-adjacent-violators algorithm. */
  private static final class Blocks {
    private final double[] w;
    private final double[] ww;
    private final double[] wc;
    private final double[] wr;
    private int size;

    Blocks(int most) {
      w = new double[most];
      ww = new double[most];
      wc = new double[most];
      wr = new double[most];
    }

    void push() {
      size++;
    }

    void add(double weight, double confidence, boolean right) {
      add(weight, weight * weight, weight * confidence, right ? weight : 0);
    }

    void add(double weight, double squares, double confidences, double ofRight) {
      int top = size - 1;
      w[top] += weight;
      ww[top] += squares;
      wc[top] += confidences;
      wr[top] += ofRight;
    }

    void pool() {
      while (size > 1 && wr[size - 2] / w[size - 2] >= wr[size - 1] / w[size - 1]) {
        int top = size - 1;
        for (double[] sums : new double[][] {w, ww, wc, wr}) {
          sums[top - 1] += sums[top];
          sums[top] = 0;
        }
        size--;
      }
    }

    ConfidenceCalibration calibration() {
      double[] centres = new double[size];
      double[] shares = new double[size];
      double[] sizes = new double[size];
      for (int i = 0; i < size; i++) {
        centres[i] = Math.min(1, wc[i] / w[i]);
        shares[i] = Math.min(1, wr[i] / w[i]);
        sizes[i] = w[i] * w[i] / ww[i];
      }
      return new ConfidenceCalibration(centres, shares, sizes);
    }
  }

  /**
   * The probability that a prediction is right.
   *
   * @param confidence 0 to 1
   * @return 0 to 1
   */
  public double probability(double confidence) {
    Reliability.probability(confidence, "confidence");
    int above = above(confidence);
    if (above == 0 || above == centres.length) {
      return shares[Math.max(0, above - 1)];
    }
    double part = part(confidence, above);
    return shares[above - 1] + part * (shares[above] - shares[above - 1]);
  }

  /** First block whose centre is not below. */
  private int above(double confidence) {
    int found = Arrays.binarySearch(centres, confidence);
    return found >= 0 ? found : -found - 1;
  }

  private double part(double confidence, int above) {
    double width = centres[above] - centres[above - 1];
    return width > 0 ? (confidence - centres[above - 1]) / width : 0;
  }

  /**
   * Variance of the mean probability of some confidences that comes from this fit itself: the
   * blocks' shares are estimates.
   */
  double varianceOfMean(double[] confidences) {
    double[] used = new double[centres.length];
    for (double confidence : confidences) {
      use(used, confidence, 1);
    }
    return variance(used, confidences.length);
  }

  /** As {@link #varianceOfMean(double[])}. */
  double varianceOfMean(ConfidenceSums confidences) {
    double[] used = new double[centres.length];
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      if (confidences.count(bin) > 0) {
        use(used, confidences.mean(bin), confidences.weight(bin));
      }
    }
    return variance(used, confidences.weight());
  }

  private void use(double[] used, double confidence, double weight) {
    int above = above(confidence);
    if (above == 0 || above == centres.length) {
      used[Math.max(0, above - 1)] += weight;
    } else {
      double part = part(confidence, above);
      used[above] += weight * part;
      used[above - 1] += weight * (1 - part);
    }
  }

  private double variance(double[] used, double all) {
    double variance = 0;
    for (int i = 0; i < used.length; i++) {
      double share = used[i] / all;
      double p = (shares[i] * sizes[i] + 0.5) / (sizes[i] + 1);
      variance += share * share * p * (1 - p) / sizes[i];
    }
    return variance;
  }

  /** Number of blocks, 1 or more. */
  public int blocks() {
    return centres.length;
  }

  /** Mean confidence, share right and size of each block: [blocks x 3] row-major; a copy. */
  public double[] table() {
    double[] table = new double[3 * centres.length];
    for (int i = 0; i < centres.length; i++) {
      table[3 * i] = centres[i];
      table[3 * i + 1] = shares[i];
      table[3 * i + 2] = sizes[i];
    }
    return table;
  }

  /**
   * From a {@link #table}.
   *
   * @param table [blocks x 3] row-major. Not modified.
   * @throws IllegalArgumentException if it is no possible one
   */
  public static ConfidenceCalibration ofTable(double[] table) {
    int n = table.length / 3;
    Checks.matrix(table, n, 3, "table");
    double[] centres = new double[n];
    double[] shares = new double[n];
    double[] sizes = new double[n];
    for (int i = 0; i < n; i++) {
      centres[i] = Reliability.probability(table[3 * i], "centre");
      shares[i] = Reliability.probability(table[3 * i + 1], "share");
      sizes[i] = Checks.positive(table[3 * i + 2], "size");
      if (i > 0 && (centres[i] < centres[i - 1] || shares[i] < shares[i - 1])) {
        throw Checks.rejected("blocks", "falling", "rising");
      }
    }
    return new ConfidenceCalibration(centres, shares, sizes);
  }

  /** State in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    return new BinaryOutput(KIND, VERSION, 13 + 24 * centres.length)
        .count(centres.length)
        .reals(table(), 3 * centres.length)
        .toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static ConfidenceCalibration fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double[] table = new double[3 * in.size("blocks", 1, 24)];
    in.finites(table, table.length, "block");
    in.end();
    return ofTable(table);
  }
}
