package io.virk.engine;

import io.virk.signal.FeatureMean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The sums of the random features of a window's observations, in the place of their embeddings: one
 * sum for each step of the window, for what has left a window cannot be subtracted without its
 * features. A step that begins takes the place of the same step of the window before, so that at
 * the end of each step the sums together are those of the last full window. A window that lasts
 * longer than it has rows, for it holds a sample, has one sum of all observations that it saw: the
 * mean of more observations than the sample's varies less, so it alarms no more often.
 *
 * <p>Memory: 4 bytes a feature, for each step. VIRK's thread alone.
 */
public final class FeatureSums implements Supplier<FeatureMean> {
  /** Observations of a step that count: of so many a further one would be lost in rounding. */
  private static final int MOST = 1 << 20;

  private final int stride;
  private final float[][] sums;
  private final int[] counts;

  /**
   * Of nothing yet.
   *
   * @param observations of a full window
   * @param stride of a step, 1 .. observations
   * @param features numbers of an observation
   */
  public FeatureSums(int observations, int stride, int features) {
    int steps = (observations + stride - 1) / stride;
    this.stride = stride;
    this.sums = new float[steps][features];
    this.counts = new int[steps];
  }

  /**
   * Takes one observation.
   *
   * @param row of the window that it is, or that it comes after and resembles
   * @param isRow whether it is a row itself
   * @param features its features; null if it has no embedding. Not modified, not kept.
   */
  public void accept(long row, boolean isRow, float[] features) {
    int step = (int) Math.min(row / stride, sums.length - 1);
    if (isRow && row == (long) step * stride) {
      clear(step);
    }
    if (features == null || counts[step] == MOST) {
      return;
    }
    float[] sum = sums[step];
    for (int k = 0; k < sum.length; k++) {
      sum[k] += features[k];
    }
    counts[step]++;
  }

  private void clear(int step) {
    Arrays.fill(sums[step], 0);
    counts[step] = 0;
  }

  /**
   * Every second row is left out: two steps become one, of the same number of rows. What is left of
   * the window before is forgotten.
   *
   * @param rows of the window so far, &gt; 0
   */
  void thin(int rows) {
    for (int step = (rows - 1) / stride + 1; step < sums.length; step++) {
      clear(step);
    }
    for (int step = 1; step < sums.length; step++) {
      int to = step / 2;
      for (int k = 0; k < sums[step].length; k++) {
        sums[to][k] += sums[step][k];
      }
      counts[to] = Math.min(MOST, counts[to] + counts[step]);
      clear(step);
    }
  }

  /** Back to nothing. */
  public void clear() {
    for (int step = 0; step < sums.length; step++) {
      clear(step);
    }
  }

  /** The mean of all that the sums hold. */
  @Override
  public FeatureMean get() {
    double[] mean = new double[sums[0].length];
    for (float[] sum : sums) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += sum[k];
      }
    }
    int n = Arrays.stream(counts).sum();
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= n;
    }
    return new FeatureMean(mean, n);
  }

  /** Bytes, about. */
  long memory() {
    return sums.length * (20L + 16 + 4L * sums[0].length);
  }

  /** For {@link #restore}. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(length());
    for (int step = 0; step < sums.length; step++) {
      bytes.putInt(counts[step]);
      for (float value : sums[step]) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  private int length() {
    return 4 * sums.length * (1 + sums[0].length);
  }

  /**
   * Goes on from what {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if it is of other sums, or of no possible features
   */
  public void restore(byte[] kept) {
    if (kept.length != length()) {
      throw new IllegalArgumentException(
          "sums of features: " + kept.length + " bytes (expected: " + length() + ")");
    }
    ByteBuffer bytes = ByteBuffer.wrap(kept);
    for (int step = 0; step < sums.length; step++) {
      int count = bytes.getInt();
      if (count < 0 || count > MOST) {
        throw new IllegalArgumentException(
            "sums of features: of " + count + " (expected: 0 .. " + MOST + ")");
      }
      counts[step] = count;
      for (int k = 0; k < sums[step].length; k++) {
        float sum = bytes.getFloat();
        if (!(Math.abs(sum) <= count)) {
          throw new IllegalArgumentException(
              "sums of features: " + sum + " (expected: <= " + count + ", that of each is <= 1)");
        }
        sums[step][k] = sum;
      }
    }
  }
}
