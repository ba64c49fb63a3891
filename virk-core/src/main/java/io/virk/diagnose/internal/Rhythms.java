package io.virk.diagnose.internal;

import io.virk.diagnose.Rhythm;
import java.util.Arrays;

/**
 * How often a drift is there: in a share of the observations, and whether it returns at equal
 * distances.
 *
 * <p>That it returns is tested by epoch folding: the series is divided by phase, and the phases are
 * compared by the rank test of Kruskal and Wallis (1952, doi:10.1080/01621459.1952.10483441).
 * Before that what an observation inherits from the one before is taken out, a first-order
 * autoregression, for in a slow series phases differ anyway. Of all distances that are looked at,
 * by number and by time, together at most one in a thousand series without any is found to have
 * one. A drift returns if it is there in some phases and absent in others.
 */
final class Rhythms {
  /** Observations at least, and at most: the last ones. */
  private static final int FEWEST = 32;

  private static final int MOST = 1024;

  /** Times that it must return. */
  private static final int CYCLES = 4;

  private static final int PHASES = 12;

  /** Logarithm of the probability of a false one, over all distances. */
  private static final double FALSE = Math.log(1e-3);

  /** In its weakest phases it has so much of the strongest one's, at most. */
  private static final double ABSENT = 0.35;

  /** Standard deviations within which an observation is as the baseline, and beyond which not. */
  private static final double INSIDE = 2;

  private static final double OUTSIDE = 3;

  /** Observations that are not inside, at least, of a signal that stays away. */
  private static final double STAYS = 0.9;

  /** Observations between those, at most: more would be one spread-out change. */
  private static final double BETWEEN = 0.15;

  private static final double LEAST_SHARE = 0.05;
  private static final double MOST_SHARE = 0.8;

  /** Observations outside before the drift began, at most. */
  private static final double USUALLY_OUTSIDE = 0.02;

  /** Times that it must have come. */
  private static final int TIMES = 3;

  /** What came once and stayed is not there at first, or not gone at last. */
  private static final double IN_EACH_QUARTER = 0.3;

  /** The mean of those inside, in standard deviations, beside two of its standard errors. */
  private static final double OFF = 0.25;

  /** Of an interval to the next, for them to be called equal. */
  private static final double EVEN = 0.1;

  private Rhythms() {}

  /**
   * Looks at the observations since a drift began.
   *
   * @param before in standard deviations of what is usual, from its mean; those before. Not
   *     modified.
   * @param since the same since. Not modified.
   * @param millis times of those since. Not modified.
   * @return what was found
   */
  static Rhythm of(double[] before, double[] since, long[] millis) {
    int n = Math.min(MOST, since.length);
    if (n < FEWEST) {
      return Rhythm.UNKNOWN;
    }
    double[] z = Arrays.copyOfRange(since, since.length - n, since.length);
    long[] times = Arrays.copyOfRange(millis, millis.length - n, millis.length);
    double mean = Arrays.stream(z).average().orElse(0);
    for (int i = 0; i < n; i++) {
      z[i] *= Math.signum(mean);
    }
    double share = share(before, z);
    double[] ranks = ranks(whitened(z));
    double every = gap(times);
    int distances = n / CYCLES - 1;
    double least = 1; // logarithm of the smallest probability
    double bestPeriod = Double.NaN;
    boolean byClock = false;
    double[] places = new double[n];
    Arrays.setAll(places, i -> i);
    double[] clock = new double[n];
    Arrays.setAll(clock, i -> times[i] - times[0]);
    boolean even = isEven(times, every);
    double[] frequencies = even ? new double[0] : frequencies(clock[n - 1], every);
    double corrected = FALSE - Math.log(distances + frequencies.length);
    for (int period = 2; period <= n / CYCLES; period++) {
      double log = logProbability(ranks, places, period);
      if (log < least && isAbsent(z, places, period)) {
        least = log;
        bestPeriod = period;
      }
    }
    for (double frequency : frequencies) {
      double log = logProbability(ranks, clock, 1 / frequency);
      if (log < least && isAbsent(z, clock, 1 / frequency)) {
        least = log;
        bestPeriod = 1 / frequency;
        byClock = true;
      }
    }
    if (least > corrected || !byClock && isUsual(before, bestPeriod)) {
      return new Rhythm(share, Double.NaN, Double.NaN);
    }
    return byClock
        ? new Rhythm(share, Double.NaN, bestPeriod / 1000)
        : new Rhythm(share, bestPeriod, even ? bestPeriod * every / 1000 : Double.NaN);
  }

  /**
   * Whether nearly all are beyond what is usual.
   *
   * @param since in standard deviations of what is usual, from its mean. Not modified.
   */
  static boolean stays(double[] since) {
    double mean = Arrays.stream(since).average().orElse(0);
    double side = Math.signum(mean);
    long away = Arrays.stream(since).filter(z -> z * side >= INSIDE).count();
    return since.length >= FEWEST && away >= STAYS * since.length;
  }

  /** Whether observations differ so anyway, by the place where they stand. */
  private static boolean isUsual(double[] before, double period) {
    if (before.length < FEWEST) {
      return false;
    }
    double[] places = new double[before.length];
    Arrays.setAll(places, i -> i);
    return logProbability(ranks(whitened(before)), places, period) < FALSE;
  }

