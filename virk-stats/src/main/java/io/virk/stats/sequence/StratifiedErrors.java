package io.virk.stats.sequence;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Tests whether errors have become more frequent than those of a baseline <i>given the stratum</i>:
 * a class, a band of confidence, a slice. That some strata come more often than they did, which is
 * drift of the data, is no evidence; that one has more errors is.
 *
 * <p>In each stratum an observation gets the conformal p-value of its error among those of the
 * baseline and of all before it, p = u (k + 1) / (n + 1) for an error and (k + u (n - k + 1)) / (n
 * + 1) for none, with k of n errors so far and u uniform. If new observations of a stratum are
 * exchangeable with the baseline's, these are independent and uniform, whatever the rates of errors
 * and the sizes of the strata: the baseline's own uncertainty is counted exactly, and nothing is
 * estimated. Bets on small p multiply the odds of an error by 2, 4, 8, 16 and 32, for each group of
 * strata (half of the capital, dealt out evenly) and for all together (the other half). Groups let
 * a change of one class be seen.
 *
 * <p>The evidence reaches ln(1 / alpha) at any time with probability alpha at most. Memory: 16
 * bytes a stratum and 80 a group. Cost of an observation: an exponential for each bet, five a
 * group: 1 us for ten. Not thread-safe.
 *
 * <p>Source: V. Vovk, A. Gammerman and G. Shafer, <i>Algorithmic Learning in a Random World</i>,
 * 2nd ed., Springer (2022), chapters 4.6 (Mondrian) and 8 (martingales),
 * doi:10.1007/978-3-031-06649-8; A. Podkopaev and A. Ramdas, <i>Tracking the risk of a deployed
 * model and detecting harmful distribution shifts</i>, ICLR (2022), arXiv:2110.06177.
 */
public final class StratifiedErrors {
  private static final char KIND = 'z';
  private static final int VERSION = 1;
  private static final double[] ODDS = {2, 4, 8, 16, 32};
  private static final long MOST = 1L << 50;

  private final int groups;
  private final int[] groupOf;
  private final long[] errors;
  private final long[] counts;

  /** Of each group, then of all together, for each of the odds. */
  private final double[] logs;

  private final double[] weights;
  private long observations;
  private double largest;

  /**
   * Against a baseline.
   *
   * @param baselineErrors of each stratum, 0 to its count. Not modified.
   * @param baselineCounts observations of each stratum, 0 or more: one without any has to learn its
   *     rate from what comes. Not modified.
   * @param groupOf of each stratum, 0 .. groups - 1. Not modified.
   * @param groups 1 to 100,000
   */
  public StratifiedErrors(long[] baselineErrors, long[] baselineCounts, int[] groupOf, int groups) {
    Objects.requireNonNull(baselineErrors, "baselineErrors");
    Objects.requireNonNull(baselineCounts, "baselineCounts");
    Objects.requireNonNull(groupOf, "groupOf");
    Checks.atLeast(baselineCounts.length, 1, "baselineCounts.length");
    Checks.sameLength(
        baselineErrors.length, baselineCounts.length, "baselineErrors", "baselineCounts");
    Checks.sameLength(groupOf.length, baselineCounts.length, "groupOf", "baselineCounts");
    if (groups < 1 || groups > 100_000) {
      throw Checks.rejected("groups", groups, "1 to 100000");
    }
    for (int i = 0; i < groupOf.length; i++) {
      if (groupOf[i] < 0 || groupOf[i] >= groups) {
        throw Checks.rejected("groupOf[" + i + "]", groupOf[i], "0 to " + (groups - 1));
      }
      if (baselineCounts[i] < 0 || baselineCounts[i] > MOST) {
        throw Checks.rejected("baselineCounts[" + i + "]", baselineCounts[i], "0 to 2^50");
      }
      if (baselineErrors[i] < 0 || baselineErrors[i] > baselineCounts[i]) {
        throw Checks.rejected(
            "baselineErrors[" + i + "]", baselineErrors[i], "0 to " + baselineCounts[i]);
      }
    }
    this.groups = groups;
    this.groupOf = groupOf.clone();
    this.errors = baselineErrors.clone();
    this.counts = baselineCounts.clone();
    this.logs = new double[(groups + 1) * ODDS.length];
    this.weights = new double[logs.length];
    Arrays.fill(weights, 1.0 / groups);
    Arrays.fill(weights, groups * ODDS.length, weights.length, 1);
  }

