package io.virk.stats.performance;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * How often each class comes live, without labels. Both ways assume label shift: classes come more
 * or less often, and each looks as it did. Neither sees a class that the labelled observations did
 * not have.
 */
public final class LabelShift {
  private static final int ROUNDS = 1000;
  private static final double CLOSE = 1e-10;
  private static final double RIDGE = 1e-6;

  private LabelShift() {}

  /**
   * From predictions alone: the shares q of classes that explain the shares of predictions best, C
   * q = predicted, with C the confusion by column of truth, in the least-squares sense with a ridge
   * of 1e-6 towards the labelled shares; what is below 0 becomes 0, and they sum to 1.
   *
   * <p>Cost: classes^3.
   *
   * <p>Source: Z. C. Lipton, Y.-X. Wang and A. J. Smola, <i>Detecting and correcting for label
   * shift with black box predictors</i>, ICML (2018), arXiv:1802.03916 (BBSE).
   *
   * @param labelled counts of labelled observations that the model was not trained on; unchanged
   * @param predicted live predictions of each class, 0 or more, not all 0. Not modified.
   * @return the share of each class live; those of the labelled observations for a class that they
   *     did not have are 0
   */
  public static double[] fromPredictions(ConfusionCounts labelled, long[] predicted) {
    int k = Objects.requireNonNull(labelled, "labelled").classes();
    Checks.sameLength(predicted.length, k, "predicted", "classes");
    long live = 0;
    for (int c = 0; c < k; c++) {
      if (predicted[c] < 0) {
        throw Checks.rejected("predicted[" + c + "]", predicted[c], ">= 0");
      }
      live += predicted[c];
    }
    long n = labelled.total();
    if (n == 0 || live == 0) {
      throw Checks.rejected("observations", n + " labelled, " + live + " live", ">= 1 of each");
    }
    // unknown: by how much each share is larger than it was
    DMatrixRMaj joint = new DMatrixRMaj(k, k);
    DMatrixRMaj target = new DMatrixRMaj(k, 1);
    for (int p = 0; p < k; p++) {
      for (int t = 0; t < k; t++) {
        joint.set(p, t, (double) labelled.count(t, p) / n);
      }
      target.set(p, 0, (double) predicted[p] / live - (double) labelled.ofPrediction(p) / n);
    }
    DMatrixRMaj square = new DMatrixRMaj(k, k);
    DMatrixRMaj right = new DMatrixRMaj(k, 1);
    CommonOps_DDRM.multTransA(joint, joint, square);
    CommonOps_DDRM.multTransA(joint, target, right);
    for (int c = 0; c < k; c++) {
      square.add(c, c, RIDGE);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(k);
    DMatrixRMaj change = new DMatrixRMaj(k, 1);
    if (solver.setA(square)) {
      solver.solve(right, change);
    }
    double[] shares = new double[k];
    for (int c = 0; c < k; c++) {
      shares[c] = Math.max(0, (1 + change.get(c, 0)) * labelled.ofTruth(c) / n);
    }
    return normalised(shares);
  }

  /**
   * From probabilities: the shares of greatest likelihood, by expectation and maximisation. Better
   * than {@link #fromPredictions} where the probabilities are calibrated, worse where not.
   *
   * <p>Cost: rows x classes for each of up to 1,000 rounds.
   *
   * <p>Source: M. Saerens, P. Latinne and C. Decaestecker, <i>Adjusting the outputs of a classifier
   * to new a priori probabilities</i>, Neural Comput. 14 (2002), doi:10.1162/089976602753284446; A.
   * Alexandari, A. Kundaje and A. Shrikumar, ICML (2020), arXiv:1901.06852 (there with
   * calibration).
   *
   * @param probabilities [rows x classes] row-major, 0 to 1, of each row not all 0. Not modified.
   * @param labelledShares of the classes where the probabilities were calibrated, 0 or more, not
   *     all 0. Not modified.
   * @return the share of each class live
   */
  public static double[] fromProbabilities(double[] probabilities, double[] labelledShares) {
    Checks.nonEmpty(labelledShares, "labelledShares");
    int k = labelledShares.length;
    for (double share : labelledShares) {
      Checks.nonNegative(share, "share");
    }
    int rows = Objects.requireNonNull(probabilities, "probabilities").length / k;
    Checks.matrix(probabilities, rows, k, "probabilities");
    for (int i = 0; i < probabilities.length; i++) {
      Reliability.probability(probabilities[i], "probabilities[" + i + "]");
    }
    double[] before = normalised(labelledShares.clone());
    double[] shares = before.clone();
    double[] sums = new double[k];
    double[] row = new double[k];
    for (int round = 0; round < ROUNDS; round++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < rows; i++) {
        double all = 0;
        for (int c = 0; c < k; c++) {
          row[c] = before[c] > 0 ? probabilities[i * k + c] * shares[c] / before[c] : 0;
          all += row[c];
        }
        for (int c = 0; c < k && all > 0; c++) {
          sums[c] += row[c] / all;
        }
      }
      double[] next = normalised(sums.clone());
      double moved = 0;
      for (int c = 0; c < k; c++) {
        moved = Math.max(moved, Math.abs(next[c] - shares[c]));
      }
      shares = next;
      if (moved < CLOSE) {
        break;
      }
    }
    return shares;
  }

  private static double[] normalised(double[] shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    Checks.positive(sum, "sum of shares");
    for (int c = 0; c < shares.length; c++) {
      shares[c] /= sum;
    }
    return shares;
  }
}
