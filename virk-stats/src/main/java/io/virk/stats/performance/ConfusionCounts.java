package io.virk.stats.performance;

import io.virk.stats.Interval;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import io.virk.stats.sequence.BernoulliSequence;
import java.util.Objects;

/**
 * How often each class was taken for each, and what follows: accuracy, precision, recall,
 * false-negative rate. A rate of nothing is NaN. Intervals hold at all times at once ({@link
 * BernoulliSequence}), each by itself.
 *
 * <p>Mergeable, in any order. Memory: 8 bytes a pair of classes. Cost of an observation: a
 * nanosecond. Not thread-safe.
 */
public final class ConfusionCounts {
  private static final char KIND = 'K';
  private static final int VERSION = 1;
  private static final int MOST_CLASSES = 10_000;

  private final int classes;

  /** [classes x classes], row = truth, column = prediction. */
  private final long[] counts;

  /**
   * Of nothing yet.
   *
   * @param classes 1 to 10,000
   */
  public ConfusionCounts(int classes) {
    if (classes < 1 || classes > MOST_CLASSES) {
      throw Checks.rejected("classes", classes, "1 to " + MOST_CLASSES);
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /**
   * Adds an observation.
   *
   * @param truth 0 .. classes - 1
   * @param predicted 0 .. classes - 1
   */
  public void accept(int truth, int predicted) {
    accept(truth, predicted, 1);
  }

  /**
   * Adds observations.
   *
   * @param truth 0 .. classes - 1
   * @param predicted 0 .. classes - 1
   * @param times 0 or more
   */
  public void accept(int truth, int predicted, long times) {
    int cell = known(truth, "truth") * classes + known(predicted, "predicted");
    if (times < 0) {
      throw Checks.rejected("times", times, ">= 0");
    }
    counts[cell] = Math.addExact(counts[cell], times);
  }

  private int known(int value, String name) {
    if (value < 0 || value >= classes) {
      throw Checks.rejected(name, value, "0 to " + (classes - 1));
    }
    return value;
  }

  /**
   * Adds all that the other has seen.
   *
   * @param other of as many classes; unchanged
   * @return this
   */
  public ConfusionCounts combine(ConfusionCounts other) {
    Objects.requireNonNull(other, "other");
    if (other.classes != classes) {
      throw Checks.rejected("classes", other.classes, "as many as of this, " + classes);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    return this;
  }

  /**
   * How often a class was taken for one.
   *
   * @param truth 0 .. classes - 1
   * @param predicted 0 .. classes - 1
   */
  public long count(int truth, int predicted) {
    return counts[known(truth, "truth") * classes + known(predicted, "predicted")];
  }

  /** Number of observations. */
  public long total() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** Number of observations whose class was told rightly. */
  public long right() {
    long sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += counts[c * classes + c];
    }
    return sum;
  }

  /**
   * Number of observations of a class.
   *
   * @param truth 0 .. classes - 1
   */
  public long ofTruth(int truth) {
    known(truth, "truth");
    long sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += counts[truth * classes + c];
    }
    return sum;
  }

  /**
   * Number of observations that were taken for a class.
   *
   * @param predicted 0 .. classes - 1
   */
  public long ofPrediction(int predicted) {
    known(predicted, "predicted");
    long sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += counts[c * classes + predicted];
    }
    return sum;
  }

  /** Share that was told rightly; NaN of nothing. */
  public double accuracy() {
    return (double) right() / total();
  }

  /**
   * Share of what was taken for a class that is of it; NaN if nothing was.
   *
   * @param predicted 0 .. classes - 1
   */
  public double precision(int predicted) {
    return (double) count(predicted, predicted) / ofPrediction(predicted);
  }

  /**
   * Share of a class that was found; NaN if there is none of it.
   *
   * @param truth 0 .. classes - 1
   */
  public double recall(int truth) {
    return (double) count(truth, truth) / ofTruth(truth);
  }

  /**
   * Share of a class that was missed: 1 less the recall; NaN if there is none of it.
   *
   * @param truth 0 .. classes - 1
   */
  public double falseNegativeRate(int truth) {
    long all = ofTruth(truth);
    return (double) (all - count(truth, truth)) / all;
  }

  /**
   * Of the accuracy.
   *
   * @param confidence in (0, 1)
   */
  public Interval accuracyInterval(double confidence) {
    return BernoulliSequence.interval(right(), total(), confidence);
  }

  /**
   * Of a precision.
   *
   * @param predicted 0 .. classes - 1
   * @param confidence in (0, 1)
   */
  public Interval precisionInterval(int predicted, double confidence) {
    return BernoulliSequence.interval(
        count(predicted, predicted), ofPrediction(predicted), confidence);
  }

  /**
   * Of a recall; that of the false-negative rate is 1 less its ends.
   *
   * @param truth 0 .. classes - 1
   * @param confidence in (0, 1)
   */
  public Interval recallInterval(int truth, double confidence) {
    return BernoulliSequence.interval(count(truth, truth), ofTruth(truth), confidence);
  }

  /** State in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 9 + counts.length).count(classes);
    for (long count : counts) {
      out.count(count);
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static ConfusionCounts fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    int classes = (int) in.count("classes", 1, MOST_CLASSES);
    in.holds("counts", (long) classes * classes);
    ConfusionCounts read = new ConfusionCounts(classes);
    for (int i = 0; i < read.counts.length; i++) {
      read.counts[i] = in.count("count", 0, 1L << 52);
    }
    in.end();
    return read;
  }
}
