package io.virk.stats.change;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * The evidence of a mixture of {@link EDetector}s that bet on one standard normal, or sub-Gaussian,
 * score z: exp(lambda z - lambda^2 / 2) for lambda of h, 2 h, ... {@code steps} h. What an
 * e-detector and its threshold are made of; {@link GaussianEDetector} is one with two sides. Where
 * the score is not quite standard normal, as one that was ranked among a finite sample, each bet
 * can be taxed by how much its mean may be off.
 *
 * <p>Memory: 16 bytes for each lambda and 60. Cost of a bet: one exponential and a few operations
 * for each lambda, no allocation. Not thread-safe.
 *
 * <p>Source: as {@link EDetector}, section 4 (mixtures).
 */
public final class GaussianBets {
  private final double step;
  private final boolean sums;

  /** exp(-lambda^2 / 2), less what is taxed. */
  private final double[] factors;

  private final double[] evidence;

  /**
   * Before the first bet.
   *
   * @param step h, 0.001 to 10
   * @param steps number of lambdas, 1 to 64
   * @param form how the possible times of a change are put together
   */
  public GaussianBets(double step, int steps, EDetector.Form form) {
    if (!(step >= 0.001 && step <= 10)) {
      throw Checks.rejected("step", step, "0.001 to 10");
    }
    if (steps < 1 || steps > 64) {
      throw Checks.rejected("steps", steps, "1 to 64");
    }
    this.step = step;
    this.sums = Objects.requireNonNull(form, "form") == EDetector.Form.SHIRYAEV_ROBERTS;
    this.factors = new double[steps];
    this.evidence = new double[steps];
    for (int i = 0; i < steps; i++) {
      factors[i] = Math.exp(-square(lambda(i)) / 2);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  /** Number of lambdas. */
  public int size() {
    return factors.length;
  }

  /**
   * One of the lambdas.
   *
   * @param i 0 to {@link #size()} - 1
   * @return (i + 1) h
   */
  public double lambda(int i) {
    return (i + 1) * step;
  }

  /**
   * Divides a bet, from now on.
   *
   * @param i whose, 0 to {@link #size()} - 1
   * @param tax by which the mean of the bet may be larger than 1 without change; 1 or more
   */
  public void tax(int i, double tax) {
    if (!(tax >= 1 && tax <= Double.MAX_VALUE)) {
      throw Checks.rejected("tax", tax, ">= 1 and finite");
    }
    factors[i] = Math.exp(-square(lambda(i)) / 2) / tax;
  }

  /**
   * Bets on a score.
   *
   * @param z not NaN; exp(steps h z) must not overflow
   * @return the evidence, a mean over the lambdas
   */
  public double bet(double z) {
    return betOnRatio(Math.exp(step * z)) / evidence.length;
  }

  /** Bets on exp(h z); the sum of the evidence of all lambdas. */
  double betOnRatio(double ratio) {
    double power = 1;
    double sum = 0;
    for (int i = 0; i < evidence.length; i++) {
      power *= ratio;
      double before = evidence[i];
      double start = sums ? before + 1 : before > 1 ? before : 1;
      double next = start * (power * factors[i]);
      evidence[i] = next;
      sum += next;
    }
    return sum;
  }

  /** The evidence of all lambdas together. */
  double sum() {
    double sum = 0;
    for (double each : evidence) {
      sum += each;
    }
    return sum;
  }

  /**
   * Multiplies all evidence, as where the threshold has come nearer.
   *
   * @param share 0 to 1
   */
  public void scale(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw Checks.rejected("share", share, "0 to 1");
    }
    for (int i = 0; i < evidence.length; i++) {
      evidence[i] *= share;
    }
  }

  /** The evidence for each lambda; a copy. */
  public double[] evidence() {
    return evidence.clone();
  }

  /**
   * Goes on where another one stood.
   *
   * @param kept its {@link #evidence()}: as many numbers, finite, 0 or more. Not modified.
   */
  public void restore(double[] kept) {
    Checks.sameLength(kept.length, evidence.length, "evidence", "the lambdas");
    for (double each : kept) {
      Checks.nonNegative(each, "evidence");
    }
    System.arraycopy(kept, 0, evidence, 0, evidence.length);
  }

  /** Begins anew at 0. */
  public void reset() {
    Arrays.fill(evidence, 0);
  }
}
