package io.virk.diagnose;

import io.virk.baseline.CauseSignature;
import io.virk.baseline.content.Reference;
import io.virk.image.Corruption;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Compares the change of a window's mean image signals with the signatures of known causes,
 * measured on the same camera's baseline images.
 *
 * <p>The observed change is taken as normal around the signature of a cause at some severity. Its
 * covariance is that of a difference of two means, (1 / window + 1 / baseline) x the baseline's
 * covariance x the autocorrelation time, plus an error of the signature itself: a fifth of every
 * component and a twentieth of a standard deviation. Signatures are interpolated between the
 * measured severities. An unknown cause is a normal change of any direction, twice the baseline's
 * spread.
 */
final class FingerprintMatcher {
  private static final int SIGNALS = ScalarSignal.OF_IMAGE.size();
  private static final double STEP = 0.5;
  private static final double RELATIVE_ERROR = 0.2;
  private static final double FLOOR = 0.05;
  private static final double UNKNOWN_SPREAD = 2;
  private static final int MINIMUM_ROWS = 4;

  private final double[] mean = new double[SIGNALS];
  private final double[] deviation = new double[SIGNALS];
  private final double[][] covariance = new double[SIGNALS][SIGNALS];
  private final double[] change = new double[SIGNALS];
  private final double meanError;

  private FingerprintMatcher(Reference reference, SignalTable window) {
    double[][] base = complete(reference.rows());
    double[][] rows = complete(window);
    double longest = 1;
    for (int s = 0; s < SIGNALS; s++) {
      longest = Math.max(longest, reference.autocorrelationTime(ScalarSignal.OF_IMAGE.get(s)));
      for (double[] row : base) {
        mean[s] += row[s] / base.length;
      }
      for (double[] row : rows) {
        change[s] += row[s] / rows.length;
      }
      change[s] -= mean[s];
    }
    for (double[] row : base) {
      for (int i = 0; i < SIGNALS; i++) {
        for (int j = 0; j < SIGNALS; j++) {
          covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / (base.length - 1);
        }
      }
    }
    for (int s = 0; s < SIGNALS; s++) {
      deviation[s] = Math.max(Math.sqrt(covariance[s][s]), resolution(s));
    }
    meanError = longest * (1.0 / rows.length + 1.0 / base.length);
  }

  /** The smallest spread that means anything: half an 8-bit step, 2 % on a logarithmic scale. */
  private static double resolution(int signal) {
    return ScalarSignal.OF_IMAGE.get(signal).logarithmic() ? 0.02 : 0.5;
  }

  /** The rows that have every image signal. */
  private static double[][] complete(SignalTable table) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < table.rows(); i++) {
      double[] row = new double[SIGNALS];
      boolean whole = true;
      for (int s = 0; s < SIGNALS; s++) {
        row[s] = table.scalar(s, i);
        whole &= !Double.isNaN(row[s]);
      }
      if (whole) {
        rows.add(row);
      }
    }
    return rows.toArray(new double[0][]);
  }

  /**
   * Ranks the causes.
   *
   * @param reference what the window is compared with
   * @param window its rows. Not modified.
   * @return the fingerprint; {@link Fingerprint#NONE} without image signals on either side
   */
  static Fingerprint match(Reference reference, SignalTable window) {
    if (reference.signatures().isEmpty()
        || complete(window).length < MINIMUM_ROWS
        || complete(reference.rows()).length <= SIGNALS) {
      return Fingerprint.NONE;
    }
    return new FingerprintMatcher(reference, window).rank(reference.signatures());
  }

  private Fingerprint rank(List<CauseSignature> signatures) {
    List<Candidate> best = new ArrayList<>();
    for (Corruption cause : Corruption.values()) {
      List<CauseSignature> own =
          signatures.stream()
              .filter(s -> s.cause() == cause)
              .sorted(Comparator.comparingInt(CauseSignature::severity))
              .toList();
      candidates(cause, own)
          .max(Comparator.comparingDouble(Candidate::logLikelihood))
          .ifPresent(best::add);
    }
    double unknown = logLikelihood(new double[SIGNALS], true);
    double top = best.stream().mapToDouble(Candidate::logLikelihood).max().orElse(unknown);
    top = Math.max(top, unknown);
    double total = Math.exp(unknown - top);
    for (Candidate c : best) {
      total += Math.exp(c.logLikelihood() - top);
    }
    double norm = total;
    double peak = top;
    List<CauseMatch> matches =
        best.stream()
            .map(
                c ->
                    new CauseMatch(
                        c.cause(),
                        c.severity(),
                        similarity(c.shift()),
                        Math.exp(c.logLikelihood() - peak) / norm))
            .sorted(
                Comparator.comparingDouble(CauseMatch::probability)
                    .thenComparingDouble(CauseMatch::similarity)
                    .reversed())
            .toList();
    return new Fingerprint(matches, Math.exp(unknown - top) / total);
  }

  private record Candidate(
      Corruption cause, double severity, double[] shift, double logLikelihood) {}

  private Stream<Candidate> candidates(Corruption cause, List<CauseSignature> measured) {
    List<Candidate> candidates = new ArrayList<>();
    double[] lowShift = new double[SIGNALS];
    double low = 0;
    for (CauseSignature signature : measured) {
      double[] highShift = signature.shift();
      for (double t = low + STEP; t <= signature.severity(); t += STEP) {
        double share = (t - low) / (signature.severity() - low);
        double[] shift = new double[SIGNALS];
        for (int s = 0; s < SIGNALS; s++) {
          shift[s] = (1 - share) * lowShift[s] + share * highShift[s];
        }
        candidates.add(new Candidate(cause, t, shift, logLikelihood(shift, false)));
      }
      low = signature.severity();
      lowShift = highShift;
    }
    return candidates.stream();
  }

  /** Log-likelihood of the observed change around a shift, up to a constant. */
  private double logLikelihood(double[] shift, boolean unknown) {
    DMatrixRMaj sigma = new DMatrixRMaj(SIGNALS, SIGNALS);
    double scale = meanError + (unknown ? UNKNOWN_SPREAD * UNKNOWN_SPREAD : 0);
    for (int i = 0; i < SIGNALS; i++) {
      for (int j = 0; j < SIGNALS; j++) {
        sigma.set(i, j, scale * covariance[i][j]);
      }
      double floor = (unknown ? UNKNOWN_SPREAD : FLOOR) * deviation[i];
      double error = RELATIVE_ERROR * shift[i];
      sigma.add(i, i, floor * floor + error * error);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(SIGNALS);
    DMatrixRMaj residual = new DMatrixRMaj(SIGNALS, 1);
    for (int s = 0; s < SIGNALS; s++) {
      residual.set(s, 0, change[s] - shift[s]);
    }
    DMatrixRMaj solved = new DMatrixRMaj(SIGNALS, 1);
    DMatrixRMaj factored = sigma.copy();
    if (!solver.setA(factored)) {
      return Double.NEGATIVE_INFINITY;
    }
    solver.solve(residual, solved);
    double distance = 0;
    for (int s = 0; s < SIGNALS; s++) {
      distance += residual.get(s, 0) * solved.get(s, 0);
    }
    return -0.5 * distance - 0.5 * Math.log(CommonOps_DDRM.det(sigma));
  }

  private double similarity(double[] shift) {
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int s = 0; s < SIGNALS; s++) {
      double x = change[s] / deviation[s];
      double y = shift[s] / deviation[s];
      dot += x * y;
      a += x * x;
      b += y * y;
    }
    return a > 0 && b > 0 ? dot / Math.sqrt(a * b) : 0;
  }
}
