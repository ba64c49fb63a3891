package io.virk.detect;

import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Means;
import io.virk.stats.kernel.Newma;
import io.virk.stats.twosample.NormalTail;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * NEWMA on the embedding: the squared distance of two exponentially weighted means, one of which
 * forgets faster than the other, in units of the baseline's total variance. It compares what was
 * just seen with what was seen before: of the baseline it needs the threshold alone, and after a
 * change it is quiet again once both means have followed. Statistic: the squared distance. Effect
 * size: its root over the largest share of a step by which the two means ever differ, a lower bound
 * of the step's length in root-mean-square distances of the baseline's embeddings.
 *
 * <p>The threshold is simulated: a stream of rows resampled in blocks longer than the embedding's
 * memory. The maxima of its runs of {@value #RUN} observations beyond their 90th percentile are
 * continued as an exponential, which is how the tail of a squared distance goes; that its scale is
 * estimated from so many excesses, or from so many independent rows where those are fewer, is
 * priced in (the predictive distribution of an exponential is Pareto's), and distances are
 * stretched by the square of Student's over the normal deviate, and by what the blocks, cut off
 * where they end, lack of the variance of long sums of an AR(1) signal. It is a promise about
 * streams like the baseline in their means over {@value #RUN} observations; slow wandering that the
 * baseline does not show is a change.
 *
 * <p>Source: N. Keriven, D. Garreau and I. Poli (2020), doi:10.1109/TSP.2020.2990597.
 */
final class NewmaDetector implements SequentialDetector {
  private static final int RUN = 64;
  private static final double TAIL = 0.1;

  /** Numbers that a simulation may handle: observations x dimension. */
  private static final double WORK = 2e7;

  private static final int FEWEST_STEPS = 20_000;
  private static final int MOST_STEPS = 200_000;
  private static final double MINIMUM_EFFECT = 0.1;

  /** It shows a change best after so many observations. */
  private static final int WINDOW = 32;

  private static final Newma.Factors FACTORS = Newma.Factors.ofWindow(WINDOW);
  private static final double LARGEST_SHARE = largestShare();

  /** The largest share of a step by which the two means ever differ. */
  private static double largestShare() {
    double largest = 0;
    double slow = 1;
    double fast = 1;
    for (int i = 0; i < 20 * WINDOW; i++) {
      slow *= 1 - FACTORS.slow();
      fast *= 1 - FACTORS.fast();
      largest = Math.max(largest, slow - fast);
    }
    return largest;
  }

  @Override
  public String name() {
    return "newma";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof VectorSignal vector && !vector.isDerived();
  }

  @Override
  public Optional<Watch> against(
      Signal signal, SignalTable rows, double autocorrelationTime, double falseAlarms, long seed) {
    int column = rows.schema().indexOf((VectorSignal) signal);
    VectorColumn vectors = rows.vectors((VectorSignal) signal);
    int d = vectors.dimension();
    int n = vectors.count();
    if (d == 0 || !BlockSums.isEnough(n, autocorrelationTime)) {
      return Optional.empty();
    }
    float[] centred = vectors.values();
    double[] mean = Means.of(centred, n, new double[d]);
    double variance = Means.variance(centred, n, mean);
    if (!(variance > 1e-30)) {
      return Optional.empty();
    }
    double scale = 1 / Math.sqrt(variance);
    for (int i = 0; i < centred.length; i++) {
      centred[i] = (float) ((centred[i] - mean[i % d]) * scale);
    }
    int block = BlockSums.length(n, autocorrelationTime);
    double[] maxima = simulate(centred, n, d, block, seed);
    double degrees = Math.max(2, n / (2 * autocorrelationTime) - 1);
    double lacks = (autocorrelationTime - 1 / autocorrelationTime) / (2 * block);
    Tail tail = Tail.of(maxima, degrees, 1 / (1 - Math.min(0.5, lacks)));
    return Optional.of(new TwoMeans(column, mean, scale, tail, falseAlarms));
  }

  private static double[] simulate(float[] rows, int n, int d, int block, long seed) {
    int steps = (int) Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, WORK / d));
    int warmUp = (int) Math.ceil(2 / FACTORS.slow());
    Newma newma = start(d);
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[d];
    double[] maxima = new double[steps / RUN];
    int row = 0;
    for (int i = -warmUp; i < maxima.length * RUN; i++) {
      row = Math.floorMod(i, block) == 0 ? random.nextInt(n) : (row + 1) % n;
      System.arraycopy(rows, row * d, x, 0, d);
      newma.accept(x);
      if (i >= 0) {
        double s = newma.statistic();
        maxima[i / RUN] = Math.max(maxima[i / RUN], s * s);
      }
    }
    Arrays.sort(maxima);
    return maxima;
  }

  /** Its own adaptive threshold is not used: it stands for no rate. */
  private static Newma start(int d) {
    return new Newma(Newma.identity(d), FACTORS, 0, 0.05);
  }

  /**
   * The tail of the maxima of runs.
   *
   * @param start where it begins
   * @param scale of the exponential
   * @param excesses behind it
   * @param degrees of freedom of the variance
   * @param lack by which distances from the median are stretched for what the blocks lack
   * @param median of the maxima
   */
  private record Tail(
      double start, double scale, double excesses, double degrees, double lack, double median) {
    static Tail of(double[] sorted, double degrees, double lack) {
      int from = (int) (sorted.length * (1 - TAIL));
      double excess = 0;
      for (int i = from; i < sorted.length; i++) {
        excess += sorted[i] - sorted[from];
      }
      int count = sorted.length - from;
      return new Tail(
          sorted[from],
          Math.max(excess / count, 1e-12),
          Math.min(count, degrees),
          degrees,
          lack,
          sorted[sorted.length / 2]);
    }

    /** By how much distances from the median are stretched at a rate. */
    double stretch(double rate) {
      return lack * Math.pow(NormalTail.studentInflationAt(NormalTail.quantile(rate), degrees), 2);
    }

    /** The squared distance that is passed at a rate, stretched. */
    double threshold(double rate, double stretch) {
      double share = Math.min(1, rate * RUN / TAIL);
      double beyond = excesses * Math.expm1(-Math.log(share) / excesses) * scale;
      return median + stretch * (start - median + beyond);
    }

    /** The rate at which a squared distance is passed; 1 below the tail. */
    double rate(double squared, double stretch) {
      double beyond = (squared - median) / stretch + median - start;
      if (beyond <= 0) {
        return 1;
      }
      double share = Math.exp(-excesses * Math.log1p(beyond / scale / excesses));
      return Math.max(1e-300, share * TAIL / RUN);
    }
  }

  /** The two means of one slice. */
  private static final class TwoMeans implements Watch {
    /** Bytes by which two states may differ, for counts are written as short as they are. */
    private static final int SLACK = 16;

    private final int column;
    private final double[] mean;
    private final double scale;
    private final Tail tail;
    private final float[] x;

    private final Onsets onset = new Onsets();
    private double stretch;
    private double limit;
    private double warning;
    private Newma newma;
    private double statistic;

    /** Observations since the onset. */
    private int n;

    TwoMeans(int column, double[] mean, double scale, Tail tail, double falseAlarms) {
      this.column = column;
      this.mean = mean;
      this.scale = scale;
      this.tail = tail;
      this.x = new float[mean.length];
      this.newma = start(mean.length);
      allow(falseAlarms);
    }

    @Override
    public void allow(double falseAlarms) {
      stretch = tail.stretch(falseAlarms);
      limit = tail.threshold(falseAlarms, stretch);
      warning = tail.threshold(FalseAlarms.WARNINGS * falseAlarms, stretch);
    }

    @Override
    public Verdict accept(SignalValues values) {
      float[] vector = values.vector(column);
      if (vector == null || vector.length != mean.length) {
        return unchanged();
      }
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) ((vector[i] - mean[i]) * scale);
      }
      newma.accept(x);
      statistic = newma.statistic() * newma.statistic();
      if (statistic <= tail.median()) {
        onset.begin(values);
        n = 0;
      }
      n += n == Integer.MAX_VALUE ? 0 : 1;
      return statistic >= limit && effectSize() >= MINIMUM_EFFECT ? Verdict.DRIFT : unchanged();
    }

    private Verdict unchanged() {
      return statistic > warning ? Verdict.WARNING : Verdict.NORMAL;
    }

    private double effectSize() {
      return Math.sqrt(statistic) / LARGEST_SHARE;
    }

    @Override
    public Standing standing() {
      return new Standing(
          new Evidence(statistic, limit, warning, tail.rate(statistic, stretch)),
          new Effect(effectSize(), MINIMUM_EFFECT, Double.NaN),
          onset.position(),
          n);
    }

    @Override
    public void reset() {
      newma = start(mean.length);
      statistic = 0;
      n = 0;
      onset.reset();
    }

    @Override
    public void write(DataOutput out) throws IOException {
      byte[] means = newma.toBytes();
      out.writeInt(means.length);
      out.write(means);
      out.writeInt(n);
      onset.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
      int length = in.readInt();
      int own = newma.toBytes().length;
      if (length < 0 || length > own + SLACK) {
        throw new IllegalArgumentException(
            "length: " + length + " (expected: 0 .. " + (own + SLACK) + ")");
      }
      byte[] means = new byte[length];
      in.readFully(means);
      newma = Newma.fromBytes(means, Newma.identity(mean.length));
      statistic = newma.statistic() * newma.statistic();
      n = WatchState.count(in, "n");
      onset.read(in);
    }

    @Override
    public long memory() {
      return 300 + 32L * mean.length;
    }
  }
}
