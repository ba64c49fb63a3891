package io.virk.label;

/**
 * Which observations of the live traffic should be labelled: so many a day, some by chance and the
 * rest where errors are likely. Each observation is looked at once, when it comes, and chosen with
 * a probability that is known then; {@link ToLabel#weight} is one over it. {@link SamplingPlan}
 * does the same for observations that are all there already.
 *
 * <p>The probability follows the traffic: what is left of the day's number, over the observations
 * that the rest of the day is expected to bring. The number is never exceeded; in a day that brings
 * far more than was expected it may be used up early, and what comes then is counted as beyond it.
 *
 * @param perDay how many a day (UTC, by the time of the observations), 1 .. 100,000
 * @param observations that a day brings about, of those that are sampled, 1 .. 10^9: until it is
 *     known better, and for {@link #largestWeight}
 * @param control share by chance alone, 0.1 .. 1
 * @param unsure share of those of which the model is unsure, by bands of confidence, 0 .. 1
 * @param far share of the tenth that is farthest from the baseline, of the last 256, 0 .. 1
 * @param drift share of observations during a drift, 0 .. 1; used by the others while there is none
 * @param kept chosen observations that are remembered until they are labelled, 1 .. 1,000,000;
 *     about 300 bytes each. The oldest make room; a label that comes after that, and brings no
 *     weight of its own, has weight 0
 */
public record LabelPlan(
    int perDay,
    long observations,
    double control,
    double unsure,
    double far,
    double drift,
    int kept) {
  private static final int MOST_A_DAY = 100_000;
  private static final long MOST_OBSERVATIONS = 1_000_000_000;

  /** By how much a day may bring more than usual, before the day's number is used up early. */
  private static final double ROOM = 1.6;

  private static final int MOST_KEPT = 1_000_000;
  private static final int DEFAULT_KEPT = 10_000;

  public LabelPlan {
    if (perDay < 1 || perDay > MOST_A_DAY) {
      throw new IllegalArgumentException("perDay: " + perDay + " (expected: 1 .. 100,000)");
    }
    if (observations < 1 || observations > MOST_OBSERVATIONS) {
      throw new IllegalArgumentException(
          "observations: " + observations + " (expected: 1 .. 1,000,000,000)");
    }
    if (!(control >= 0.1 && control <= 1)) {
      throw new IllegalArgumentException("control: " + control + " (expected: 0.1 .. 1)");
    }
    share("unsure", unsure);
    share("far", far);
    share("drift", drift);
    double sum = control + unsure + far + drift;
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException("sum of the shares: " + sum + " (expected: 1)");
    }
    if (kept < 1 || kept > MOST_KEPT) {
      throw new IllegalArgumentException("kept: " + kept + " (expected: 1 .. 1,000,000)");
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 0 .. 1)");
    }
  }

  /**
   * So many a day: four tenths by chance, a quarter where the model is unsure, 0.15 far from the
   * baseline, a fifth during a drift.
   *
   * @param labels how many, 1 .. 100,000
   * @param observations that a day brings about, of those that are sampled, 1 .. 10^9
   * @return a plan
   */
  public static LabelPlan perDay(int labels, long observations) {
    return new LabelPlan(labels, observations, 0.4, 0.25, 0.15, 0.2, DEFAULT_KEPT);
  }

  /**
   * The same in other shares, which sum to 1.
   *
   * @param byChance 0.1 .. 1
   * @param whereUnsure 0 .. 1
   * @param whereFar 0 .. 1
   * @param duringDrift 0 .. 1
   * @return a copy
   */
  public LabelPlan shares(
      double byChance, double whereUnsure, double whereFar, double duringDrift) {
    return new LabelPlan(perDay, observations, byChance, whereUnsure, whereFar, duringDrift, kept);
  }

  /**
   * The same that remembers another number of chosen observations.
   *
   * @param most 1 .. 1,000,000
   * @return a copy
   */
  public LabelPlan kept(int most) {
    return new LabelPlan(perDay, observations, control, unsure, far, drift, most);
  }

  /**
   * The largest weight that it gives: of what only chance would choose, on a day of 1.6 times as
   * many observations as were expected. Intervals that hold at all times go by it.
   *
   * @return &ge; 1
   */
  public double largestWeight() {
    return Math.max(1, ROOM * observations / (perDay * control));
  }
}
