package io.virk.stats.performance;

import io.virk.stats.Moments;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * How much more often an input comes live than it did among labelled ones, from a probabilistic
 * classifier that tells the two apart: p / (1 - p) times the ratio of their numbers, with p of
 * ridge-penalised logistic regression on the features and their squares (standardised on both
 * together), by Newton's method. For a quadratic log ratio, that of two normal distributions, it is
 * right; take a few features (scores, projections of an embedding), not all.
 *
 * <p>Weights are cut at {@value #MOST} and divided by their mean. {@link #effectiveShare} says how
 * much of the labelled sample is left: below about 0.05 the live inputs are hardly among the
 * labelled ones, and nothing that is weighted so can be relied on.
 *
 * <p>Cost of a fit: about 10 passes over both samples, of (2 d)^2 each.
 *
 * <p>Source: S. Bickel, M. Brueckner and T. Scheffer, <i>Discriminative learning under covariate
 * shift</i>, J. Mach. Learn. Res. 10 (2009); as in arXiv:2401.08348.
 */
public final class DensityRatio {
  private static final double MOST = 50;
  private static final int STEPS = 30;
  private static final double RIDGE = 1e-3;

  private final int d;
  private final double[] means;
  private final double[] deviations;
  private final double[] coefficients;
  private final double odds;

  private DensityRatio(
      int d, double[] means, double[] deviations, double[] coefficients, double odds) {
    this.d = d;
    this.means = means;
    this.deviations = deviations;
    this.coefficients = coefficients;
    this.odds = odds;
  }

  /**
   * Fits to two samples.
   *
   * @param labelled [n x d] row-major, finite. Not modified.
   * @param live [m x d] row-major, finite. Not modified.
   * @param d number of features, 1 to 200
   */
  public static DensityRatio fit(double[] labelled, double[] live, int d) {
    if (d < 1 || d > 200) {
      throw Checks.rejected("d", d, "1 to 200");
    }
    Checks.matrix(labelled, labelled.length / d, d, "labelled");
    Checks.matrix(live, live.length / d, d, "live");
    int n = labelled.length / d;
    int m = live.length / d;
    double[] means = new double[d];
    double[] deviations = new double[d];
    for (int j = 0; j < d; j++) {
      Moments column = new Moments();
      for (int i = 0; i < n; i++) {
        column.accept(labelled[i * d + j]);
      }
      for (int i = 0; i < m; i++) {
        column.accept(live[i * d + j]);
      }
      means[j] = column.mean();
      double deviation = Math.sqrt(column.populationVariance());
      deviations[j] = deviation > 0 ? deviation : 1;
    }
    DensityRatio start =
        new DensityRatio(d, means, deviations, new double[2 * d + 1], (double) n / m);
    start.solve(labelled, n, live, m);
    return start;
  }

  private void solve(double[] labelled, int n, double[] live, int m) {
    int size = coefficients.length;
    double[] x = new double[size];
    double[] gradient = new double[size];
    DMatrixRMaj step = new DMatrixRMaj(size, 1);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
    coefficients[0] = Math.log((double) m / n);
    for (int round = 0; round < STEPS; round++) {
      DMatrixRMaj hessian = new DMatrixRMaj(size, size);
      double before = 0;
      Arrays.fill(gradient, 0);
      for (int i = 0; i < n + m; i++) {
        boolean isLive = i >= n;
        features(isLive ? live : labelled, isLive ? i - n : i, x);
        double p = 1 / (1 + Math.exp(-dot(x)));
        double residual = (isLive ? 1 : 0) - p;
        double weight = Math.max(1e-10, p * (1 - p));
        for (int a = 0; a < size; a++) {
          gradient[a] += residual * x[a];
          double wx = weight * x[a];
          for (int b = 0; b <= a; b++) {
            hessian.data[a * size + b] += wx * x[b];
          }
        }
      }
      for (int a = 0; a < size; a++) {
        double ridge = a == 0 ? 1e-9 : RIDGE * (n + m);
        gradient[a] -= ridge * coefficients[a];
        hessian.data[a * size + a] += ridge;
        for (int b = 0; b < a; b++) {
          hessian.data[b * size + a] = hessian.data[a * size + b];
        }
      }
      if (!solver.setA(hessian)) {
        return;
      }
      solver.solve(new DMatrixRMaj(size, 1, true, gradient.clone()), step);
      for (int a = 0; a < size; a++) {
        // never far in one step: beyond that the quadratic model is not the likelihood
        double bounded = Math.max(-2, Math.min(2, step.data[a]));
        coefficients[a] += bounded;
        before = Math.max(before, Math.abs(bounded));
      }
      if (before < 1e-8) {
        return;
      }
    }
  }

  private void features(double[] rows, int row, double[] into) {
    into[0] = 1;
    for (int j = 0; j < d; j++) {
      double z = Math.max(-5, Math.min(5, (rows[row * d + j] - means[j]) / deviations[j]));
      into[1 + j] = z;
      into[1 + d + j] = z * z - 1;
    }
  }

  private double dot(double[] x) {
    double sum = 0;
    for (int a = 0; a < x.length; a++) {
      sum += x[a] * coefficients[a];
    }
    return sum;
  }

  /**
   * How much more often each row comes live, cut and of mean 1.
   *
   * @param rows [n x d] row-major, finite: the labelled ones. Not modified.
   * @return n weights, 0 or more
   */
  public double[] weights(double[] rows) {
    Checks.matrix(rows, rows.length / d, d, "rows");
    int n = rows.length / d;
    double[] x = new double[coefficients.length];
    double[] weights = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      features(rows, i, x);
      weights[i] = Math.min(MOST, Math.exp(dot(x)) * odds);
      sum += weights[i];
    }
    for (int i = 0; i < n; i++) {
      weights[i] = sum > 0 ? weights[i] * n / sum : 1;
    }
    return weights;
  }

  /**
   * Share of a weighted sample that counts, (sum w)^2 / (n sum w^2).
   *
   * @param weights 0 or more, not all 0. Not modified.
   * @return above 0, at most 1
   */
  public static double effectiveShare(double[] weights) {
    Checks.nonEmpty(weights, "weights");
    double sum = 0;
    double squares = 0;
    for (double weight : weights) {
      sum += Checks.nonNegative(weight, "weight");
      squares += weight * weight;
    }
    Checks.positive(sum, "sum of weights");
    return Math.min(1, sum * sum / squares / weights.length);
  }
}
