package io.virk.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How much the observations of a live stream resemble their neighbours, and so what a window of
 * them is worth. A baseline of photos that were taken one by one says how windows of independent
 * observations look; frames of a video are not independent, and their windows scatter more.
 *
 * <p>Measured are the numbers of {@link MemoryProbe}, in standard deviations of the baseline, by
 * their Haar wavelet variances, which are also called Allan variances (Percival 1995,
 * doi:10.1093/biomet/82.3.619): at each level j the mean square of half the difference between two
 * neighbouring blocks of 2^j observations. From these follows how the mean of a window of any
 * length scatters, hidden memory of every length included that the stream has shown so far; and
 * unlike autocovariances they need no mean of the whole stream, so that a step in it counts once. A
 * pair of blocks counts at most as {@link #LIMIT} usual ones, so that a drift does not pass for
 * memory. Each level is shrunk towards the one below it, as if the memory ended there, and towards
 * how all numbers grow together from that one.
 *
 * <p>What the baseline's observations scatter and those of the stream do not is counted as a memory
 * of whose end nothing is known: a fixed camera that shows one of the scenes of its training set
 * says nothing of the others.
 *
 * <p>Bytes: 8 for each number and level, {@value #LEVELS} levels. One thread at a time.
 */
final class LiveMemory {
  /** Blocks of up to 2^(LEVELS - 1) observations. */
  static final int LEVELS = 14;

  /** Pairs of blocks that are remembered, about. */
  private static final int FORGET = 512;

  /** Pairs that what is expected of a number is worth: its level below, and how all grow. */
  private static final double PRIOR = 8;

  /** Pairs that the level below is worth, of all numbers together. */
  private static final double PRIOR_OF_ALL = 4;

  /** The standard error of an inflation, times the root of the observations, about. */
  private static final double NOISE = 4;

  /** The most that a pair of blocks counts, in usual ones: one in 70 normal ones is beyond. */
  private static final double LIMIT = 6;

  /** What that leaves of the mean of normal ones: of chi-square of one degree. */
  private static final double LEFT = 0.974;

  /** While a stream is new, when the usual is not known: one in a million. */
  private static final double LIMIT_OF_NEW = 24;

  /** How sure it must be that a stream scatters less than its baseline, standard errors. */
  private static final double SURE = 2;

  /**
   * Half the square of the difference of two blocks' means, in the baseline's variance, beyond
   * which it is no memory: observations that scatter as the baseline's differ so in one pair of
   * 200.
   */
  private static final double BEYOND = 8;

  private final int size;
  private final MemoryProbe.Scale scale;

  /** Of each level and number: the sum of the first block of a pair that is not complete. */
  private final float[] first;

  /** Of each level and number: the mean energy, 1 of independent observations of the baseline. */
  private final float[] energy;

  private final int[] pairs = new int[LEVELS];

  /** The energy and pairs of what is trusted to be as the stream usually is. */
  private final float[] trusted;

  private final int[] trustedPairs = new int[LEVELS];
  private int waiting;
  private long observations;

  /** Of each number, the most of the baseline's variance that counts as not shown. */
  private final float[] mostUnseen;

  /** The level of a complete block that is not compared yet; -1 if there is none. */
  private int held = -1;

  private final float[] heldBlock;

  /** Of each number, the last value that was there. */
  private final float[] last;

  LiveMemory(int size, MemoryProbe.Scale scale) {
    this.size = size;
    this.scale = scale;
    this.first = new float[LEVELS * size];
    this.energy = new float[LEVELS * size];
    this.heldBlock = new float[size];
    this.mostUnseen = new float[size];
    this.last = new float[size];
    Arrays.fill(last, Float.NaN);
    Arrays.fill(mostUnseen, 1);
    this.trusted = new float[LEVELS * size];
    Arrays.fill(energy, Float.NaN);
    Arrays.fill(trusted, Float.NaN);
  }

  /**
   * Takes the numbers of the next observation. What is missing counts as if it had not changed.
   * Blocks as long as a window are compared when the next observation comes, so that what a window
   * is found to be can be told before: {@link #pause}.
   *
   * @param numbers of the probe. Not modified, not kept.
   * @param block room for as many. Modified.
   * @param window observations of a window
   * @param isNew whether the stream is new, so that large differences are not told from a drift
   */
  void accept(double[] numbers, double[] block, int window, boolean isNew) {
    if (held >= 0) {
      int level = held;
      held = -1;
      for (int m = 0; m < size; m++) {
        block[m] = heldBlock[m];
      }
      compare(block, level, LEVELS, isNew);
    }
    observations++;
    for (int m = 0; m < size; m++) {
      double deviation = scale.deviations()[m];
      if (deviation > 0 && !Double.isNaN(numbers[m])) {
        last[m] = (float) ((numbers[m] - scale.means()[m]) / deviation);
      }
      block[m] = last[m];
    }
    compare(block, 0, 31 - Integer.numberOfLeadingZeros(window), isNew);
  }

  /** Compares a block with the one before it, and both together with those before them. */
  private void compare(double[] block, int first, int hold, boolean isNew) {
    for (int level = first; level < LEVELS; level++) {
      if ((waiting >>> level & 1) == 0) {
        for (int m = 0; m < size; m++) {
          this.first[level * size + m] = (float) block[m];
        }
        waiting |= 1 << level;
        return;
      }
      if (level >= hold) {
        held = level;
        for (int m = 0; m < size; m++) {
          heldBlock[m] = (float) block[m];
        }
        return;
      }
      waiting &= ~(1 << level);
      pairs[level] = Math.min(pairs[level] + 1, FORGET);
      for (int m = 0; m < size; m++) {
        learn(block, level, m, isNew);
      }
    }
  }

  private void learn(double[] block, int level, int m, boolean isNew) {
    int at = level * size + m;
    double difference = block[m] - first[at];
    double found = difference * difference / (2L << level);
    double scatter = Math.max(1, shrunk(0, m)); // of a stream that scatters more than the baseline
    if (found <= BEYOND * (1 << level) * scatter) { // false of NaN, too
      boolean known = !Float.isNaN(energy[at]);
      double below = level == 0 ? 1 : shrunk(level - 1, m);
      double usual = known ? Math.max(below, shrunk(level, m)) : below;
      if (found > LIMIT * usual) { // what has not been seen must show itself one day
        usual = Math.max(usual, unseen(m) * (1 << level));
      }
      double counted =
          isNew ? Math.min(found, LIMIT_OF_NEW * usual) : Math.min(found, LIMIT * usual) / LEFT;
      double before = known ? energy[at] : 0;
      energy[at] = (float) (before + (counted - before) / (known ? pairs[level] : 1));
    }
    block[m] += first[at];
  }

  /**
   * The stream has been compared with the baseline: what it has shown of it counts as shown, and if
   * it scatters less from now on it has changed.
   *
   * @param all whether it counts as having shown all
   */
  void fitted(boolean all) {
    Worth worth = worth(1);
    for (int m = 0; m < size; m++) {
      mostUnseen[m] = all ? 0 : (float) worth.likelyUnseen(m);
    }
  }

  /** What was learned lately is as the stream usually is: {@link #worth} goes by it from now on. */
  void trust() {
    System.arraycopy(energy, 0, trusted, 0, energy.length);
    System.arraycopy(pairs, 0, trustedPairs, 0, LEVELS);
  }

  /** What was learned since it was trusted last is of a drift, and forgotten. */
  void distrust() {
    System.arraycopy(trusted, 0, energy, 0, energy.length);
    System.arraycopy(trustedPairs, 0, pairs, 0, LEVELS);
    pause();
  }

  /** Begins new blocks: what comes next does not follow upon what came before. */
  void pause() {
    waiting = 0;
    held = -1;
  }

  /** The standard error of {@link Worth#inflation}, of a signal or of a few, about. */
  double noise() {
    return NOISE / Math.sqrt(Math.max(1, observations));
  }

  /** Observations that it has seen. */
  long observations() {
    return observations;
  }

  private double shrunk(int level, int m) {
    double value = 1;
    for (int j = 0; j <= level; j++) {
      value = shrunk(energy[j * size + m], pairs[j], value);
    }
    return value;
  }

  private static double shrunk(float own, int pairs, double expected) {
    return Float.isNaN(own) ? expected : (pairs * own + PRIOR * expected) / (pairs + PRIOR);
  }

  /**
   * The part of the baseline's variance that the stream has not shown.
   *
   * @param m the number
   * @return as it is estimated, in (-inf, 1]; 0 before anything is known
   */
  double unseen(int m) {
    double seen = 0;
    int top = -1;
    for (int level = 0; level < LEVELS; level++) {
      float own = trusted[level * size + m];
      if (!Float.isNaN(own)) {
        seen += own / (2L << level);
        top = level;
      }
    }
    return top < 0 ? 0 : 1 - seen - 1.0 / (2L << top);
  }

  /**
   * What windows are worth.
   *
   * @param rows of a window
   */
  Worth worth(int rows) {
    double[] variances = new double[LEVELS * size];
    double belowOfAll = 1;
    for (int level = 0; level < LEVELS; level++) {
      double ofAll = shrunkMean(level, belowOfAll);
      for (int m = 0; m < size; m++) {
        double below = level == 0 ? 1 : variances[(level - 1) * size + m] * (1 << level - 1);
        double value =
            shrunk(trusted[level * size + m], trustedPairs[level], below * ofAll / belowOfAll);
        variances[level * size + m] = value / (1 << level);
      }
      belowOfAll = ofAll;
    }
    return new Worth(rows, variances);
  }

  private double shrunkMean(int level, double below) {
    double sum = 0;
    int n = 0;
    for (int m = 0; m < size; m++) {
      float own = trusted[level * size + m];
      if (!Float.isNaN(own)) {
        sum += own;
        n++;
      }
    }
    return n == 0
        ? below
        : (trustedPairs[level] * sum / n + PRIOR_OF_ALL * below)
            / (trustedPairs[level] + PRIOR_OF_ALL);
  }

  /** What windows of so many rows of this stream are worth, as far as it is known now. */
  final class Worth {
    private final int rows;

    /** Of each level and number: of the difference of two block means, halved. */
    private final double[] variances;

    private Worth(int rows, double[] variances) {
      this.rows = rows;
      this.variances = variances;
    }

    /**
     * How many times as much the mean of a window scatters as that of independent observations of
     * the baseline, or of the stream where these scatter more than the baseline's.
     *
     * @param m the number
     * @param spacing observations from one row to the next, a power of two
     * @return &gt; 0
     */
    double inflation(int m, int spacing) {
      if (Float.isNaN(last[m])) {
        return 1;
      }
      double within = 0;
      for (int level = 0; 1 << level < spacing; level++) {
        within += variances[level * size + m] / 2;
      }
      double all = Math.max(1, ofMean(m, 0)); // a stream that scatters more has no more memory
      return (rows * ofMean(m, (double) rows * spacing) + within) / all;
    }

    /** Variance of the mean of a block, in that of the baseline. */
    private double ofMean(int m, double length) {
      int level = (int) Math.floor(Math.log(length) / Math.log(2) + 1e-9);
      double ofLevel = ofMean(m, level);
      double ofNext = ofMean(m, level + 1);
      double share = Math.log(length) / Math.log(2) - level;
      return ofNext > 0 ? ofLevel * Math.pow(ofNext / ofLevel, share) : ofLevel;
    }

    private double ofMean(int m, int level) {
      // beyond the last level as if the memory ended there
      double beyond = variances[(LEVELS - 1) * size + m] / 2;
      if (level >= LEVELS) {
        return beyond / (1 << level - LEVELS);
      }
      double sum = beyond;
      for (int j = level; j < LEVELS; j++) {
        sum += variances[j * size + m] / 2;
      }
      return sum;
    }

    /** The part of the baseline's variance that the stream likely has not shown, in [0, 1). */
    double likelyUnseen(int m) {
      return Math.max(0, unseen(m) - errorOfUnseen(m));
    }

    /** The part of the baseline's variance that the stream surely has not shown, in [0, 1). */
    double surelyUnseen(int m) {
      double sure = unseen(m) - SURE * errorOfUnseen(m);
      return Math.max(0, Math.min(mostUnseen[m], sure));
    }

    /** The standard error of {@link #unseen}; infinite before anything is known. */
    private double errorOfUnseen(int m) {
      int top = LEVELS - 1;
      while (top >= 0 && Float.isNaN(trusted[top * size + m])) {
        top--;
      }
      if (top < 0) {
        return Double.POSITIVE_INFINITY;
      }
      double memory = Math.max(1, variances[top * size + m] * (1 << top));
      double independent = Math.max(1, Math.min(observations, 2 * FORGET) / memory);
      return Math.sqrt(scale.surprises()[m] / independent);
    }

    /** Rows of the window that it is about. */
    int rows() {
      return rows;
    }
  }

  /** Whether a number was ever there, and varies in the baseline. */
  boolean knows(int m) {
    return !Float.isNaN(last[m]);
  }

  MemoryProbe.Scale scale() {
    return scale;
  }

  /** Bytes, about. */
  long memory() {
    return 130 + 4L * (first.length + 2 * energy.length + 3 * last.length + 2 * LEVELS);
  }

  /** For {@link #restore}. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(length());
    bytes.putLong(observations).putInt(waiting).putInt(held);
    for (int level = 0; level < LEVELS; level++) {
      bytes.putInt(pairs[level]).putInt(trustedPairs[level]);
    }
    for (float[] values : new float[][] {first, energy, trusted, heldBlock, mostUnseen, last}) {
      for (float value : values) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  private int length() {
    return 16 + 4 * (2 * LEVELS + first.length + 2 * energy.length + 3 * last.length);
  }

  /**
   * Goes on from what {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if it is of other numbers, or of no possible ones
   */
  void restore(byte[] kept) {
    if (kept.length != length()) {
      throw new IllegalArgumentException(
          "memory of a stream: " + kept.length + " bytes (expected: " + length() + ")");
    }
    ByteBuffer bytes = ByteBuffer.wrap(kept);
    observations = bytes.getLong();
    waiting = bytes.getInt();
    held = bytes.getInt();
    if (observations < 0 || waiting >>> LEVELS != 0 || held < -1 || held >= LEVELS) {
      throw new IllegalArgumentException(
          "memory of a stream: " + observations + " observations (expected: >= 0)");
    }
    for (int level = 0; level < LEVELS; level++) {
      pairs[level] = checkedPairs(bytes.getInt());
      trustedPairs[level] = checkedPairs(bytes.getInt());
    }
    for (float[] values : new float[][] {first, energy, trusted, heldBlock, mostUnseen, last}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes.getFloat();
        if (Float.isInfinite(values[i])
            || values[i] < 0 && (values == energy || values == trusted)) {
          throw new IllegalArgumentException(
              "memory of a stream: " + values[i] + " (expected: a finite number, or none)");
        }
      }
    }
  }

  private static int checkedPairs(int n) {
    if (n < 0 || n > FORGET) {
      throw new IllegalArgumentException(
          "memory of a stream: " + n + " pairs (expected: 0 .. " + FORGET + ")");
    }
    return n;
  }
}
