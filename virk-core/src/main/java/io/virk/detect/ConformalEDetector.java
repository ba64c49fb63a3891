package io.virk.detect;

import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.stats.Means;
import io.virk.stats.change.ConformalPValues;
import io.virk.stats.change.CumulativeSum;
import io.virk.stats.change.EDetector;
import io.virk.stats.change.GaussianBets;
import io.virk.stats.twosample.NormalTail;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * E-detector on conformal p-values of an out-of-distribution score. The p-value of a score is its
 * rank among those of the baseline; as a normal score z it is bet on by e = exp(lambda z - lambda^2
 * / 2) for lambda of 0.5, 1 and 1.5, and each bet is summed up over all possible times of a change
 * (Shiryaev-Roberts: M := (M + 1) e). Statistic: the mean of the three sums. Effect size: the mean
 * of z since a CUSUM of it was last 0, which is the onset, too. The score may have any
 * distribution.
 *
 * <p><b>What is valid.</b> Whatever the form of the bets, if the p-values are independent of each
 * other and, given the baseline, no smaller than uniform ones, the mean number of observations
 * between false alarms is at least one over the allowed rate. Ranks are made conservative (ties and
 * the new score itself count as larger).
 *
 * <p><b>What is approximate.</b> (1) Frames are correlated, p-values of neighbours are not
 * independent: the watch takes one observation in two autocorrelation times and skips the rest. Of
 * an AR(1) signal two percent of correlation remain. (2) All p-values share one finite baseline:
 * the mean of e is 1 over all baselines, but over the stream behind one of them it is off by about
 * deviation(e) / sqrt(rows / time), and a martingale that grows by 2 % a step does not wait for a
 * million observations. So each bet is taxed by a multiple of that error, the one at which the
 * growth that is left, averaged over baselines, uses up half of the allowed rate; the other half is
 * the threshold's. The tax is what makes small changes invisible to it.
 *
 * <p>Source: J. Shin, A. Ramdas and A. Rinaldo (2024), doi:10.51387/23-NEJSDS51, definitions 2.1
 * and 2.5.
 */
final class ConformalEDetector implements SequentialDetector {
  private static final List<ScalarSignal> SCORES =
      List.of(ScalarSignal.ENERGY, ScalarSignal.MAHALANOBIS);

  /** lambda of the first bet; the others are multiples of it. */
  private static final double STEP = 0.5;

  private static final int BETS = 3;

  /** What is taken off each normal score for the onset: half of the middle lambda. */
  private static final double SLACK = STEP;

  /** Autocorrelation times from one observation that is taken to the next. */
  private static final double SPACING = 2;

  /** Growth of a bet that is not taxed enough, in logarithms, to an alarm at any rate allowed. */
  private static final double LEAST_GROWTH = 4.6;

  private static final double MINIMUM_EFFECT = 0.3;

  /** Of the sum by which the onset is found; it is long beyond any doubt. */
  private static final double HIGHEST_CLIMB = 50;

  @Override
  public String name() {
    return "e-detector";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof ScalarSignal scalar && SCORES.contains(scalar);
  }

  @Override
  public Optional<Watch> against(
      Signal signal, SignalTable rows, double autocorrelationTime, double falseAlarms, long seed) {
    ScalarSignal scalar = (ScalarSignal) signal;
    double[] scores = rows.scalar(scalar);
    double independent = scores.length / autocorrelationTime;
    if (!BlockSums.isEnough(scores.length, autocorrelationTime)) {
      return Optional.empty();
    }
    int step = autocorrelationTime <= 1.5 ? 1 : (int) Math.ceil(SPACING * autocorrelationTime);
    int column = rows.schema().indexOf(scalar);
    double[] errors = errors(scores.length, independent);
    Sums watch = new Sums(scalar, column, scores, step, errors);
    watch.allow(falseAlarms);
    return Optional.of(watch);
  }

  /** By how much the mean of each bet may be off. */
  private static double[] errors(int rows, double independent) {
    double[] errors = new double[BETS];
    for (int i = 0; i < errors.length; i++) {
      double lambda = (i + 1) * STEP;
      double squares = 0;
      for (int rank = 1; rank <= rows; rank++) {
        double e = Math.exp(lambda * normalScore((rank - 0.5) / rows) - lambda * lambda / 2);
        squares += e * e / rows;
      }
      errors[i] = Math.sqrt(Math.max(0, squares - 1) / independent);
    }
    return errors;
  }

