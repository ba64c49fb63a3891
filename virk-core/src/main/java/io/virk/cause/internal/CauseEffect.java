package io.virk.cause.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What a cause does at one severity: how it moves the mean of a window, and the covariance that it
 * adds to that mean, of what each column does by itself and of factors.
 *
 * @param shift [k]
 * @param own [k], variances
 * @param factors each [k]
 */
record CauseEffect(double[] shift, double[] own, List<double[]> factors) {
  static CauseEffect none(int k) {
    return of(new double[k]);
  }

  /** A shift and nothing more. */
  static CauseEffect of(double[] shift) {
    return new CauseEffect(shift, new double[shift.length], List.of());
  }

  /** Both at once, each so large. */
  CauseEffect plus(CauseEffect other, double a, double b) {
    return sum(other, a, b, a * a, b * b);
  }

  /** Between this and another. */
  CauseEffect towards(CauseEffect other, double share) {
    return sum(other, 1 - share, share, 1 - share, share);
  }

  /** So much of it. */
  CauseEffect times(double share) {
    return none(shift.length).plus(this, 0, share);
  }

  private CauseEffect sum(CauseEffect other, double a, double b, double ofA, double ofB) {
    double[] moved = new double[shift.length];
    double[] variance = new double[shift.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = a * shift[i] + b * other.shift[i];
      variance[i] = ofA * own[i] + ofB * other.own[i];
    }
    List<double[]> all = new ArrayList<>();
    factors.forEach(f -> add(f, Math.sqrt(ofA), all));
    other.factors.forEach(f -> add(f, Math.sqrt(ofB), all));
    return new CauseEffect(moved, variance, all);
  }

  /** Adds a factor of a covariance, so large, unless it is nothing. */
  static void add(double[] factor, double by, List<double[]> to) {
    double[] scaled = new double[factor.length];
    boolean any = false;
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] = by * factor[k];
      any |= scaled[k] != 0;
    }
    if (any) {
      to.add(scaled);
    }
  }
}
