package io.virk.cause.internal;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.internal.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the change of a window's mean signals with the signatures of known causes, measured on
 * the same camera's baseline images.
 *
 * <p>Signatures are interpolated between the measured severities; a cause's likelihood is the mean
 * over severities and variants, in all rows or, with a small share, in some of them. Beside the
 * causes stand two more: nothing has changed; and an unknown cause, a normal change with the
 * baseline's covariance, of a tenth to 1.6 of its spread. Beforehand it is as likely that nothing
 * has changed as that something has; an unknown cause has a tenth, and the known ones share the
 * rest.
 *
 * <p>A cause that leaves more of the change than chance and the model's error do, and moves the
 * signals another way, is not the cause, however much worse all others are: its probability goes to
 * the unknown one.
 *
 * <p>Cost: fourteen {@linkplain ObservedChange likelihoods} each variant of a cause.
 */
final class FingerprintMatcher {
  private static final double STEP = 0.5;

  /** Before anything is seen; the rest is divided among the causes. */
  private static final double PRIOR_UNCHANGED = 0.5;

  private static final double PRIOR_UNKNOWN = 0.1;

  /**
   * Cosine of the angle to a cause from which on a change is that cause's, only graver or a little
   * otherwise than it is simulated: of causes that were left out, and whose place another one took
   * without fitting, most are below (virk-bench/causes.md).
   */
  private static final double SAME = 0.8;

  /**
   * Cosine from which on a change differs from a cause by less than one fault from the next. Few of
   * the causes that were left out come so near to the one that takes their place.
   */
  private static final double HARDLY_APART = 0.95;

  /** More likely than not. */
  private static final double SURE = 0.5;

  private static final double IMPOSSIBLE = 1e-9;

  /** Of two severities that show the same, in what they leave. */
  private static final double ALIKE = 1e-6;

  /** Two of them together; that is part of what an unknown cause has. */
  private static final double PRIOR_PAIR = 0.02;

  /**
   * Standard deviations of what chance leaves, beyond which one cause is not enough. With 4 half of
   * two faults at severity 3 were told, with 2 and 0 60 %; but with 0 a blur alone was told as a
   * blur and a tilt, too. Of windows whose cause is in the catalogue less than one in 100 lies
   * beyond it; of those whose cause was left out, and that looked like another one, most do.
   */
  private static final double RESIDUAL = 2;

  /** What a pair must be as much more likely as, as a logarithm: a hundred times. */
  private static final double CLEARLY = Math.log(100);

  /** Combinations of severities of which the best one was taken. */
  private static final double SEVERITIES_OF_A_PAIR = 25;

  /** Pairs that are compared, and parts of their measured effects. */
  private static final int PAIRS = 12;

  /**
   * What the smaller effect of a pair must be of the larger: what is less cannot be told from how
   * the larger one differs from its simulation.
   */
  private static final double PART_OF_A_PAIR = 0.35;

  /** Severity below which a fault is not seen by itself: it explains what the other leaves open. */
  private static final double SLIGHTEST_OF_A_PAIR = 0.75;

  private static final double[] AMPLITUDES = {0.6, 0.8, 1, 1.2};

  /**
   * That a cause happened to some of the rows alone: a fault that comes and goes, or a window in
   * which it began. With a fifth slight causes are named less often, with a hundredth less of those
   * in a fifth of the rows.
   */
  private static final double PRIOR_SOME = 0.05;

  /** Shares of the rows that are tried then. */
  private static final double[] SHARES = {0.2, 0.5};

  /** The severity from which on a fault of a fifth of the rows is noticed at all. */
  private static final int GRAVE = 3;

  private final ObservedChange change;
  private final int k;

  FingerprintMatcher(ObservedChange change) {
    this.change = change;
    this.k = change.signals();
  }

  /**
   * A cause at the severity that fits best, and how likely it is at any.
   *
   * @param fits whether it leaves no more of the change than chance and the model's error do, or
   *     goes very nearly the same way
   * @param alike whether it goes the same way
   */
  private record Candidate(
      CauseSignature signature,
      double severity,
      double[] shift,
      boolean fits,
      boolean alike,
      double logLikelihood) {
    Candidate as(double bestSeverity, double other) {
      return new Candidate(signature, bestSeverity, shift, fits, alike, other);
    }

    boolean isPossible() {
      return fits || alike;
    }

    String cause() {
      return signature.cause();
    }

    String family() {
      return signature.family();
    }
  }

