package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

/**
 * Means of classes, and the covariance within them.
 *
 * @param means [classes x d] row-major
 * @param covariance [d x d] row-major
 */
record WithinClasses(double[] means, double[] covariance) {
  /** Arguments as of {@link Mahalanobis#fit(double[], int, int, int[], int, CovarianceOptions)}. */
  static WithinClasses fit(
      double[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    double[] means = classMeans(x, n, d, labels, classes);
    double[] scatter = scatter(x, n, d, labels, means);
    double divisor =
        switch (options.divisor()) {
          case N -> n;
          case N_MINUS_1 -> n - 1;
          case N_MINUS_CLASSES -> n - classes;
        };
    if (!(divisor > 0)) {
      throw rejected("n", n, "more vectors for divisor " + options.divisor());
    }
    for (int i = 0; i < scatter.length; i++) {
      scatter[i] /= divisor;
    }
    if (options.shrinkage() == CovarianceOptions.Shrinkage.OAS) {
      shrink(scatter, d, n);
    }
    for (int k = 0; k < d; k++) {
      scatter[k * d + k] += options.ridge();
    }
    return new WithinClasses(means, scatter);
  }

  private static double[] classMeans(double[] x, int n, int d, int[] labels, int classes) {
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
  private static double[] scatter(double[] x, int n, int d, int[] labels, double[] means) {
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

  /** S := (1 - rho) S + rho (trace / d) I. */
  private static void shrink(double[] s, int d, int n) {
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
