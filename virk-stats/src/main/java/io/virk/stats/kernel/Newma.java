package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * NEWMA, no-prior-knowledge EWMA: the distance of two exponentially weighted means of the same
 * features, one forgetting faster than the other. It needs no baseline and no memory of
 * observations: a change shows for as long as only the fast one has followed it.
 *
 * <p>The threshold adapts: with mu and m the exponentially weighted means of s^2 and s^4, this
 * observation included, it is sqrt(mu + q sqrt(m - mu^2)). Both means start at the features of the
 * zero vector, so the statistic means little before about 2 / slow factor observations. Cost of an
 * update: that of the map and one pass over the features, no allocation for floats. Memory: 24
 * bytes per feature. Not thread-safe.
 *
 * <p>Source: N. Keriven, D. Garreau and I. Poli, <i>NEWMA: a new method for scalable model-free
 * online change-point detection</i>, IEEE Trans. Signal Process. 68 (2020),
 * doi:10.1109/TSP.2020.2990597.
 */
public final class Newma {
  private static final char KIND = 'n';
  private static final int VERSION = 1;

  /** Of features: the fourth power of their distances must not overflow. */
  private static final double LARGEST = 1e70;

  private final FeatureMap map;
  private final double slowFactor;
  private final double fastFactor;
  private final double multiplier;
  private final double adaptFactor;
  private final double[] slow;
  private final double[] fast;
  private final float[] features;
  private final float[] scratch;
  private double statistic;
  private double mean;
  private double secondMoment;
  private long count;

  /**
   * At the features of the zero vector.
   *
   * @param map of the observations; {@link #identity} compares their plain means
   * @param factors of forgetting
   * @param multiplier q of the threshold, finite: the normal quantile of the share of quiet
   *     observations, 1.645 for 95 %
   * @param adaptFactor forgetting factor of the threshold, between 0 and 1; 0.05 in the paper's
   *     experiments
   */
  public Newma(FeatureMap map, Factors factors, double multiplier, double adaptFactor) {
    this.map = Objects.requireNonNull(map, "map");
    this.slowFactor = factors.slow();
    this.fastFactor = factors.fast();
    this.multiplier = Checks.finite(multiplier, "multiplier");
    this.adaptFactor = Factors.fraction(adaptFactor, "adaptFactor");
    this.slow = map.map(new double[map.inputDimension()]);
    this.fast = slow.clone();
    this.features = new float[map.featureCount()];
    this.scratch = new float[map.scratchLength()];
  }

  /**
   * The two forgetting factors: the weight of the newest observation in each mean.
   *
   * @param slow above 0
   * @param fast above {@code slow}, below 1
   */
  public record Factors(double slow, double fast) {
    public Factors {
      fraction(slow, "slow");
      fraction(fast, "fast");
      if (!(fast > slow)) {
        throw rejected("fast", fast, "> slow " + slow);
      }
    }

    static double fraction(double factor, String name) {
      if (!(factor > 0 && factor < 1)) {
        throw rejected(name, factor, "> 0 and < 1");
      }
      return factor;
    }

    /**
     * The slow factor for which the two means weigh the last {@code window} observations as two
     * windows of that length would: slow (1 - slow)^window = fast (1 - fast)^window.
     *
     * @param fast above 1 / (window + 1), below 1
     * @param window 1 or more
     */
    public static Factors ofFast(double fast, int window) {
      Checks.atLeast(window, 1, "window");
      fraction(fast, "fast");
      double peak = 1.0 / (window + 1.0);
      if (!(fast > peak)) {
        throw rejected("fast", fast, "> 1 / (window + 1) = " + peak);
      }
      double target = Math.log(fast) + window * Math.log1p(-fast);
      // log l + w log(1 - l) rises up to the peak
      double low = Math.log(Double.MIN_NORMAL);
      double high = Math.log(peak);
      for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (middle + window * Math.log1p(-Math.exp(middle)) < target) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return new Factors(Math.exp((low + high) / 2), fast);
    }

    /**
     * Factors for a window, by the error bound of the paper: the fast factor is halfway between the
     * one that minimises the bound and the smallest possible, 1 / (window + 1), which the authors
     * found better than the minimum itself. The slow factor is the exact root of {@link #ofFast},
     * which their code approximates.
     *
     * @param window 2 or more: how many observations after a change it should show best
     */
    public static Factors ofWindow(int window) {
      Checks.atLeast(window, 2, "window");
      double from = Math.log(1.001 / (window + 1.0));
      double best = Double.POSITIVE_INFINITY;
      double fastest = 0;
      for (int i = 0; i < 1000; i++) {
        double fast = Math.exp(from + (-0.01 - from) * i / 999);
        double bound = errorBound(ofFast(fast, window), window);
        if (bound < best) {
          best = bound;
          fastest = fast;
        }
      }
      return ofFast((fastest + 1.0 / (window + 1.0)) / 2, window);
    }