  /**
   * Ranks causes. Where none fits as it is simulated they are asked again with far more error of
   * the model, and one that goes the same way is it after all: real faults differ from simulated
   * ones.
   *
   * @param signatures that have all columns
   */
  Fingerprint rank(List<CauseSignature> signatures) {
    Fingerprint strict = ranked(signatures);
    if (!(strict.unknown() > SURE)) {
      return strict;
    }
    Fingerprint tolerant = new FingerprintMatcher(change.tolerant()).ranked(signatures);
    return tolerant.causes().stream()
            .limit(1)
            .anyMatch(c -> c.probability() > SURE && c.similarity() >= SAME)
        ? withSeverities(tolerant, strict)
        : strict;
  }

  /**
   * The wider its error the less a grave severity leaves open, and the less there is for a second
   * cause to explain: severities and pairs are those of before.
   */
  private static Fingerprint withSeverities(Fingerprint of, Fingerprint strict) {
    Map<String, Double> severities = new HashMap<>();
    strict.causes().forEach(c -> severities.put(c.cause(), c.severity()));
    return new Fingerprint(
        of.causes().stream().map(c -> differing(c, severities.get(c.cause()))).toList(),
        of.unchanged(),
        of.unknown(),
        of.columns(),
        strict.together().isEmpty()
            ? of.together().stream().map(c -> differing(c, c.severity())).toList()
            : strict.together(),
        of.reason());
  }

  private static CauseMatch differing(CauseMatch c, double severity) {
    return new CauseMatch(
        c.cause(), c.family(), severity, c.similarity(), c.signals(), false, c.probability());
  }

