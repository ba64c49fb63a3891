package io.virk.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where a live stream has been since it is watched: the mean and the scatter of the numbers of
 * {@link MemoryProbe}. A fixed camera that shows a part of what its baseline shows differs from it
 * for good, a little or by much, and windows that are compared with the baseline will say so again
 * and again. A drift is more: a change since the stream was found to fit. VIRK's thread alone.
 *
 * <p>Counts are windows that are no drift; what a window brings is kept apart until that is known.
 * All that came counts alike, for ever, so that a slow change is not followed. 24 bytes a number.
 */
final class StreamLevel {
  /** Values of a number below which it says nothing. */
  static final int FEWEST = 8;

  private final MemoryProbe.Scale scale;
  private final int[] counts;

  /** Means of the numbers and of their squares, in standard deviations of the baseline. */
  private final float[] means;

  private final float[] squares;

  /** The same of what has come since the last window was judged: counts, and sums. */
  private final int[] newCounts;

  private final float[] newSums;
  private final float[] newSquares;

  /**
   * Knows nothing yet.
   *
   * @param size numbers of an observation
   * @param scale of the baseline
   */
  StreamLevel(int size, MemoryProbe.Scale scale) {
    this.scale = scale;
    counts = new int[size];
    means = new float[size];
    squares = new float[size];
    newCounts = new int[size];
    newSums = new float[size];
    newSquares = new float[size];
  }

  /** Takes the numbers of the next observation; NaN for what it lacks. Not modified, not kept. */
  void accept(double[] numbers) {
    for (int m = 0; m < counts.length; m++) {
      double value = scale.standardised(m, numbers[m]);
      if (!Double.isNaN(value)) {
        newCounts[m]++;
        newSums[m] += (float) value;
        newSquares[m] += (float) (value * value);
      }
    }
  }

  /** What has come since the last window is as the stream usually is. */
  void trust() {
    for (int m = 0; m < counts.length; m++) {
      if (newCounts[m] > 0 && counts[m] < Integer.MAX_VALUE - newCounts[m]) {
        counts[m] += newCounts[m];
        double share = (double) newCounts[m] / counts[m];
        means[m] += (float) (share * (newSums[m] / newCounts[m] - means[m]));
        squares[m] += (float) (share * (newSquares[m] / newCounts[m] - squares[m]));
      }
    }
    distrust();
  }

  /** What has come since the last window is of a drift, and forgotten. */
  void distrust() {
    Arrays.fill(newCounts, 0);
    Arrays.fill(newSums, 0);
    Arrays.fill(newSquares, 0);
  }

  /**
   * By how much a window differs from where the stream has been, in the mean or the scatter of a
   * number.
   *
   * @param m the number
   * @param window its values, in their own unit; NaN where there is none. Not modified.
   * @param worth of windows of so many rows
   * @param spacing observations from one row to the next
   * @return standard errors, of the window and of the level together, &ge; 0; NaN if nothing can be
   *     said
   */
  double change(int m, double[] window, Worth worth, int spacing) {
    double level = means[m];
    double sum = 0;
    double ofSquares = 0;
    int n = 0;
    for (double number : window) {
      double value = scale.standardised(m, number) - level;
      if (!Double.isNaN(value)) {
        sum += value;
        ofSquares += value * value;
        n++;
      }
    }
    if (n < FEWEST || counts[m] < FEWEST) {
      return Double.NaN;
    }
    double error = worth.variance(m, n, spacing) + worth.variance(m, counts[m]);
    double ofMean = Math.abs(sum / n) / Math.sqrt(error);
    double scatter = squares[m] - level * level;
    if (!(scatter > 0)) {
      return ofMean;
    }
    // of n values that are worth as many as their mean says
    double errorOfScatter = scatter * Math.sqrt(scale.surprises()[m] * error);
    return Math.max(ofMean, Math.abs(ofSquares / n - scatter) / errorOfScatter);
  }

  /** Bytes, about. */
  long memory() {
    return 24L * counts.length + 150;
  }

  /** For {@link #restore}. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(24 * counts.length);
    for (int m = 0; m < counts.length; m++) {
      bytes.putInt(counts[m]).putFloat(means[m]).putFloat(squares[m]);
      bytes.putInt(newCounts[m]).putFloat(newSums[m]).putFloat(newSquares[m]);
    }
    return bytes.array();
  }

  /**
   * Goes on from what {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if it is of other numbers, or of no possible ones
   */
  void restore(byte[] kept) {
    if (kept.length != 24 * counts.length) {
      throw new IllegalArgumentException(
          "level of a stream: " + kept.length + " bytes (expected: " + 24 * counts.length + ")");
    }
    ByteBuffer bytes = ByteBuffer.wrap(kept);
    for (int m = 0; m < counts.length; m++) {
      counts[m] = checked(bytes.getInt());
      means[m] = checked(bytes.getFloat());
      squares[m] = checked(bytes.getFloat());
      newCounts[m] = checked(bytes.getInt());
      newSums[m] = checked(bytes.getFloat());
      newSquares[m] = checked(bytes.getFloat());
    }
  }

  private static int checked(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("level of a stream: " + count + " (expected: >= 0)");
    }
    return count;
  }

  private static float checked(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "level of a stream: " + value + " (expected: a finite number)");
    }
    return value;
  }
}
