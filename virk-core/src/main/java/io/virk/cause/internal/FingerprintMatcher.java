package io.virk.cause.internal;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.internal.Words;
import io.virk.stats.Covariance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Compares the change of a window's mean signals with the signatures of known causes, measured on
 * the same camera's baseline images.
 *
 * <p>The observed change is taken as normal around the signature of a cause at some severity. Its
 * covariance is that of a difference of two means, (1 / window + 1 / baseline) x the baseline's
 * covariance x the autocorrelation time, plus what the cause adds: how its change varies from image
 * to image, over the window, and from one time that it happens to the next; plus an error of the
 * model: a tenth of every component, a fifth of the mean size of all, for no fault moves just what
 * its simulation moves, and a twentieth of a standard deviation. Signatures are interpolated
 * between the measured severities; a cause's likelihood is the mean over severities and variants.
 * Beside the causes stand two more: nothing has changed; and an unknown cause, a normal change with
 * the baseline's covariance, of a tenth to 1.6 of its spread. Beforehand it is as likely that
 * nothing has changed as that something has; an unknown cause has a tenth, and the known ones share
 * the rest.
 *
 * <p>Of n rows of the baseline covariances are shrunk by k / 2n: a slice may have fewer rows than
 * there are signals.
 *
 * <p>Works on numbers alone: any number of columns, of any scale; determinants only ever as the sum
 * of the logarithms of a Cholesky factor's diagonal, which neither underflows nor overflows. Cost:
 * k^3 / 3 multiplications for k columns, ten times each variant of a cause.
 */
final class FingerprintMatcher {
  private static final double STEP = 0.5;
  private static final double RELATIVE_ERROR = 0.1;

  /** Of the mean size of all components, in each. */
  private static final double CROSS_ERROR = 0.2;

  private static final double FLOOR = 0.05;

  /** How far an unknown cause may move the signals, in parts of the baseline's spread. */
  private static final double[] UNKNOWN_SPREADS = {0.1, 0.2, 0.4, 0.8, 1.6};

  /** A signal is moved by a cause that moves it this much as far as the one it moves most. */
  private static final double MOVED = 0.2;

  /** Before anything is seen; the rest is divided among the causes. */
  private static final double PRIOR_UNCHANGED = 0.5;

  private static final double PRIOR_UNKNOWN = 0.1;

  /** Two of them together; that is part of what an unknown cause has. */
  private static final double PRIOR_PAIR = 0.02;

  /**
   * Standard deviations of what chance leaves, beyond which one cause is not enough. With 4 half of
   * two faults at severity 3 were told, with 2 and 0 60 %; but with 0 a blur alone was told as a
   * blur and a tilt, too.
   */
  private static final double RESIDUAL = 2;

  /** What a pair must be as much more likely as, as a logarithm: a hundred times. */
  private static final double CLEARLY = Math.log(100);

  /** Combinations of severities of which the best one was taken. */
  private static final double SEVERITIES_OF_A_PAIR = 25;

  /** Pairs that are compared, and parts of their measured effects. */
  private static final int PAIRS = 12;

  private static final double[] AMPLITUDES = {0.6, 0.8, 1, 1.2};

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

  /** What a variance from image to image counts in the window's mean. */
  private final double ofWindow;

  private final CholeskyDecomposition_F64<DMatrixRMaj> cholesky;
  private final DMatrixRMaj sigma;
  private final DMatrixRMaj factor;
  private final double[] residual;

  /** Of the last likelihood: what is left, whitened, squared. */
  private double distance;

