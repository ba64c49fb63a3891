package io.virk.bench.quality.kerneltest;

import java.util.Arrays;

/**
 * One reference, and the discrepancy of windows from it under twenty kernels: ten Gaussian ones,
 * exp(-|x - y|^2 / (2 s^2)), and ten Laplace ones, exp(-sqrt(2) |x - y|_1 / s). The bandwidths s
 * are spread evenly from half of the 5 % quantile of the reference's distances (Euclidean for the
 * one, L1 for the other) to twice the 95 % quantile, as Biggs, Schrab and Gretton do (arXiv
 * 2306.08777, section 5), of the reference alone, so that its kernels are computed once.
 *
 * <p>Cost of a window: m (n + m) d for distances, m (n + m) exponentials a kernel. Thread-safe.
 */
public final class KernelBank {
  /** Of each family. */
  public static final int BANDWIDTHS = 10;

  /** Of both families. */
  public static final int KERNELS = 2 * BANDWIDTHS;

  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  private final float[] transposed;
  private final int n;
  private final int d;
  private final double[] bandwidths = new double[KERNELS];

  /** Of each kernel, sums over pairs of distinct rows of the reference. */
  private final double[] sums = new double[KERNELS];

  private final double[] squares = new double[KERNELS];

  /**
   * What is known of a window.
   *
   * @param unbiased squared discrepancy by kernel, unbiased form
   * @param meanSquare of each kernel over pairs of distinct rows of reference and window together
   */
  public record Discrepancies(double[] unbiased, double[] meanSquare) {}

  /**
   * Computes the reference's part.
   *
   * @param x [n x d] row-major. Not modified.
   * @param n rows, &ge; 2
   * @param d length of a row
   */
  public KernelBank(float[] x, int n, int d) {
    this.n = n;
    this.d = d;
    this.transposed = transposed(x, n, d);
    float[][] manhattan = new float[n][n];
    float[][] squared = new float[n][n];
    for (int i = 0; i < n; i++) {
      distances(x, i * d, transposed, n, d, manhattan[i], squared[i]);
    }
    double[] quantilesL1 = quantiles(manhattan, false);
    double[] quantilesL2 = quantiles(squared, true);
    for (int b = 0; b < BANDWIDTHS; b++) {
      double share = b / (BANDWIDTHS - 1.0);
      bandwidths[b] = quantilesL2[0] / 2 + share * (2 * quantilesL2[1] - quantilesL2[0] / 2);
      bandwidths[BANDWIDTHS + b] =
          quantilesL1[0] / 2 + share * (2 * quantilesL1[1] - quantilesL1[0] / 2);
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < KERNELS; k++) {
        for (int j = 0; j < n; j++) {
          if (i != j) {
            double value = kernel(k, manhattan[i][j], squared[i][j]);
            sums[k] += value;
            squares[k] += value * value;
          }
        }
      }
    }
  }

  private static float[] transposed(float[] x, int n, int d) {
    float[] turned = new float[n * d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        turned[k * n + i] = x[i * d + k];
      }
    }
    return turned;
  }

  /** L1 and squared Euclidean distances of one row from all of the others. */
  private static void distances(
      float[] rows, int at, float[] others, int n, int d, float[] manhattan, float[] squared) {
    Arrays.fill(manhattan, 0, n, 0);
    Arrays.fill(squared, 0, n, 0);
    for (int k = 0; k < d; k++) {
      float value = rows[at + k];
      int from = k * n;
      for (int j = 0; j < n; j++) {
        float difference = others[from + j] - value;
        manhattan[j] += Math.abs(difference);
        squared[j] += difference * difference;
      }
    }
  }

  private double[] quantiles(float[][] distances, boolean root) {
    double[] all = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        all[at++] = root ? Math.sqrt(distances[i][j]) : distances[i][j];
      }
    }
    Arrays.sort(all);
    return new double[] {all[(int) (LOW * (all.length - 1))], all[(int) (HIGH * (all.length - 1))]};
  }

  private double kernel(int k, float manhattan, float squared) {
    double s = bandwidths[k];
    return k < BANDWIDTHS
        ? Math.exp(-squared / (2 * s * s))
        : Math.exp(-Math.sqrt(2) * manhattan / s);
  }

  /** The bandwidths: Gaussian, then Laplace. */
  public double[] bandwidths() {
    return bandwidths.clone();
  }

  /** Rows of the reference. */
  public int size() {
    return n;
  }

  /**
   * Compares a window.
   *
   * @param y [m x d] row-major. Not modified.
   * @param m rows, &ge; 2
   */
  public Discrepancies of(float[] y, int m) {
    float[] manhattan = new float[Math.max(n, m)];
    float[] squared = new float[Math.max(n, m)];
    float[] own = transposed(y, m, d);
    double[] across = new double[KERNELS];
    double[] within = new double[KERNELS];
    double[] square = squares.clone();
    for (int i = 0; i < m; i++) {
      distances(y, i * d, transposed, n, d, manhattan, squared);
      for (int k = 0; k < KERNELS; k++) {
        for (int j = 0; j < n; j++) {
          double value = kernel(k, manhattan[j], squared[j]);
          across[k] += value;
          square[k] += 2 * value * value;
        }
      }
      distances(y, i * d, own, m, d, manhattan, squared);
      for (int k = 0; k < KERNELS; k++) {
        for (int j = 0; j < i; j++) {
          double value = kernel(k, manhattan[j], squared[j]);
          within[k] += 2 * value;
          square[k] += 2 * value * value;
        }
      }
    }
    double all = (double) (n + m) * (n + m - 1);
    double[] unbiased = new double[KERNELS];
    for (int k = 0; k < KERNELS; k++) {
      unbiased[k] =
          sums[k] / ((double) n * (n - 1))
              + within[k] / ((double) m * (m - 1))
              - 2 * across[k] / ((double) n * m);
      square[k] /= all;
    }
    return new Discrepancies(unbiased, square);
  }
}
