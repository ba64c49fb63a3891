package io.virk.cause.internal;

import io.virk.stats.Covariance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * How far the mean signals of a window are from the baseline's, and how likely that is if something
 * has moved them.
 *
 * <p>The change is taken as normal around an effect. Its covariance is that of a difference of two
 * means, (1 / window + 1 / baseline) x the baseline's covariance x the autocorrelation time, plus
 * what the effect adds: how it varies from image to image, over the window, and from one time that
 * it happens to the next, with what hangs together in both; plus an error of the model: a tenth of
 * every component, a tenth of the mean size of all, for no fault moves just what its simulation
 * moves, and three hundredths of a standard deviation. Of n rows of the baseline covariances are
 * shrunk by k / 2n: a slice may have fewer rows than there are signals.
 *
 * <p>Works on numbers alone: any number of columns, of any scale; determinants only ever as the sum
 * of the logarithms of a Cholesky factor's diagonal, which neither underflows nor overflows. Cost
 * of a likelihood: k^3 / 3 multiplications for k columns.
 */
final class ObservedChange {
  private static final double RELATIVE_ERROR = 0.1;

  /** Of the mean size of all components, in each. */
  private static final double CROSS_ERROR = 0.1;

  /** The same where no simulation fits: a real defocus comes with another exposure. */
  private static final double TOLERANT_CROSS_ERROR = 0.6;

  private static final double FLOOR = 0.03;

  /**
   * How far an unknown cause may move the signals, in parts of the baseline's spread. Not further:
   * what is graver than any cause is simulated would all be unknown.
   */
  private static final double[] UNKNOWN_SPREADS = {0.1, 0.2, 0.4, 0.8, 1.6};

  /** A signal is moved by a cause that moves it this much as far as the one it moves most. */
  private static final double MOVED = 0.2;

  /** Of a signal that never changes, in parts of its mean. */
  private static final double LEAST_DEVIATION = 1e-6;

  private static final double LEAST = 1e-12;

  private final List<String> columns;
  private final int k;

  /** Of a difference of means, [k x k] row-major; and of an unknown cause. */
  private final double[] known;

  private final double[][] unknown = new double[UNKNOWN_SPREADS.length][];
  private final double[] deviation;
  private final double[] change;

  private final double crossError;

  /** What a variance from image to image counts in the window's mean. */
  private final double ofWindow;

  private final CholeskyDecomposition_F64<DMatrixRMaj> cholesky;
  private final DMatrixRMaj sigma;
  private final DMatrixRMaj factor;
  private final double[] residual;

  private double left;

  private List<String> placed = List.of();
  private int[] places = {};

  /**
   * Compares the means of two sets of rows.
   *
   * @param columns names of the signals
   * @param base [8 or more][k] rows of the baseline, finite. Not modified.
   * @param rows [1 or more][k] rows of the window, finite. Not modified.
   * @param autocorrelationTime of the slowest signal, observations, &ge; 1
   * @param resolutions of each column the smallest deviation that means anything; 0 if it is not
   *     known
   */
  ObservedChange(
      List<String> columns,
      double[][] base,
      double[][] rows,
      double autocorrelationTime,
      double[] resolutions) {
    this.columns = columns;
    k = columns.size();
    Covariance ofBase = new Covariance(k);
    for (double[] row : base) {
      ofBase.accept(row);
    }
    double[] mean = ofBase.mean();
    change = new double[k];
    for (double[] row : rows) {
      for (int i = 0; i < k; i++) {
        change[i] += row[i] / rows.length;
      }
    }
    double[] covariance = shrunk(ofBase.sample(), k, base.length);
    deviation = new double[k];
    for (int i = 0; i < k; i++) {
      change[i] -= mean[i];
      double least = Math.max(LEAST_DEVIATION * Math.abs(mean[i]), LEAST);
      deviation[i] = Math.max(Math.sqrt(covariance[i * k + i]), Math.max(resolutions[i], least));
      double resolution = resolutions[i] * resolutions[i];
      covariance[i * k + i] = Math.max(covariance[i * k + i], resolution);
    }
    ofWindow = Math.min(1, autocorrelationTime / rows.length);
    double meanError = ofWindow + Math.min(1, autocorrelationTime / base.length);
    known = model(covariance, meanError);
    for (int u = 0; u < unknown.length; u++) {
      unknown[u] = model(covariance, meanError + UNKNOWN_SPREADS[u] * UNKNOWN_SPREADS[u]);
    }
    crossError = CROSS_ERROR;
    cholesky = DecompositionFactory_DDRM.chol(k, true);
    sigma = new DMatrixRMaj(k, k);
    factor = new DMatrixRMaj(k, k);
    residual = new double[k];
  }