  /**
   * Takes the next observation.
   *
   * @param stratum 0 .. strata - 1
   * @param error whether the model was wrong
   * @param u for ties, above 0, below 1: uniform and independent of all else, as from a seeded
   *     generator or a hash of the observation's id
   */
  public void accept(int stratum, boolean error, double u) {
    if (stratum < 0 || stratum >= counts.length) {
      throw Checks.rejected("stratum", stratum, "0 to " + (counts.length - 1));
    }
    if (!(u > 0 && u < 1)) {
      throw Checks.rejected("u", u, "> 0 and < 1");
    }
    double n = counts[stratum];
    double k = errors[stratum];
    double p = error ? u * (k + 1) / (n + 1) : (k + u * (n - k + 1)) / (n + 1);
    // where most errors lie, and hardly anything else: decided before the observation is looked at
    double edge = (k + 0.5) / (n + 1);
    boolean small = p <= edge;
    int own = groupOf[stratum] * ODDS.length;
    int all = groups * ODDS.length;
    for (int i = 0; i < ODDS.length; i++) {
      double scale = 1 - edge + ODDS[i] * edge;
      double gain = (small ? Math.log(ODDS[i]) : 0) - Math.log(scale);
      logs[own + i] += gain;
      logs[all + i] += gain;
    }
    counts[stratum]++;
    errors[stratum] += error ? 1 : 0;
    observations++;
    largest = Math.max(largest, logEvidence());
  }

  /** Number of strata. */
  public int size() {
    return counts.length;
  }

  /** Number of observations, without the baseline's. */
  public long observations() {
    return observations;
  }

  /** Evidence now, the natural logarithm of an e-value. */
  public double logEvidence() {
    return Levels.logMean(logs, weights);
  }

  /** The largest so far, 0 or more. */
  public double largestLogEvidence() {
    return largest;
  }

  /**
   * Evidence of one group alone, without a share for the search among groups.
   *
   * @param group 0 .. groups - 1
   * @return natural logarithm of an e-value
   */
  public double logEvidence(int group) {
    if (group < 0 || group >= groups) {
      throw Checks.rejected("group", group, "0 to " + (groups - 1));
    }
    int from = group * ODDS.length;
    return Levels.logMean(
        Arrays.copyOfRange(logs, from, from + ODDS.length),
        Arrays.copyOfRange(weights, from, from + ODDS.length));
  }

  /**
   * Whether the evidence has ever been enough.
   *
   * @param alpha level, in (0, 1)
   */
  public boolean rejects(double alpha) {
    return largest >= -Math.log(Levels.alpha(alpha));
  }

  /** State in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    BinaryOutput out =
        new BinaryOutput(KIND, VERSION, 40 + 24 * counts.length + 8 * logs.length)
            .count(groups)
            .count(counts.length);
    for (int i = 0; i < counts.length; i++) {
      out.count(groupOf[i]).count(counts[i]).count(errors[i]);
    }
    return out.reals(logs, logs.length).count(observations).real(largest).toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static StratifiedErrors fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    int groups = (int) in.count("groups", 1, 100_000);
    int strata = in.size("strata", 1, 3);
    int[] groupOf = new int[strata];
    long[] counts = new long[strata];
    long[] errors = new long[strata];
    for (int i = 0; i < strata; i++) {
      groupOf[i] = (int) in.count("group", 0, groups - 1);
      counts[i] = in.count("count", 0, MOST);
      errors[i] = in.count("errors", 0, counts[i]);
    }
    in.holds("evidence", 8L * (groups + 1) * ODDS.length);
    StratifiedErrors read = new StratifiedErrors(errors, counts, groupOf, groups);
    in.finites(read.logs, read.logs.length, "evidence");
    read.observations = in.count("observations", 0, Arrays.stream(counts).sum());
    read.largest = in.nonNegative("largest evidence");
    in.end();
    return read;
  }
}
