package io.virk.stats.kernel;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.PackedRows;
import java.util.Objects;

/** One or more bandwidths of a Gaussian kernel, checked, and their gammas = 1 / (2 sigma^2). */
final class Bandwidths {
  /** What single precision can do: squares of lengths and gammas well inside its range. */
  private static final double SMALLEST = 1e-30;

  static final double LARGEST = 1e30;

  private final double[] gammas;
  private final float[] floats;

  private Bandwidths(double[] gammas) {
    this.gammas = gammas;
    this.floats = new float[gammas.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) gammas[i];
    }
  }

  static Bandwidths of(double... sigmas) {
    Objects.requireNonNull(sigmas, "sigmas");
    if (sigmas.length == 0) {
      throw Checks.rejected("sigmas.length", 0, ">= 1");
    }
    double[] gammas = new double[sigmas.length];
    for (int i = 0; i < gammas.length; i++) {
      gammas[i] = GaussianKernel.gamma(sigmas[i]);
    }
    return new Bandwidths(gammas);
  }

  /** In double: not a copy. */
  double[] gammas() {
    return gammas;
  }

  /** In single precision: not a copy. */
  float[] floats() {
    return floats;
  }

  int count() {
    return gammas.length;
  }

  /** Whether single precision has the range for these bandwidths and vectors. */
  boolean fitSinglePrecision(PackedRows rows) {
    for (double gamma : gammas) {
      if (!(gamma >= SMALLEST && gamma <= LARGEST)) {
        return false;
      }
    }
    return rows.maxNorm() <= LARGEST;
  }
}