  /**
   * The share of observations that show the drift, if others do not, and it came more than once.
   */
  private static double share(double[] before, double[] z) {
    int outside = 0;
    int inside = 0;
    int times = 0;
    double ofInside = 0;
    boolean isIn = false;
    boolean was = true;
    int quarter = z.length / 4;
    int outsideAtFirst = 0;
    int insideAtLast = 0;
    for (int i = 0; i < z.length; i++) {
      double x = z[i];
      if (x >= OUTSIDE) {
        outside++;
        outsideAtFirst += i < quarter ? 1 : 0;
        times += was ? 1 : 0;
        was = false;
      } else if (Math.abs(x) < INSIDE) {
        inside++;
        insideAtLast += i >= z.length - quarter ? 1 : 0;
        ofInside += x;
        was = true;
        isIn = true;
      }
    }
    double usually = Arrays.stream(before).filter(x -> Math.abs(x) >= OUTSIDE).count();
    int n = z.length;
    double share = (double) outside / n;
    boolean apart =
        isIn
            && n - outside - inside <= BETWEEN * n
            && share >= LEAST_SHARE
            && share <= MOST_SHARE
            && times >= TIMES
            && outsideAtFirst >= IN_EACH_QUARTER * share * quarter
            && insideAtLast >= IN_EACH_QUARTER * inside / n * quarter
            && Math.abs(ofInside / inside) <= OFF + 2 / Math.sqrt(inside)
            && usually <= USUALLY_OUTSIDE * before.length
            && TwoLevels.are(z);
    return apart ? share : Double.NaN;
  }

  /** Without what an observation inherits from the one before. */
  private static double[] whitened(double[] z) {
    double mean = Arrays.stream(z).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < z.length; i++) {
      squares += (z[i] - mean) * (z[i] - mean);
      products += i == 0 ? 0 : (z[i] - mean) * (z[i - 1] - mean);
    }
    double r = squares > 0 ? Math.max(0, Math.min(0.99, products / squares)) : 0;
    double[] whitened = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      whitened[i] = z[i] - mean - (i == 0 ? 0 : r * (z[i - 1] - mean));
    }
    return whitened;
  }

  /** Centred, of unit variance. */
  private static double[] ranks(double[] values) {
    int n = values.length;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double[] ranks = new double[n];
    for (int i = 0; i < n; ) {
      int end = i;
      while (end < n && values[order[end]] == values[order[i]]) {
        end++;
      }
      for (int k = i; k < end; k++) {
        ranks[order[k]] = (i + end - 1) / 2.0;
      }
      i = end;
    }
    double mean = (n - 1) / 2.0;
    double squares = 0;
    for (double rank : ranks) {
      squares += (rank - mean) * (rank - mean);
    }
    double deviation = Math.max(1e-9, Math.sqrt(squares / (n - 1)));
    for (int i = 0; i < n; i++) {
      ranks[i] = (ranks[i] - mean) / deviation;
    }
    return ranks;
  }

  private static int phases(double period, int n) {
    return Math.min(Math.min(PHASES, n / 8), (int) Math.max(2, Math.ceil(period)));
  }

  private static int phase(double place, double period, int phases) {
    double turn = place / period;
    return Math.min(phases - 1, (int) ((turn - Math.floor(turn)) * phases + 1e-9));
  }

  /** That phases differ so much by chance. */
  private static double logProbability(double[] ranks, double[] places, double period) {
    int phases = phases(period, ranks.length);
    double[] sums = new double[phases];
    int[] counts = new int[phases];
    for (int i = 0; i < ranks.length; i++) {
      int phase = phase(places[i], period, phases);
      sums[phase] += ranks[i];
      counts[phase]++;
    }
    double h = 0;
    int filled = 0;
    for (int p = 0; p < phases; p++) {
      if (counts[p] > 0) {
        h += sums[p] * sums[p] / counts[p];
        filled++;
      }
    }
    return filled < 2 ? 0 : Normals.logOfChiSquare(h, filled - 1);
  }

  /** Whether the drift is there in some phases and absent in others. */
  private static boolean isAbsent(double[] z, double[] places, double period) {
    int phases = phases(period, z.length);
    double[] sums = new double[phases];
    int[] counts = new int[phases];
    for (int i = 0; i < z.length; i++) {
      int phase = phase(places[i], period, phases);
      sums[phase] += z[i];
      counts[phase]++;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int p = 0; p < phases; p++) {
      if (counts[p] > 0) {
        least = Math.min(least, sums[p] / counts[p]);
        most = Math.max(most, sums[p] / counts[p]);
      }
    }
    return least <= ABSENT * most;
  }

  /** The middle interval, milliseconds; 0 if times are not known. */
  private static double gap(long[] times) {
    double[] gaps = new double[times.length - 1];
    Arrays.setAll(gaps, i -> times[i + 1] - times[i]);
    Arrays.sort(gaps);
    return Math.max(0, gaps[gaps.length / 2]);
  }

  private static boolean isEven(long[] times, double every) {
    int uneven = 0;
    for (int i = 1; i < times.length; i++) {
      uneven += Math.abs(times[i] - times[i - 1] - every) > EVEN * every ? 1 : 0;
    }
    return every > 0 && uneven <= EVEN * times.length;
  }

  /** By the millisecond, at half the distance that can be told apart; none if times are unknown. */
  private static double[] frequencies(double span, double every) {
    if (!(every > 0) || !(span > 0)) {
      return new double[0];
    }
    double step = 0.5 / span;
    double first = CYCLES / span;
    int count = (int) Math.max(0, Math.min(MOST, (0.5 / every - first) / step));
    double[] frequencies = new double[count];
    Arrays.setAll(frequencies, i -> first + i * step);
    return frequencies;
  }
}
