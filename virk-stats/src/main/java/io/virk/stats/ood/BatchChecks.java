package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.ProductKernels;
import java.util.Objects;

/** The arguments that every batch form takes. */
final class BatchChecks {
  private static final ProductKernels KERNELS = ProductKernels.inUse();

  private BatchChecks() {}

  static void batch(float[] x, int n, int d, double[] scores, Workspace workspace) {
    Objects.requireNonNull(scores, "scores");
    Objects.requireNonNull(workspace, "workspace");
    rows(x, n, d, "x");
    if (scores.length < n) {
      throw rejected("scores.length", scores.length, "at least n " + n);
    }
  }

  /** As {@link Checks#matrix(float[], int, int, String)}, at the speed of memory. */
  static void rows(float[] x, int n, int d, String name) {
    Objects.requireNonNull(x, name);
    Checks.atLeast(n, 1, "rows of " + name);
    if ((long) n * d != x.length || !KERNELS.allFinite(x, 0, x.length)) {
      Checks.matrix(x, n, d, name);
    }
  }

  static void labels(int[] labels, int n, int classes) {
    Objects.requireNonNull(labels, "labels");
    Checks.atLeast(classes, 1, "classes");
    if (labels.length != n) {
      throw rejected("labels.length", labels.length, "n " + n);
    }
    for (int i = 0; i < n; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw rejected("labels[" + i + "]", labels[i], "0 to " + (classes - 1));
      }
    }
  }

  static double[] widen(float[] x, int n, int d, String name) {
    rows(x, n, d, name);
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    return wide;
  }
}
