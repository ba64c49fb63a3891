package io.virk.onnx;

import java.util.Arrays;

/**
 * The weights of a bilinear, antialiased resize along one axis: output i is the sum over k &lt;
 * {@code taps} of {@code weight(i, k)} x source {@code start(i) + k}. The weights of an output sum
 * to 1, and some may be 0; starts never decrease with i.
 */
final class AxisWeights {
  /** Weights in whole numbers are times this: 255 of it fit an int. */
  static final int WHOLE = 1 << 23;

  private final int count;
  private final int taps; // of every output
  private final int[] starts;
  private final float[][] weights; // [tap][output]
  private final float[] byOutput; // [output x taps + tap]

  private AxisWeights(int taps, int[] starts, float[][] weights) {
    this.count = starts.length;
    this.taps = taps;
    this.starts = starts;
    this.weights = weights;
    this.byOutput = new float[taps * count];
    for (int i = 0; i < byOutput.length; i++) {
      byOutput[i] = weights[i % taps][i / taps];
    }
  }

  /**
   * Computes the weights of a window of the resized axis.
   *
   * @param source length of the axis before
   * @param resized length of the whole axis after
   * @param from first output of the window
   * @param count outputs of the window
   */
  static AxisWeights of(int source, int resized, int from, int count) {
    double scale = (double) source / resized;
    double radius = Math.max(scale, 1); // of the triangle, in source pixels
    int[] starts = new int[count];
    int taps = 1;
    for (int i = 0; i < count; i++) {
      double centre = (from + i + 0.5) * scale;
      // the pixels whose centres lie strictly within the triangle, or at least the nearest one
      starts[i] = Math.max(0, (int) Math.floor(centre - radius - 0.5) + 1);
      int end = Math.min(source, (int) Math.ceil(centre + radius - 0.5));
      taps = Math.max(taps, end - starts[i]);
    }
    float[][] weights = new float[taps][count];
    double[] row = new double[taps];
    for (int i = 0; i < count; i++) {
      double centre = (from + i + 0.5) * scale;
      starts[i] = Math.min(starts[i], source - taps);
      for (int k = 0; k < taps; k++) {
        row[k] = Math.max(0, 1 - Math.abs(starts[i] + k + 0.5 - centre) / radius);
      }
      double sum = Arrays.stream(row).sum();
      for (int k = 0; k < taps; k++) {
        weights[k][i] = (float) (row[k] / sum);
      }
    }
    return new AxisWeights(taps, starts, weights);
  }

  int count() {
    return count;
  }

  int start(int output) {
    return starts[output];
  }

  int end(int output) {
    return starts[output] + taps;
  }

  /** The weights times {@link #WHOLE}, [tap][output]; those of an output sum to it exactly. */
  int[][] whole() {
    int[][] whole = new int[taps][count];
    for (int i = 0; i < count; i++) {
      int rest = WHOLE;
      int heaviest = 0;
      for (int k = 0; k < taps; k++) {
        whole[k][i] = Math.round(weights[k][i] * WHOLE);
        rest -= whole[k][i];
        heaviest = weights[k][i] > weights[heaviest][i] ? k : heaviest;
      }
      whole[heaviest][i] += rest;
    }
    return whole;
  }

  /** The first source pixel that any output needs. */
  int firstSource() {
    return starts[0];
  }

  /** One past the last source pixel that any output needs. */
  int endSource() {
    return end(count - 1);
  }

  /** The greatest number of outputs that need the same source pixel. */
  int overlap() {
    int most = 1;
    int open = 0;
    for (int i = 0; i < count; i++) {
      while (end(open) <= start(i)) {
        open++;
      }
      most = Math.max(most, i - open + 1);
    }
    return most;
  }

  /**
   * Resizes one row.
   *
   * @param row the source from {@link #firstSource()} on. Not modified.
   * @param output {@link #count()} values. Modified.
   */
  void apply(float[] row, float[] output) {
    int first = firstSource();
    for (int i = 0; i < output.length; i++) {
      int at = i * taps;
      int from = starts[i] - first;
      float even = 0;
      float odd = 0;
      int k = 0;
      for (; k < taps - 1; k += 2) { // two sums, so that no addition waits for the one before
        even += byOutput[at + k] * row[from + k];
        odd += byOutput[at + k + 1] * row[from + k + 1];
      }
      output[i] = even + odd + (k < taps ? byOutput[at + k] * row[from + k] : 0);
    }
  }

  /** Resizes three rows: the weights are read once, and three sums are under way. */
  void apply(
      float[] row1, float[] row2, float[] row3, float[] output1, float[] output2, float[] output3) {
    int first = firstSource();
    for (int i = 0; i < output1.length; i++) {
      int at = i * taps;
      int from = starts[i] - first;
      float sum1 = 0;
      float sum2 = 0;
      float sum3 = 0;
      for (int k = 0; k < taps; k++) {
        float weight = byOutput[at + k];
        sum1 += weight * row1[from + k];
        sum2 += weight * row2[from + k];
        sum3 += weight * row3[from + k];
      }
      output1[i] = sum1;
      output2[i] = sum2;
      output3[i] = sum3;
    }
  }
}