  /**
   * Prepares a comparison.
   *
   * @param columns names of the signals
   * @param base [8 or more][k] rows of the baseline, finite. Not modified.
   * @param rows [1 or more][k] rows of the window, finite. Not modified.
   * @param autocorrelationTime of the slowest signal, observations, &ge; 1
   * @param resolutions of each column the smallest deviation that means anything; 0 if it is not
   *     known
   */
  FingerprintMatcher(
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
    cholesky = DecompositionFactory_DDRM.chol(k, true);
    sigma = new DMatrixRMaj(k, k);
    factor = new DMatrixRMaj(k, k);
    residual = new double[k];
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

  /** A cause at the severity that fits best, and how likely it is at any. */
  private record Candidate(
      String cause, String family, double severity, double[] shift, double logLikelihood) {
    Candidate as(double other) {
      return new Candidate(cause, family, severity, shift, other);
    }
  }

  /**
   * Ranks causes.
   *
   * @param signatures that have all columns
   */
  Fingerprint rank(List<CauseSignature> signatures) {
    Map<String, List<CauseSignature>> byCause = new LinkedHashMap<>();
    signatures.forEach(s -> byCause.computeIfAbsent(s.cause(), c -> new ArrayList<>()).add(s));
    List<Candidate> best = new ArrayList<>();
    double ofEach = Math.log((1 - PRIOR_UNKNOWN - PRIOR_UNCHANGED) / Math.max(1, byCause.size()));
    byCause
        .values()
        .forEach(
            own -> {
              Candidate candidate = best(own);
              best.add(candidate.as(candidate.logLikelihood() + ofEach));
            });
    double ofUnknown = ofUnknown() + Math.log(PRIOR_UNKNOWN);
    double ofUnchanged = logLikelihood(known, CauseEffect.none(k)) + Math.log(PRIOR_UNCHANGED);
    double top =
        Math.max(
            Math.max(ofUnknown, ofUnchanged),
            best.stream().mapToDouble(Candidate::logLikelihood).max().orElse(ofUnknown));
    if (!Double.isFinite(ofUnknown) || !Double.isFinite(top)) {
      return Fingerprint.none(Words.of("reason.not-finite"));
    }
    double total = Math.exp(ofUnknown - top) + Math.exp(ofUnchanged - top);
    for (Candidate c : best) {
      total += Math.exp(c.logLikelihood() - top);
    }
    double norm = total;
    boolean unchanged = ofUnchanged - top > Math.log(norm) - Math.log(2);
    List<CauseMatch> together =
        unchanged ? List.of() : together(signatures, byCause.size(), best, top);
    List<CauseMatch> matches =
        best.stream()
            .map(
                c ->
                    new CauseMatch(
                        c.cause(),
                        c.family(),
                        c.severity(),
                        similarity(c.shift()),
                        moved(c.shift()),
                        Math.exp(c.logLikelihood() - top) / norm))
            .sorted(
                Comparator.comparingDouble(CauseMatch::probability)
                    .thenComparingDouble(CauseMatch::similarity)
                    .reversed())
            .toList();
    return new Fingerprint(
        matches,
        Math.exp(ofUnchanged - top) / norm,
        Math.exp(ofUnknown - top) / norm,
        columns,
        together,
        "");
  }

  /**
   * Two causes that explain the change clearly better together than any alone, or an unknown one,
   * that with the larger effect first; empty if there are none. They are looked for only where the
   * best one leaves more than chance does.
   *
   * @param causes how many there are
   * @param top the largest logarithm of likelihood and prior of what is no pair
   */
  private List<CauseMatch> together(
      List<CauseSignature> signatures, int causes, List<Candidate> best, double top) {
    Candidate first =
        best.stream().max(Comparator.comparingDouble(Candidate::logLikelihood)).orElse(null);
    if (first == null || causes < 2) {
      return List.of();
    }
    List<CauseEffect> effects = signatures.stream().map(this::effect).toList();
    logLikelihood(known, new CauseEffect(first.shift(), new double[k]));
    if (distance < k + RESIDUAL * Math.sqrt(2 * k)) {
      return List.of();
    }
    logLikelihood(
        known, new CauseEffect(change, new double[k])); // whitens for changes of this size
    double[] whitened = whitened(change);
    double[][] shifts = effects.stream().map(e -> whitened(e.shift())).toArray(double[][]::new);
    List<String> names = signatures.stream().map(CauseSignature::cause).toList();
    CausePairs.Pair pair = null;
    double likeliest = Double.NEGATIVE_INFINITY;
    double[] severities = new double[2];
    for (CausePairs.Pair tried : CausePairs.best(whitened, shifts, names, PAIRS)) {
      for (double a : AMPLITUDES) {
        for (double b : AMPLITUDES) {
          CauseEffect sum = effects.get(tried.first()).plus(effects.get(tried.second()), a, b);
          double log = logLikelihood(known, sum);
          if (log > likeliest) {
            likeliest = log;
            pair = tried;
            severities[0] = a * signatures.get(tried.first()).severity();
            severities[1] = b * signatures.get(tried.second()).severity();
          }
        }
      }
    }
    double ofPair =
        likeliest
            + Math.log(PRIOR_PAIR / (0.5 * causes * (causes - 1.0)))
            - Math.log(SEVERITIES_OF_A_PAIR);
    if (pair == null || !(ofPair - top > CLEARLY)) {
      return List.of();
    }
    double probability = 1 / (1 + Math.exp(top - ofPair));
    List<CauseMatch> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int at = i == 0 ? pair.first() : pair.second();
      CauseSignature signature = signatures.get(at);
      double[] shift = effects.get(at).shift();
      both.add(
          new CauseMatch(
              signature.cause(),
              signature.family(),
              Math.min(5, Math.max(STEP, Math.round(severities[i] / STEP) * STEP)),
              similarity(shift),
              moved(shift),
              probability));
    }
    if (size(effects.get(pair.second()).shift()) > size(effects.get(pair.first()).shift())) {
      Collections.swap(both, 0, 1);
    }
    return both;
  }

