package io.virk.detect;

import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.stats.Moments;
import io.virk.stats.change.CumulativeSum;
import io.virk.stats.twosample.NormalTail;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Two-sided CUSUM of a scalar signal: z = (x - mean) / deviation of the baseline, cut to {@value
 * #LARGEST_DEVIATION} so that one glitch is no drift, S := max(0, S + z - k) upwards and the like
 * downwards. Statistic: the larger of the two relative to its threshold. Effect size: the mean of z
 * since the sum was last 0. The sums are {@link CumulativeSum}s of virk-stats; its {@code Cusum}
 * has one threshold for good and begins anew at an alarm, where here the rate changes and an alarm
 * lasts.
 *
 * <p>Thresholds follow from the allowed false alarms without simulating so rare an event. With
 * theta such that exp(theta (sum of z - k)) has mean 1 over a block of the baseline, longer than
 * the signal's memory, the sum passes h no more often than once in exp(theta h) observations
 * (Lundberg's inequality; it is the e-detector of those e-values). theta is never taken larger than
 * the 2 k / variance of a normal sum, where variance is that of long sums, an observation: so
 * correlated frames have higher thresholds, and every observation counts.
 *
 * <p>What is approximate: mean, variance and theta come from a finite baseline. The rate is
 * averaged over the normal error of the mean, of standard deviation sqrt(time / rows); where that
 * error cannot be outweighed by a threshold k is raised above its setting. The error of the
 * variance raises the threshold by the square of Student's over the normal deviate, with rows / (2
 * time) - 1 degrees of freedom. With fewer than {@value BlockSums#MINIMUM_EFFECTIVE} independent
 * rows there is no watch. Where another rate takes another k, the sums begin anew.
 *
 * <p>Source: E. S. Page (1954), doi:10.1093/biomet/41.1-2.100; D. Siegmund, <i>Sequential
 * analysis</i>, Springer (1985), doi:10.1007/978-1-4757-1862-1, section II.6.
 */
final class CusumDetector implements SequentialDetector {
  /** Where z is cut. */
  static final double LARGEST_DEVIATION = 4;

  /** k: half the change that is found fastest, and the largest that is put up with. */
  private static final double SLACK = 0.5;

  /** Slack over the least with which the error of the mean can be outweighed. */
  private static final double SLACK_OVER_LEAST = 1.25;

  @Override
  public String name() {
    return "cusum";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof ScalarSignal;
  }

  @Override
  public Optional<Watch> against(
      Signal signal, SignalTable rows, double autocorrelationTime, double falseAlarms, long seed) {
    ScalarSignal scalar = (ScalarSignal) signal;
    double[] values = rows.scalar(scalar);
    int n = values.length;
    if (!BlockSums.isEnough(n, autocorrelationTime)) {
      return Optional.empty();
    }
    Moments moments = Moments.of(values);
    double mean = moments.mean();
    double deviation = moments.standardDeviation();
    if (!(deviation > 1e-9 * Math.max(1e-6, Math.abs(mean)))) {
      return Optional.empty();
    }
    double[] z = Arrays.stream(values).map(x -> cut((x - mean) / deviation)).toArray();
    Heights heights =
        new Heights(
            new BlockSums(z, autocorrelationTime),
            Math.sqrt(autocorrelationTime / n),
            Math.max(2, n / (2 * autocorrelationTime) - 1));
    int column = rows.schema().indexOf(scalar);
    return Optional.of(new Chart(scalar, column, mean, deviation, heights, falseAlarms));
  }

  /**
   * What thresholds follow from.
   *
   * @param sums of the baseline
   * @param error of the mean, in deviations
   * @param degrees of freedom of the variance
   */
  private record Heights(BlockSums sums, double error, double degrees) {
    Limits at(double falseAlarms) {
      double a = Math.log(2 / falseAlarms);
      double k = Math.max(SLACK, SLACK_OVER_LEAST * error * Math.sqrt(2 * a));
      double raised = 2 * k * k / (k * k + k * Math.sqrt(k * k - 2 * error * error * a));
      double student = NormalTail.studentInflationAt(NormalTail.quantile(falseAlarms / 2), degrees);
      double evidence = raised * student * student * a;
      return new Limits(
          k,
          a,
          sums.threshold(k, 1, evidence),
          sums.threshold(k, -1, evidence),
          Math.max(0.1, 1 - Math.log(FalseAlarms.WARNINGS) / a));
    }
  }

  /**
   * What is in force at a rate.
   *
   * @param slack k
   * @param exponent logarithm of the mean number of observations to an alarm of either side
   * @param up threshold of the sum upwards
   * @param down threshold of the sum downwards
   * @param warning threshold of a warning, as a share of either
   */
  private record Limits(double slack, double exponent, double up, double down, double warning) {}

  private static double cut(double z) {
    return Math.max(-LARGEST_DEVIATION, Math.min(LARGEST_DEVIATION, z));
  }

  /** The sums of one slice. */
  private static final class Chart implements Watch {
    private final ScalarSignal signal;
    private final int index;
    private final double mean;
    private final double deviation;
    private final Heights heights;

    private Limits limits;
    private final Onsets upOnset = new Onsets();
    private final Onsets downOnset = new Onsets();
    private final CumulativeSum up = new CumulativeSum();
    private final CumulativeSum down = new CumulativeSum();

    Chart(
        ScalarSignal signal,
        int column,
        double mean,
        double deviation,
        Heights heights,
        double falseAlarms) {
      this.signal = signal;
      this.index = column;
      this.mean = mean;
      this.deviation = deviation;
      this.heights = heights;
      this.limits = heights.at(falseAlarms);
    }

    @Override
    public void allow(double falseAlarms) {
      Limits before = limits;
      limits = heights.at(falseAlarms);
      if (limits.slack() == before.slack()) {
        up.lower(Math.max(0, before.up() - limits.up()));
        down.lower(Math.max(0, before.down() - limits.down()));
      } else { // the sums would not be of one kind
        up.reset();
        down.reset();
      }
    }

    @Override
    public Verdict accept(SignalValues values) {
      double x = values.analysed(index);
      if (Double.isNaN(x)) {
        return unchanged();
      }
      double z = cut((x - mean) / deviation);
      up.add(z - limits.slack(), limits.up());
      down.add(-z - limits.slack(), limits.down());
      if (up.length() == 1) {
        upOnset.begin(values);
      }
      if (down.length() == 1) {
        downOnset.begin(values);
      }
      return up.value() >= limits.up() || down.value() >= limits.down()
          ? Verdict.DRIFT
          : unchanged();
    }

    private Verdict unchanged() {
      double warning = limits.warning();
      return up.value() > warning * limits.up() || down.value() > warning * limits.down()
          ? Verdict.WARNING
          : Verdict.NORMAL;
    }

    private boolean isUp() {
      return up.value() / limits.up() >= down.value() / limits.down();
    }

    @Override
    public Standing standing() {
      boolean isUp = isUp();
      Onsets onset = isUp ? upOnset : downOnset;
      CumulativeSum sum = isUp ? up : down;
      double statistic = sum.value();
      double threshold = isUp ? limits.up() : limits.down();
      double chance = Math.min(1, 2 * Math.exp(-limits.exponent() * statistic / threshold));
      int n = sum.length();
      double size = n == 0 ? 0 : Math.max(0, sum.total() / n + limits.slack());
      double moved = (isUp ? 1 : -1) * size * deviation;
      return new Standing(
          new Evidence(statistic, threshold, limits.warning() * threshold, chance),
          new Effect(size, limits.slack(), signal.raw(mean + moved) - signal.raw(mean)),
          onset.position(),
          n);
    }

    @Override
    public void reset() {
      up.reset();
      down.reset();
      upOnset.reset();
      downOnset.reset();
    }

    @Override
    public void write(DataOutput out) throws IOException {
      WatchState.write(up, out);
      WatchState.write(down, out);
      upOnset.write(out);
      downOnset.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
      WatchState.read(up, limits.up(), in, "S+");
      WatchState.read(down, limits.down(), in, "S-");
      upOnset.read(in);
      downOnset.read(in);
    }

    @Override
    public long memory() {
      return 300 + heights.sums().memory();
    }
  }
}
