package io.virk.stats.sequence;

import io.virk.stats.Interval;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Confidence sequence for the mean of observations of a known range: hedged betting. For each mean
 * m of a grid two capitals, product (1 + l (x - m)) and product (1 - l (x - m)), with x and m
 * scaled to [0, 1] and l = sqrt(2 ln(2 / alpha) / (v t ln(1 + t))), v the variance so far, cut to 1
 * / (2 m) and 1 / (2 - 2 m); an m of which either has ever reached 2 / alpha is out for good.
 *
 * <p>Of all times at once the true mean is outside at some time with probability alpha at most, if
 * each observation has that mean given all before. For 0 and 1 alone {@link BernoulliSequence} is
 * narrower, can be merged and has no grid. For observations drawn with a probability p each (a
 * sampling plan) the numbers drawn / p * x, 0 for what was not drawn, have the mean of x.
 *
 * <p>The ends are of the grid: wider than exact by a cell at most. Memory: 16 bytes a cell. Cost of
 * an update: 2 ns a cell that is not out. Not mergeable: the bets depend on the order.
 *
 * <p>Source: doi:10.1093/jrsssb/qkad009, arXiv:2010.09686, section 4 (the hedged capital process).
 */
public final class BoundedMeanSequence {
  private static final char KIND = 'm';
  private static final int VERSION = 1;
  private static final double CUT = 0.5;
  private static final double SMALLEST = 1e-300;

  private final double least;
  private final double most;
  private final double confidence;
  private final double threshold;
  private final double[] up;
  private final double[] down;
  private long count;
  private double sum;
  private double squares = 0.25;
  private int first;
  private int last;

  /**
   * Of nothing yet.
   *
   * @param least observation possible, finite
   * @param most observation possible, above it, finite
   * @param confidence in (0, 1)
   * @param cells of the grid, 10 to 100,000; 1000 tells thousandths of the range
   */
  public BoundedMeanSequence(double least, double most, double confidence, int cells) {
    this.least = Checks.finite(least, "least");
    this.most = Checks.finite(most, "most");
    Checks.positive(most - least, "most - least");
    this.confidence = confidence;
    this.threshold = 2 * Math.exp(Levels.logThreshold(confidence));
    if (cells < 10 || cells > 100_000) {
      throw Checks.rejected("cells", cells, "10 to 100000");
    }
    up = new double[cells + 1];
    down = new double[cells + 1];
    Arrays.fill(up, 1);
    Arrays.fill(down, 1);
    last = cells;
  }

  /**
   * Adds an observation.
   *
   * @param x within the range
   */
  public void accept(double x) {
    if (!(x >= least && x <= most)) {
      throw Checks.rejected("x", x, least + " to " + most);
    }
    double scaled = Math.min(1, (x - least) / (most - least));
    double n = count + 1.0;
    double variance = squares / n;
    double bet = Math.sqrt(2 * Math.log(threshold) / (variance * n * Math.log(1 + n)));
    int cells = up.length - 1;
    for (int i = lowest(); i <= highest(); i++) {
      double m = (double) i / cells;
      // a capital that has died out stays 0, and never becomes a subnormal number
      up[i] *= 1 + Math.min(bet, CUT / m) * (scaled - m);
      down[i] *= 1 - Math.min(bet, CUT / (1 - m)) * (scaled - m);
      up[i] = up[i] < SMALLEST ? 0 : up[i];
      down[i] = down[i] < SMALLEST ? 0 : down[i];
    }
    count++;
    sum += scaled;
    double mean = (0.5 + sum) / (count + 1);
    squares += (scaled - mean) * (scaled - mean);
    // what lies beyond a rejected mean is rejected, too: each capital is monotone in m
    while (first <= highest() && up[first] >= threshold) {
      first++;
    }
    while (last >= lowest() && down[last] >= threshold) {
      last--;
    }
  }

  /** The last that is too low, if any: a mean between it and the next may be left. */
  private int lowest() {
    return Math.max(0, first - 1);
  }

  /** The first that is too high, if any. */
  private int highest() {
    return Math.min(up.length - 1, last + 1);
  }

  /** Number of observations. */
  public long count() {
    return count;
  }

  /** The mean; NaN without observations. */
  public double estimate() {
    return least + (most - least) * (sum / count);
  }

  /**
   * Whether no mean is left: no one mean can have given what was seen, which happens with
   * probability alpha at most unless the mean moves.
   */
  public boolean isContradicted() {
    return first > last + 1;
  }

  /** The interval that holds the mean at all times at once; NaN ends where no mean is left. */
  public Interval interval() {
    if (isContradicted()) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double cell = (most - least) / (up.length - 1);
    return new Interval(
        least + cell * Math.max(0, first - 1), Math.min(most, least + cell * (last + 1)));
  }

  /** State in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    BinaryOutput out =
        new BinaryOutput(KIND, VERSION, 70 + 16 * Math.max(0, highest() - lowest() + 1))
            .real(least)
            .real(most)
            .real(confidence)
            .count(up.length - 1)
            .count(count)
            .real(sum)
            .real(squares)
            .count(first)
            .count(last + 1);
    for (int i = lowest(); i <= highest(); i++) {
      out.real(up[i]).real(down[i]);
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static BoundedMeanSequence fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double least = in.real("least");
    double most = in.real("most");
    double confidence = in.real("confidence");
    BoundedMeanSequence read =
        new BoundedMeanSequence(least, most, confidence, (int) in.count("cells", 10, 100_000));
    read.count = in.count("count", 0, 1L << 52);
    read.sum = in.nonNegative("sum");
    if (read.sum > read.count) {
      throw Checks.rejected("sum", read.sum, "<= count " + read.count);
    }
    read.squares = in.nonNegative("squares");
    if (!(read.squares >= 0.25 && read.squares <= 0.25 + read.count)) {
      throw Checks.rejected("squares", read.squares, "0.25 to 0.25 + count");
    }
    read.first = (int) in.count("first", 0, read.up.length - 1);
    read.last = (int) in.count("last", Math.max(1, read.first - 1), read.up.length) - 1;
    in.holds("capitals", 16L * (read.highest() - read.lowest() + 1));
    for (int i = read.lowest(); i <= read.highest(); i++) {
      read.up[i] = in.nonNegative("capital above");
      read.down[i] = in.nonNegative("capital below");
    }
    in.end();
    return read;
  }
}
