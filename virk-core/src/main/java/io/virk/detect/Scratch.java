package io.virk.detect;

import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdWindow;

/**
 * Memory that the scorers of one thread share, of all detectors and slices, so that a window
 * allocates next to nothing once one like it was compared. Holds what the largest window needs:
 * with embeddings two copies of it, and up to 1 MB for its kernels. Not thread-safe.
 */
public final class Scratch {
  /** Of kernels, at most. */
  private static final long KERNEL_BYTES = 1 << 20;

  private double[] values = {};
  private int[] classes = {};
  private float[] embeddings = {};
  private final double[][] vectors = new double[2][0];
  private MmdWindow kernels;

  /** Holds nothing yet. */
  public Scratch() {}

  /**
   * What it holds by now.
   *
   * @return bytes, about
   */
  public long memory() {
    long bytes = 8L * values.length + 4L * classes.length + 4L * embeddings.length;
    for (double[] vector : vectors) {
      bytes += 8L * vector.length;
    }
    return bytes + (kernels == null ? 0 : KERNEL_BYTES);
  }

  /**
   * The values of a signal in the order of the rows that have one.
   *
   * @param window its rows. Not modified.
   * @param signal of its schema
   * @return good until the next call; may be modified
   */
  public double[] values(SignalTable window, ScalarSignal signal) {
    int n = window.count(signal);
    values = values.length == n ? values : new double[n];
    window.scalar(signal, values);
    return values;
  }

  /**
   * The categories of the rows that have one.
   *
   * @param window its rows. Not modified.
   * @param signal of its schema
   * @return good until the next call; may be modified
   */
  public int[] categories(SignalTable window, CategoricalSignal signal) {
    int n = window.count(signal);
    classes = classes.length == n ? classes : new int[n];
    window.categories(signal, classes);
    return classes;
  }

  /**
   * The vectors of the rows that have one.
   *
   * @param window a column of a window. Not modified.
   * @return [n x d] row-major; may be the column's own, good until the next call. Not to be
   *     modified.
   */
  public float[] vectors(VectorColumn window) {
    if (window.isPacked()) {
      return window.packed();
    }
    float[] packed = ofLength(window.count() * window.dimension());
    window.values(packed);
    return packed;
  }

  /** The same, with every number cut to a range. */
  float[] clipped(float[] vectors, float most) {
    float largest = 0;
    for (float v : vectors) {
      largest = Math.max(largest, Math.abs(v));
    }
    if (largest <= most) {
      return vectors;
    }
    float[] clipped = vectors == embeddings ? vectors : ofLength(vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      clipped[i] = Math.max(-most, Math.min(most, vectors[i]));
    }
    return clipped;
  }

  private float[] ofLength(int n) {
    embeddings = embeddings.length == n ? embeddings : new float[n];
    return embeddings;
  }

  /**
   * One of two vectors; good until the same one is asked for.
   *
   * @param which 0 .. 2
   * @param d its length
   */
  double[] vector(int which, int d) {
    vectors[which] = vectors[which].length == d ? vectors[which] : new double[d];
    return vectors[which];
  }

  /** What evaluates windows of so many rows against a baseline; good until the next call. */
  MmdWindow kernels(MmdBaseline baseline, int rows) {
    kernels =
        kernels == null || kernels.capacity() < rows
            ? new MmdWindow(baseline, rows)
            : kernels.against(baseline);
    return kernels;
  }
}