  /** The multiple beyond which an error uses up the rate: error E(Z - multiple)+ / growth. */
  private static double multiple(double error, double alpha) {
    double target = Math.log(alpha * LEAST_GROWTH / error);
    double low = 0;
    double high = 38;
    for (int i = 0; i < 60; i++) {
      double z = (low + high) / 2;
      double excess =
          Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) - z * Math.exp(NormalTail.logSurvival(z));
      if (excess > 0 && Math.log(excess) > target) {
        low = z;
      } else {
        high = z;
      }
    }
    return high;
  }

  /** The normal deviate that is exceeded with probability p, in (0, 1). */
  private static double normalScore(double p) {
    return p <= 0.5 ? NormalTail.quantile(p) : -NormalTail.quantile(1 - p);
  }

  /** The sums of one slice. */
  private static final class Sums implements Watch {
    private final ScalarSignal signal;
    private final int index;
    private final ConformalPValues ranks;

    /** The normal score of each rank: that of 1 calibration score in n + 1 first. */
    private final double[] normalScores;

    private final double mean;
    private final int step;
    private final double chanceOfOne;
    private final double[] errors;

    private double limit = Double.POSITIVE_INFINITY;
    private final Onsets onset = new Onsets();
    private final GaussianBets bets = new GaussianBets(STEP, BETS, EDetector.Form.SHIRYAEV_ROBERTS);
    private double statistic;

    /** CUSUM of the normal scores, for the onset alone: the sums over all times know none. */
    private final CumulativeSum climb = new CumulativeSum();

    private double valueSum;
    private int skipped;

    Sums(ScalarSignal signal, int column, double[] scores, int step, double[] errors) {
      this.signal = signal;
      this.index = column;
      this.ranks = new ConformalPValues(scores);
      this.normalScores = new double[scores.length + 2];
      for (int rank = 1; rank <= scores.length; rank++) {
        normalScores[rank] = normalScore(rank / (scores.length + 1.0));
      }
      // a score below all others: p = 1, a bet of nothing
      normalScores[scores.length + 1] = normalScores[scores.length];
      this.mean = Means.of(scores);
      this.step = step;
      // the threshold is for one observation in `step`, and half of what is allowed
      this.chanceOfOne = 2.0 / step;
      this.errors = errors;
    }

    @Override
    public void allow(double falseAlarms) {
      double alpha = Math.min(0.01, falseAlarms * step) / 2;
      for (int i = 0; i < BETS; i++) {
        bets.tax(i, 1 + errors[i] * multiple(errors[i], alpha));
      }
      scale(Math.min(1, 1 / alpha / limit));
      limit = 1 / alpha;
    }

    private void scale(double share) {
      bets.scale(share);
      statistic *= share;
    }

    @Override
    public Verdict accept(SignalValues values) {
      double x = values.analysed(index);
      if (Double.isNaN(x) || Double.isInfinite(x) || ++skipped < step) {
        return unchanged();
      }
      skipped = 0;
      double z = normalScores[(int) Math.rint(ranks.of(x) * (ranks.size() + 1))];
      climb.add(z - SLACK, HIGHEST_CLIMB);
      if (climb.length() == 1) {
        onset.begin(values);
        valueSum = 0;
      }
      valueSum += x;
      statistic = bets.bet(z);
      if (statistic >= limit) { // evidence does not grow beyond the threshold
        scale(limit / statistic);
        statistic = limit;
        return effectSize() >= MINIMUM_EFFECT ? Verdict.DRIFT : unchanged();
      }
      return unchanged();
    }

    private Verdict unchanged() {
      return statistic > warning() ? Verdict.WARNING : Verdict.NORMAL;
    }

    private double warning() {
      return Math.max(1, limit / FalseAlarms.WARNINGS);
    }

    private double effectSize() {
      int n = climb.length();
      return n == 0 ? 0 : Math.max(0, climb.total() / n + SLACK);
    }

    private double change() {
      int n = climb.length();
      return n == 0 ? Double.NaN : signal.raw(valueSum / n) - signal.raw(mean);
    }

    @Override
    public Standing standing() {
      double chance = Math.min(1, chanceOfOne / Math.max(1e-300, statistic));
      return new Standing(
          new Evidence(statistic, limit, warning(), chance),
          new Effect(effectSize(), MINIMUM_EFFECT, change()),
          onset.position(),
          climb.length());
    }

    @Override
    public void reset() {
      bets.reset();
      statistic = 0;
      climb.reset();
      valueSum = 0;
      skipped = 0;
      onset.reset();
    }

    @Override
    public void write(DataOutput out) throws IOException {
      for (double evidence : bets.evidence()) {
        out.writeDouble(evidence);
      }
      // not the mean of the sums to the last bit: both were scaled
      out.writeDouble(statistic);
      WatchState.write(climb, out);
      out.writeDouble(valueSum);
      out.writeInt(skipped);
      onset.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
      double[] evidence = new double[BETS];
      for (int i = 0; i < BETS; i++) {
        evidence[i] = WatchState.evidence(in, "evidence");
      }
      bets.restore(evidence);
      statistic = WatchState.evidence(in, "statistic");
      WatchState.read(climb, HIGHEST_CLIMB, in, "climb");
      valueSum = WatchState.number(in, "sum of the scores");
      skipped = in.readInt();
      if (skipped < 0 || skipped >= step) {
        throw new IllegalArgumentException(
            "skipped: " + skipped + " (expected: 0 .. " + (step - 1) + ")");
      }
      onset.read(in);
      scale(Math.min(1, limit / statistic));
    }

    @Override
    public long memory() {
      return 400 + 16L * ranks.size();
    }
  }
}