    private static double errorBound(Factors factors, int window) {
      double old = Math.pow(1 - factors.slow, window);
      double gone = Math.pow(1 - factors.fast, window);
      return (Math.sqrt(factors.fast + factors.slow) + old * old - gone * gone) / (old - gone);
    }
  }

  /** The map that leaves vectors as they are. Their elements are at most 1e70 in size. */
  public static FeatureMap identity(int d) {
    Checks.atLeast(d, 1, "d");
    return new FeatureMap() {
      @Override
      public int inputDimension() {
        return d;
      }

      @Override
      public int featureCount() {
        return d;
      }

      @Override
      public int scratchLength() {
        return 0;
      }

      @Override
      public void map(float[] x, float[] features, float[] scratch) {
        Checks.matrix(x, 1, d, "x");
        System.arraycopy(x, 0, features, 0, d);
      }

      @Override
      public double[] map(double[] x) {
        Checks.matrix(x, 1, d, "x");
        for (double value : x) {
          checkSize(value, "element of x");
        }
        return x.clone();
      }
    };
  }

  /**
   * Takes one observation.
   *
   * @param x finite. Not modified.
   * @return whether the statistic is above the threshold
   * @throws IllegalArgumentException if it has another length than the map's, or is not finite;
   *     this object is then unchanged
   */
  public boolean accept(float[] x) {
    map.map(x, features, scratch);
    double sum = 0;
    for (int i = 0; i < slow.length; i++) {
      double feature = features[i];
      slow[i] += slowFactor * (feature - slow[i]);
      fast[i] += fastFactor * (feature - fast[i]);
      double difference = fast[i] - slow[i];
      sum += difference * difference;
    }
    return judge(sum);
  }

  /**
   * Takes one observation, in double.
   *
   * @param x finite. Not modified.
   * @return whether the statistic is above the threshold
   * @throws IllegalArgumentException as above; this object is then unchanged
   */
  public boolean accept(double[] x) {
    double[] exact = map.map(x);
    double sum = 0;
    for (int i = 0; i < slow.length; i++) {
      slow[i] += slowFactor * (exact[i] - slow[i]);
      fast[i] += fastFactor * (exact[i] - fast[i]);
      double difference = fast[i] - slow[i];
      sum += difference * difference;
    }
    return judge(sum);
  }

  private boolean judge(double squared) {
    statistic = Math.sqrt(squared);
    mean += adaptFactor * (squared - mean);
    secondMoment += adaptFactor * (squared * squared - secondMoment);
    count++;
    return statistic > threshold();
  }

  /** Observations taken. */
  public long count() {
    return count;
  }

  /** Distance of the two means, 0 or more; larger = a clearer change. */
  public double statistic() {
    return statistic;
  }

  /** The threshold in force, 0 or more. */
  public double threshold() {
    double variance = Math.max(0, secondMoment - mean * mean);
    return Math.sqrt(Math.max(0, mean + multiplier * Math.sqrt(variance)));
  }

  /**
   * Settings and state in a compact, versioned form with a checksum, for {@link #fromBytes}: 16
   * bytes for each feature, and some 100. Of the map only what tells it from another.
   */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 100 + 16 * slow.length);
    FeatureMaps.writeMark(map, out);
    out.real(slowFactor).real(fastFactor).real(multiplier).real(adaptFactor);
    out.count(count).real(statistic).real(mean).real(secondMoment);
    return out.reals(slow, slow.length).reals(fast, fast.length).toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @param map that of the detector written, or one that gives the same features
   * @throws IllegalArgumentException if they are damaged, cut off, of something else or of another
   *     map, of a newer version or no possible state
   */
  public static Newma fromBytes(byte[] bytes, FeatureMap map) {
    Objects.requireNonNull(map, "map");
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    FeatureMaps.checkMark(map, in);
    Factors factors = new Factors(in.real("slow factor"), in.real("fast factor"));
    Newma read = new Newma(map, factors, in.real("multiplier"), in.real("adaptFactor"));
    read.count = in.count("count", 0, 1L << 62);
    read.statistic = in.nonNegative("statistic");
    read.mean = moment(in, 1e150);
    read.secondMoment = moment(in, 1e300);
    for (double[] means : new double[][] {read.slow, read.fast}) {
      for (int i = 0; i < means.length; i++) {
        means[i] = in.real("mean of a feature");
        checkSize(means[i], "mean of a feature");
      }
    }
    in.end();
    return read;
  }

  private static double moment(BinaryInput in, double largest) {
    double moment = in.real("moment of the statistic");
    if (!(moment >= 0 && moment <= largest)) {
      throw rejected("moment of the statistic", moment, "0 to " + largest);
    }
    return moment;
  }

  private static void checkSize(double value, String name) {
    if (!(Math.abs(value) <= LARGEST)) {
      throw rejected(name, value, "at most " + LARGEST + " in size");
    }
  }
}
