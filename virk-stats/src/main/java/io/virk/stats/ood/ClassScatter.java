package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

/** The scatter of vectors about the means of their classes, and its shrinkage. */
final class ClassScatter {
  private ClassScatter() {}

  /** The mean of each class, [classes x d]; rejects a class without vectors. */
  static double[] means(double[] x, int n, int d, int[] labels, int classes) {
    int[] sizes = new int[classes];
    for (int i = 0; i < n; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw rejected("labels[" + i + "]", labels[i], "0 to " + (classes - 1));
      }
      sizes[labels[i]]++;
    }
    double[] means = new double[classes * d];
    for (int i = 0; i < n; i++) {
      int mean = labels[i] * d;
      for (int k = 0; k < d; k++) {
        means[mean + k] += x[i * d + k];
      }
    }
    for (int c = 0; c < classes; c++) {
      if (sizes[c] == 0) {
        throw rejected("vectors of class " + c, 0, ">= 1");
      }
      for (int k = 0; k < d; k++) {
        means[c * d + k] /= sizes[c];
      }
    }
    return means;
  }

  /** Sum of (x - mu)(x - mu)' over all vectors, symmetric. */
  static double[] of(double[] x, int n, int d, int[] labels, double[] means) {
    double[] scatter = new double[Math.multiplyExact(d, d)];
    double[] difference = new double[d];
    double[] row = new double[d];
    for (int i = 0; i < n; i++) {
      int mean = labels[i] * d;
      for (int k = 0; k < d; k++) {
        difference[k] = x[i * d + k] - means[mean + k];
      }
      for (int k = 0; k < d; k++) {
        double factor = difference[k];
        System.arraycopy(scatter, k * d, row, 0, k + 1);
        for (int l = 0; l <= k; l++) {
          row[l] += factor * difference[l];
        }
        System.arraycopy(row, 0, scatter, k * d, k + 1);
      }
    }
    for (int k = 0; k < d; k++) {
      for (int l = 0; l < k; l++) {
        scatter[l * d + k] = scatter[k * d + l];
      }
    }
    return scatter;
  }

  /**
   * S := (1 - rho) S + rho (trace / d) I, rho that of {@link io.virk.stats.Covariance#oas}: there
   * of sums over a stream, here of a scatter about the means of classes, which no stream has.
   */
  static void shrink(double[] s, int d, int n) {
    double trace = 0;
    for (int k = 0; k < d; k++) {
      trace += s[k * d + k];
    }
    double squares = 0;
    for (double element : s) {
      squares += element * element;
    }
    double numerator = (1 - 2.0 / d) * squares + trace * trace;
    double denominator = (n + 1 - 2.0 / d) * (squares - trace * trace / d);
    double rho = denominator > 0 ? Math.min(1, numerator / denominator) : 1;
    for (int i = 0; i < s.length; i++) {
      s[i] *= 1 - rho;
    }
    for (int k = 0; k < d; k++) {
      s[k * d + k] += rho * trace / d;
    }
  }
}
