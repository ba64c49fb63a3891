package io.virk.diagnose.internal;

import java.util.Arrays;

/**
 * Whether numbers are of two kinds, those of the baseline and others, or of one that is spread out:
 * a change that stays may have some values that look like the baseline's.
 *
 * <p>A mixture of the baseline's normal distribution and another one, fitted by expectation
 * maximisation (Dempster, Laird, Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x), must be
 * clearly likelier than one normal distribution of all, and than one of their logarithms where all
 * lie on one side.
 */
final class TwoLevels {
  /** What the mixture must be as much more likely as, as a logarithm. */
  private static final double CLEARLY = 4;

  private static final int STEPS = 30;

  /** Standard deviations of the other kind, at least. */
  private static final double LEAST = 0.3;

  /** Of a logarithm, in standard deviations of the baseline. */
  private static final double OFFSET = 2;

  private TwoLevels() {}

  /**
   * Compares them. Cost: {@value #STEPS} exponentials a number.
   *
   * @param z in standard deviations of the baseline, from its mean, finite. Not modified.
   */
  static boolean are(double[] z) {
    double mixture = mixture(z);
    return mixture - normal(z) > CLEARLY && mixture - shiftedLogarithm(z) > CLEARLY;
  }

  /** Log-likelihood of one normal distribution, without the constant that all share. */
  private static double normal(double[] z) {
    double mean = Arrays.stream(z).average().orElse(0);
    double squares = Arrays.stream(z).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = Math.max(LEAST, Math.sqrt(squares / z.length));
    return -z.length * Math.log(deviation) - squares / (2 * deviation * deviation);
  }

  /** Of values that are skewed: the logarithm of their distance from a point below the baseline. */
  private static double shiftedLogarithm(double[] z) {
    if (Arrays.stream(z).min().orElse(0) <= -OFFSET) {
      return Double.NEGATIVE_INFINITY;
    }
    double[] logs = Arrays.stream(z).map(x -> Math.log(x + OFFSET)).toArray();
    double mean = Arrays.stream(logs).average().orElse(0);
    double squares = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = Math.max(1e-3, Math.sqrt(squares / z.length));
    return -z.length * Math.log(deviation)
        - squares / (2 * deviation * deviation)
        - Arrays.stream(logs).sum(); // of the change of variable
  }

  private static double mixture(double[] z) {
    int n = z.length;
    double share = 0.5;
    double mean = Arrays.stream(z).max().orElse(0) / 2;
    double deviation = Math.max(1, mean / 2);
    double log = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < STEPS; step++) {
      double of = 0;
      double sum = 0;
      double squares = 0;
      log = 0;
      for (double x : z) {
        double a = Math.log(1 - share) - x * x / 2;
        double far = (x - mean) / deviation;
        double b = Math.log(share / deviation) - far * far / 2;
        double larger = Math.max(a, b);
        double both = larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
        double weight = Math.exp(b - both);
        log += both;
        of += weight;
        sum += weight * x;
        squares += weight * (x - mean) * (x - mean);
      }
      if (!(of > 0) || of >= n) {
        return log;
      }
      double moved = sum / of - mean;
      mean += moved;
      deviation = Math.max(LEAST, Math.sqrt(Math.max(0, squares / of - moved * moved)));
      share = of / n;
    }
    return log;
  }
}