  private Fingerprint ranked(List<CauseSignature> signatures) {
    Map<String, List<CauseSignature>> byCause = new LinkedHashMap<>();
    signatures.forEach(s -> byCause.computeIfAbsent(s.cause(), c -> new ArrayList<>()).add(s));
    List<Candidate> best = new ArrayList<>();
    double ofEach = Math.log((1 - PRIOR_UNKNOWN - PRIOR_UNCHANGED) / Math.max(1, byCause.size()));
    byCause
        .values()
        .forEach(
            own -> {
              Candidate candidate = best(own);
              best.add(candidate.as(candidate.severity(), candidate.logLikelihood() + ofEach));
            });
    double ofUnknown = ofUnknown() + Math.log(PRIOR_UNKNOWN);
    double ofUnchanged = change.logLikelihood(CauseEffect.none(k)) + Math.log(PRIOR_UNCHANGED);
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
    double misfits = 0;
    for (Candidate c : best) {
      misfits += c.isPossible() ? 0 : Math.exp(c.logLikelihood() - top) / norm;
    }
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
                        change.similarity(c.shift()),
                        change.moved(c.signature()),
                        c.fits(),
                        c.isPossible() ? Math.exp(c.logLikelihood() - top) / norm : 0))
            .sorted(
                Comparator.comparingDouble(FingerprintMatcher::noticeable)
                    .thenComparingDouble(CauseMatch::similarity)
                    .reversed())
            .toList();
    return new Fingerprint(
        matches,
        Math.exp(ofUnchanged - top) / norm,
        Math.min(1, Math.exp(ofUnknown - top) / norm + misfits),
        change.columns(),
        together,
        "");
  }

  /** Of causes that are next to impossible the more similar one comes first. */
  private static double noticeable(CauseMatch match) {
    return match.probability() < IMPOSSIBLE ? 0 : match.probability();
  }

  /**
   * Two causes of different families that explain the change clearly better together than any
   * alone, or an unknown one, that with the larger effect first; empty if there are none. They are
   * looked for only where the best one leaves more than chance does.
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
    List<CauseEffect> effects = signatures.stream().map(change::effect).toList();
    change.logLikelihood(CauseEffect.of(first.shift()));
    if (fits(change.left())) {
      return List.of();
    }
    double[] observed = change.whitened(List.of(change.mean()))[0];
    double[][] shifts = change.whitened(effects.stream().map(CauseEffect::shift).toList());
    List<String> families = signatures.stream().map(CauseSignature::family).toList();
    CausePairs.Pair pair = null;
    double likeliest = Double.NEGATIVE_INFINITY;
    boolean fits = false;
    double[] severities = new double[2];
    for (CausePairs.Pair tried : CausePairs.best(observed, shifts, families, PAIRS)) {
      double one = change.size(effects.get(tried.first()).shift());
      double other = change.size(effects.get(tried.second()).shift());
      for (double a : AMPLITUDES) {
        for (double b : AMPLITUDES) {
          double part = Math.min(a * one, b * other) / Math.max(a * one, b * other);
          double slighter =
              Math.min(
                  a * signatures.get(tried.first()).severity(),
                  b * signatures.get(tried.second()).severity());
          if (part < PART_OF_A_PAIR || slighter < SLIGHTEST_OF_A_PAIR) {
            continue;
          }
          CauseEffect sum = effects.get(tried.first()).plus(effects.get(tried.second()), a, b);
          double log = change.logLikelihood(sum);
          if (log > likeliest) {
            likeliest = log;
            pair = tried;
            fits = fits(change.left());
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
              change.similarity(shift),
              change.moved(signature),
              fits,
              probability));
    }
    if (change.size(effects.get(pair.second()).shift())
        > change.size(effects.get(pair.first()).shift())) {
      Collections.swap(both, 0, 1);
    }
    return both;
  }

  private boolean fits(double left) {
    return left <= k + RESIDUAL * Math.sqrt(2.0 * k);
  }

  private double ofUnknown() {
    List<Double> logLikelihoods = change.ofUnknown();
    return logMean(logLikelihoods, Collections.max(logLikelihoods));
  }

  /**
   * Tries the severities and variants of a cause, in all of the rows and, from severity 3 on, in
   * some. Its severity is that which leaves least of the change: the likeliest one is slighter, for
   * what a graver one leaves open counts against it. Of severities that show alike the gravest: a
   * black picture is one. That it happened to some rows only must be far likelier, and no severity
   * of all may fit: a grave fault of some looks much like a slight one of all.
   */
  private Candidate best(List<CauseSignature> measured) {
    List<Double> inAll = new ArrayList<>();
    List<Double> inSome = new ArrayList<>();
    Candidate best = null;
    Candidate bestInSome = null;
    double severity = STEP;
    double least = Double.POSITIVE_INFINITY;
    Map<Integer, List<CauseSignature>> variants = new TreeMap<>();
    measured.forEach(s -> variants.computeIfAbsent(s.variant(), v -> new ArrayList<>()).add(s));
    for (List<CauseSignature> variant : variants.values()) {
      variant.sort(Comparator.comparingInt(CauseSignature::severity));
      CauseEffect lower = null;
      double low = 0;
      for (CauseSignature signature : variant) {
        CauseEffect upper = change.effect(signature);
        for (double t = low + STEP; t <= signature.severity(); t += STEP) {
          double part = (t - low) / (signature.severity() - low);
          CauseEffect effect = lower == null ? upper.times(part) : lower.towards(upper, part);
          Candidate tried = tried(signature, t, effect, inAll);
          best = likelier(best, tried);
          if (change.left() <= least + ALIKE) {
            severity = t;
            least = Math.min(least, change.left());
          }
        }
        for (double share : signature.severity() < GRAVE ? new double[0] : SHARES) {
          CauseEffect effect = change.effect(signature, share);
          bestInSome = likelier(bestInSome, tried(signature, signature.severity(), effect, inSome));
        }
        low = signature.severity();
        lower = upper;
      }
    }
    double ofAll = logMean(inAll, best.logLikelihood());
    if (bestInSome == null) {
      return best.as(severity, ofAll);
    }
    double ofSome = logMean(inSome, bestInSome.logLikelihood()) + Math.log(PRIOR_SOME);
    double of = logSum(ofAll + Math.log(1 - PRIOR_SOME), ofSome);
    boolean clearlyInSome =
        !fits(least) && bestInSome.logLikelihood() > best.logLikelihood() + CLEARLY;
    return clearlyInSome
        ? bestInSome.as(bestInSome.severity(), of)
        : likelier(best, bestInSome).as(severity, of);
  }

  private Candidate tried(
      CauseSignature signature, double severity, CauseEffect effect, List<Double> all) {
    double logLikelihood = change.logLikelihood(effect);
    double similarity = change.similarity(effect.shift());
    all.add(logLikelihood);
    return new Candidate(
        signature,
        severity,
        effect.shift(),
        fits(change.left()) || similarity >= HARDLY_APART,
        similarity >= SAME,
        logLikelihood);
  }

  private static Candidate likelier(Candidate best, Candidate tried) {
    return best == null || tried.logLikelihood() > best.logLikelihood() ? tried : best;
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

  private static double logSum(double a, double b) {
    double most = Math.max(a, b);
    return Double.isFinite(most) ? most + Math.log(Math.exp(a - most) + Math.exp(b - most)) : most;
  }
}