  private ObservedChange(ObservedChange of, double crossError) {
    columns = of.columns;
    k = of.k;
    known = of.known;
    System.arraycopy(of.unknown, 0, unknown, 0, unknown.length);
    deviation = of.deviation;
    change = of.change;
    ofWindow = of.ofWindow;
    this.crossError = crossError;
    cholesky = DecompositionFactory_DDRM.chol(k, true);
    sigma = new DMatrixRMaj(k, k);
    factor = new DMatrixRMaj(k, k);
    residual = new double[k];
  }

  /** The same change, of a cause that may differ far more from its simulation. */
  ObservedChange tolerant() {
    return new ObservedChange(this, TOLERANT_CROSS_ERROR);
  }

  /** Few rows know variances better than what hangs together: towards the diagonal. */
  private static double[] shrunk(double[] covariance, int k, int rows) {
    double kept = 1 - Math.min(1, k / (2.0 * rows));
    for (int i = 0; i < k * k; i++) {
      covariance[i] *= i % (k + 1) == 0 ? 1 : kept;
    }
    return covariance;
  }

  private double[] model(double[] covariance, double scale) {
    double[] model = new double[k * k];
    for (int i = 0; i < k * k; i++) {
      model[i] = scale * covariance[i];
    }
    for (int i = 0; i < k; i++) {
      double spread = FLOOR * deviation[i];
      model[i * k + i] += spread * spread;
    }
    return model;
  }

  int signals() {
    return k;
  }

  List<String> columns() {
    return columns;
  }

  /** The mean change of each signal. Not to be modified. */
  double[] mean() {
    return change;
  }

  /** What the effect of the last likelihood leaves, whitened, squared. */
  double left() {
    return left;
  }

  /** Shifts, whitened by the covariance of an effect as large as the change. */
  double[][] whitened(List<double[]> shifts) {
    logLikelihood(CauseEffect.of(change));
    return shifts.stream().map(this::white).toArray(double[][]::new);
  }

  private double[] white(double[] shift) {
    double[] white = shift.clone();
    TriangularSolver_DDRM.solveL(factor.data, white, k);
    return white;
  }

  /** The likelihoods of an unknown cause, of each of its sizes. */
  List<Double> ofUnknown() {
    List<Double> logLikelihoods = new ArrayList<>();
    for (double[] model : unknown) {
      logLikelihoods.add(logLikelihood(model, CauseEffect.none(k)));
    }
    return logLikelihoods;
  }

  /** What a signature does to the mean of the window if it happens to all of it. */
  CauseEffect effect(CauseSignature signature) {
    return effect(signature, 1);
  }

