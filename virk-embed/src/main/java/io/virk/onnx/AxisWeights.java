package io.virk.onnx;

import java.util.Arrays;

/**
 * The weights of a bilinear, antialiased resize along one axis: output i is the sum over k &lt;
 * {@code taps} of {@code weight(i, k)} x source {@code start(i) + k}. The weights of an output sum
 * to 1, and some may be 0; starts never decrease with i.
 */
final class AxisWeights {
  private final int count;
  private final int taps; // of every output
  private final int[] starts;
  private final float[][] weights; // [tap][output]

  private AxisWeights(int taps, int[] starts, float[][] weights) {
    this.count = starts.length;
    this.taps = taps;
    this.starts = starts;
    this.weights = weights;
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

  float weight(int output, int tap) {
    return weights[tap][output];
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
    // tap by tap: as a sum per output, every addition would wait for the one before
    Arrays.fill(output, 0);
    int first = firstSource();
    for (int k = 0; k < taps; k++) {
      float[] weight = weights[k];
      int shift = k - first;
      for (int i = 0; i < output.length; i++) {
        output[i] += weight[i] * row[starts[i] + shift];
      }
    }
  }
}
