package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;

/**
 * The mixture of power martingales on p-values: the mean over e of the products of e p^(e - 1), e
 * evenly spaced in (0, 1). Bets that p-values are small, most of all that a few are tiny. It begins
 * at 1. If the p-values are independent and uniform, it ever reaches c with probability at most 1 /
 * c (Ville), whenever one looks. In logarithms: it neither overflows nor dies out.
 *
 * <p>Not thread-safe. Memory: 16 bytes for each of the e and 64. Cost of an update: a logarithm and
 * two exponentials; {@link #logValue} one for each e.
 *
 * <p>Source: V. Vovk, I. Nouretdinov and A. Gammerman, <i>Testing exchangeability on-line</i>, ICML
 * (2003) (the simple mixture, there as an integral).
 */
public final class PowerMixture {
  private static final char KIND = 'x';
  private static final int VERSION = 1;

  private final double[] exponents;
  private final double[] logExponents;
  private long count;
  private double logSum;
  private double largestLog;

  /**
   * Before the first bet.
   *
   * @param powers number of e, 1 to 1,000; 16 is plenty
   */
  public PowerMixture(int powers) {
    if (powers < 1 || powers > 1000) {
      throw Checks.rejected("powers", powers, "1 to 1000");
    }
    exponents = new double[powers];
    logExponents = new double[powers];
    for (int i = 0; i < powers; i++) {
      exponents[i] = (i + 0.5) / powers;
      logExponents[i] = Math.log(exponents[i]);
    }
  }

  /**
   * Bets on the next p-value.
   *
   * @param p above 0, at most 1: no p-value of a finite sample is 0
   * @throws IllegalArgumentException if p is not; the martingale is unchanged
   */
  public void update(double p) {
    if (!(p > 0 && p <= 1)) {
      throw Checks.rejected("p", p, "> 0 and <= 1");
    }
    count++;
    logSum += Math.log(p);
    largestLog = Math.max(largestLog, logValue());
  }

  /** The capital now, 0 or more; infinity where a double cannot hold it. */
  public double value() {
    return Math.exp(logValue());
  }

  /** Natural logarithm of the capital now. */
  public double logValue() {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < exponents.length; i++) {
      max = Math.max(max, term(i));
    }
    double sum = 0;
    for (int i = 0; i < exponents.length; i++) {
      sum += Math.exp(term(i) - max);
    }
    return max + Math.log(sum / exponents.length);
  }

  private double term(int i) {
    return count * logExponents[i] + (exponents[i] - 1) * logSum;
  }

  /** Natural logarithm of the largest capital so far, 0 or more. */
  public double largestLogValue() {
    return largestLog;
  }

  /**
   * Whether the capital has ever reached 1 / alpha: evidence of a change at level alpha.
   *
   * @param alpha above 0, below 1
   */
  public boolean rejects(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw Checks.rejected("alpha", alpha, "> 0 and < 1");
    }
    return largestLog >= -Math.log(alpha);
  }

  /** Begins anew at 1. */
  public void reset() {
    count = 0;
    logSum = 0;
    largestLog = 0;
  }

  /** Settings and state in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    return new BinaryOutput(KIND, VERSION, 32)
        .count(exponents.length)
        .count(count)
        .real(logSum)
        .real(largestLog)
        .toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static PowerMixture fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    PowerMixture read = new PowerMixture((int) in.count("powers", 1, 1000));
    read.count = in.count("count", 0, 1L << 62);
    read.logSum = in.finite("sum of the logarithms");
    if (read.logSum > 0 || read.count == 0 && read.logSum != 0) {
      throw Checks.rejected("sum of the logarithms", read.logSum, "<= 0, and 0 of nothing");
    }
    read.largestLog = in.nonNegative("logarithm of the largest capital");
    in.end();
    return read;
  }
}