  /**
   * What a signature does to the mean of the window.
   *
   * @param share of the window's rows that it happens to, above 0 .. 1
   */
  CauseEffect effect(CauseSignature signature, double share) {
    MeanChange change = signature.change().at(places(signature));
    double[] shift = change.scaled();
    double ofSpread = share * ofWindow + share * share / change.images();
    double[] own = new double[k];
    for (int i = 0; i < k; i++) {
      shift[i] *= share;
      own[i] = ofSpread * change.spread().own()[i] + share * share * change.error().own()[i];
    }
    List<double[]> factors = new ArrayList<>();
    for (int f = 0; f < Scatter.FACTORS; f++) {
      CauseEffect.add(change.spread().factors()[f], Math.sqrt(ofSpread), factors);
      CauseEffect.add(change.error().factors()[f], share, factors);
    }
    if (share < 1) { // how many of the rows it happens to is chance, too
      CauseEffect.add(change.scaled(), Math.sqrt(share * (1 - share) * ofWindow), factors);
    }
    return new CauseEffect(shift, own, factors);
  }

  /** Log-likelihood of the change given an effect, up to a constant. */
  double logLikelihood(CauseEffect effect) {
    return logLikelihood(known, effect);
  }

  private double logLikelihood(double[] model, CauseEffect effect) {
    System.arraycopy(model, 0, sigma.data, 0, k * k);
    double size = size(effect.shift());
    for (int i = 0; i < k; i++) {
      double error = RELATIVE_ERROR * effect.shift()[i];
      double besides = crossError * size * deviation[i];
      sigma.data[i * k + i] += effect.own()[i] + error * error + besides * besides;
      residual[i] = change[i] - effect.shift()[i];
    }
    add(effect.factors());
    left = Double.POSITIVE_INFINITY;
    if (!cholesky.decompose(sigma)) {
      return Double.NEGATIVE_INFINITY;
    }
    cholesky.getT(factor);
    TriangularSolver_DDRM.solveL(factor.data, residual, k);
    left = 0;
    double logRoot = 0; // of the determinant, half its logarithm
    for (int i = 0; i < k; i++) {
      left += residual[i] * residual[i];
      logRoot += Math.log(factor.data[i * k + i]);
    }
    double logLikelihood = -0.5 * left - logRoot;
    return Double.isNaN(logLikelihood) ? Double.NEGATIVE_INFINITY : logLikelihood;
  }

  /** To the covariance, the half below the diagonal first. */
  private void add(List<double[]> factors) {
    for (double[] factor : factors) {
      for (int i = 0; i < k; i++) {
        double by = factor[i];
        for (int j = 0; j <= i; j++) {
          sigma.data[i * k + j] += by * factor[j];
        }
      }
    }
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < i; j++) {
        sigma.data[j * k + i] = sigma.data[i * k + j];
      }
    }
  }

  /** Signatures have the same columns mostly. */
  private int[] places(CauseSignature signature) {
    if (!signature.columns().equals(placed)) {
      placed = signature.columns();
      places = SignatureBook.places(columns, signature);
    }
    return places;
  }

  /** The signals that a cause moves, as they are, most first. */
  List<String> moved(CauseSignature signature) {
    double[] shift = signature.change().at(places(signature)).shift();
    double[] deviations = new double[k];
    double most = 0;
    for (int i = 0; i < k; i++) {
      deviations[i] = Math.abs(shift[i] / deviation[i]);
      most = Math.max(most, deviations[i]);
    }
    double least = MOVED * most;
    return IntStream.range(0, k)
        .filter(i -> deviations[i] > 0 && deviations[i] >= least)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> deviations[i]).reversed())
        .map(columns::get)
        .toList();
  }

  /** Mean size of a shift over the signals, in standard deviations. */
  double size(double[] shift) {
    double sum = 0;
    for (int i = 0; i < k; i++) {
      sum += Math.abs(shift[i]) / deviation[i];
    }
    return sum / k;
  }

  /** The cosine of the angle between the change and a shift, in standard deviations. */
  double similarity(double[] shift) {
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < k; i++) {
      double x = change[i] / deviation[i];
      double y = shift[i] / deviation[i];
      dot += x * y;
      a += x * x;
      b += y * y;
    }
    double cosine = dot / (Math.sqrt(a) * Math.sqrt(b));
    return Double.isFinite(cosine) ? cosine : 0;
  }
}