  /** By the factor of the last covariance. */
  private double[] whitened(double[] shift) {
    double[] white = shift.clone();
    TriangularSolver_DDRM.solveL(factor.data, white, k);
    return white;
  }

  private double ofUnknown() {
    List<Double> logLikelihoods = new ArrayList<>();
    for (double[] model : unknown) {
      logLikelihoods.add(logLikelihood(model, CauseEffect.none(k)));
    }
    return logMean(logLikelihoods, Collections.max(logLikelihoods));
  }

  /** Tries the severities and variants of a cause; at equal likelihood the slighter one. */
  private Candidate best(List<CauseSignature> measured) {
    List<Double> logLikelihoods = new ArrayList<>();
    Candidate best = null;
    Map<Integer, List<CauseSignature>> variants = new TreeMap<>();
    measured.forEach(s -> variants.computeIfAbsent(s.variant(), v -> new ArrayList<>()).add(s));
    for (List<CauseSignature> variant : variants.values()) {
      variant.sort(Comparator.comparingInt(CauseSignature::severity));
      CauseEffect lower = CauseEffect.none(k);
      double low = 0;
      for (CauseSignature signature : variant) {
        CauseEffect upper = effect(signature);
        for (double t = low + STEP; t <= signature.severity(); t += STEP) {
          CauseEffect effect = lower.towards(upper, (t - low) / (signature.severity() - low));
          double logLikelihood = logLikelihood(known, effect);
          logLikelihoods.add(logLikelihood);
          if (best == null || logLikelihood > best.logLikelihood()) {
            best =
                new Candidate(
                    signature.cause(), signature.family(), t, effect.shift(), logLikelihood);
          }
        }
        low = signature.severity();
        lower = upper;
      }
    }
    return best.as(logMean(logLikelihoods, best.logLikelihood()));
  }

  /** The logarithm of the mean of exponentials. */
  private static double logMean(List<Double> logarithms, double most) {
    if (!Double.isFinite(most)) {
      return most;
    }
    double sum = 0;
    for (double logarithm : logarithms) {
      sum += Math.exp(logarithm - most);
    }
    return most + Math.log(sum / logarithms.size());
  }

  private CauseEffect effect(CauseSignature signature) {
    double[] shift = SignatureBook.in(columns, signature, signature.shift());
    double[] spread = SignatureBook.in(columns, signature, signature.spread());
    double[] error = SignatureBook.in(columns, signature, signature.error());
    double[] variance = new double[k];
    for (int i = 0; i < k; i++) {
      variance[i] = ofWindow * spread[i] * spread[i] + error[i] * error[i];
    }
    return new CauseEffect(shift, variance);
  }

  /** Log-likelihood of the observed change given an effect, up to a constant. */
  private double logLikelihood(double[] model, CauseEffect effect) {
    System.arraycopy(model, 0, sigma.data, 0, k * k);
    double size = size(effect.shift());
    for (int i = 0; i < k; i++) {
      double error = RELATIVE_ERROR * effect.shift()[i];
      double besides = CROSS_ERROR * size * deviation[i];
      sigma.data[i * k + i] += effect.variance()[i] + error * error + besides * besides;
      residual[i] = change[i] - effect.shift()[i];
    }
    if (!cholesky.decompose(sigma)) {
      return Double.NEGATIVE_INFINITY;
    }
    cholesky.getT(factor);
    TriangularSolver_DDRM.solveL(factor.data, residual, k);
    distance = 0;
    double logRoot = 0; // of the determinant, half its logarithm
    for (int i = 0; i < k; i++) {
      distance += residual[i] * residual[i];
      logRoot += Math.log(factor.data[i * k + i]);
    }
    double logLikelihood = -0.5 * distance - logRoot;
    return Double.isNaN(logLikelihood) ? Double.NEGATIVE_INFINITY : logLikelihood;
  }

  /** The signals that a shift moves, most first. */
  private List<String> moved(double[] shift) {
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
  private double size(double[] shift) {
    double sum = 0;
    for (int i = 0; i < k; i++) {
      sum += Math.abs(shift[i]) / deviation[i];
    }
    return sum / k;
  }

  private double similarity(double[] shift) {
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
