package io.virk.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
 * <p>Bytes: 12 for each number and level, 8 if it cannot forget; it has as many levels, up to
 * {@value #LEVELS}, as its observations have binary digits. One thread at a time.
 */
final class LiveMemory {
  /** Blocks of up to 2^(LEVELS - 1) observations. */
  static final int LEVELS = 14;

  /** Pairs of blocks that are remembered, about. */
  static final int FORGET = 512;

  /** Pairs that what is expected of a number is worth: its level below, and how all grow. */
  private static final double PRIOR = 8;

  /** The standard error of an inflation, times the root of the observations, about. */
  private static final double NOISE = 4;

  /** The most that a pair of blocks counts, in usual ones: one in 70 normal ones is beyond. */
  private static final double LIMIT = 6;

  /** What that leaves of the mean of normal ones: of chi-square of one degree. */
  private static final double LEFT = 0.974;

  /** While a stream is new, when the usual is not known: one in a million. */
  private static final double LIMIT_OF_NEW = 24;

  /**
   * Half the square of the difference of two blocks' means, in the baseline's variance, beyond
   * which it is no memory: observations that scatter as the baseline's differ so in one pair of
   * 200.
   */
  private static final double BEYOND = 8;

  /** Observations beyond which there is no need to count. */
  private static final long MOST = 1L << 60;

  private final int size;
  private final MemoryProbe.Scale scale;

  /** Of each level and number: the sum of the first block of a pair that is not complete. */
  private final float[][] first = new float[LEVELS][];

  /**
   * Of each level and number: the mean energy, 1 of independent observations of the baseline; null
   * and NaN where there was none.
   */
  private final float[][] energy = new float[LEVELS][];

  private final int[] pairs = new int[LEVELS];

  /** The energy and pairs of what is trusted to be as the stream usually is. */
  private final float[][] trusted;

  private final int[] trustedPairs;
  private int waiting;
  private long observations;

  /** Of each number, the most of the baseline's variance that counts as not shown. */
  private final float[] mostUnseen;

  /** The level of a complete block that is not compared yet; -1 if there is none. */
  private int held = -1;

  private final float[] heldBlock;

  /** Levels of all tables that were ever needed. */
  private int made;

  /** Of each number, the last value that was there. */
  private final float[] last;

  /**
   * Makes one that knows nothing.
   *
   * @param size numbers of an observation
   * @param scale of the baseline
   * @param forgets whether it can forget what it learned lately ({@link #distrust}), which takes a
   *     third of its memory
   */
  LiveMemory(int size, MemoryProbe.Scale scale, boolean forgets) {
    this.size = size;
    this.scale = scale;
    this.trusted = forgets ? new float[LEVELS][] : energy;
    this.trustedPairs = forgets ? new int[LEVELS] : pairs;
    this.heldBlock = new float[size];
    this.mostUnseen = new float[size];
    this.last = new float[size];
    Arrays.fill(last, Float.NaN);
    Arrays.fill(mostUnseen, 1);
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
    observations = Math.min(MOST, observations + 1);
    for (int m = 0; m < size; m++) {
      double value = scale.standardised(m, numbers[m]);
      if (!Double.isNaN(value)) {
        last[m] = (float) value;
      }
      block[m] = last[m];
    }
    compare(block, 0, 31 - Integer.numberOfLeadingZeros(window), isNew);
  }

  /** Compares a block with the one before it, and both together with those before them. */
  private void compare(double[] block, int first, int hold, boolean isNew) {
    for (int level = first; level < LEVELS; level++) {
      if ((waiting >>> level & 1) == 0) {
        float[] sums = made(this.first, level);
        for (int m = 0; m < size; m++) {
          sums[m] = (float) block[m];
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
    double difference = block[m] - first[level][m];
    double found = difference * difference / (2L << level);
    // more of a stream that scatters more than the baseline, and of numbers with rare large values
    double usualPairs = Math.max(1, shrunk(0, m)) * Math.max(1, scale.surprises()[m] / 2);
    if (found <= BEYOND * (1 << level) * usualPairs) { // false of NaN, too
      float[] known = made(energy, level);
      double below = level == 0 ? 1 : shrunk(level - 1, m);
      double usual = Float.isNaN(known[m]) ? below : Math.max(below, shrunk(level, m));
      if (found > LIMIT * usual) { // what has not been seen must show itself one day
        usual = Math.max(usual, unseen(m) * (1 << level));
      }
      double counted =
          isNew ? Math.min(found, LIMIT_OF_NEW * usual) : Math.min(found, LIMIT * usual) / LEFT;
      known[m] =
          Float.isNaN(known[m])
              ? (float) counted
              : (float) (known[m] + (counted - known[m]) / pairs[level]);
    }
    block[m] += first[level][m];
  }

  private float[] made(float[][] levels, int level) {
    if (levels[level] == null) {
      levels[level] = new float[size];
      Arrays.fill(levels[level], Float.NaN);
      made++;
    }
    return levels[level];
  }

  private static float at(float[][] levels, int level, int m) {
    return levels[level] == null ? Float.NaN : levels[level][m];
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

  /** It is not known yet how much of the baseline the stream shows. */
  void unasked() {
    Arrays.fill(mostUnseen, 1);
  }

  /** What was learned lately is as the stream usually is: {@link #worth} goes by it from now on. */
  void trust() {
    copy(energy, trusted);
    System.arraycopy(pairs, 0, trustedPairs, 0, LEVELS);
  }

  /** What was learned since it was trusted last is of a drift, and forgotten, if it can be. */
  void distrust() {
    copy(trusted, energy);
    System.arraycopy(trustedPairs, 0, pairs, 0, LEVELS);
    pause();
  }

  private void copy(float[][] from, float[][] to) {
    for (int level = 0; level < LEVELS && from != to; level++) {
      if (from[level] != null) {
        System.arraycopy(from[level], 0, made(to, level), 0, size);
      } else if (to[level] != null) {
        Arrays.fill(to[level], Float.NaN);
      }
    }
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

  /** Whether {@link #distrust} forgets what was learned lately. */
  boolean forgets() {
    return trusted != energy;
  }

  /** Observations that it has seen. */
  long observations() {
    return observations;
  }

  private double shrunk(int level, int m) {
    double value = 1;
    for (int j = 0; j <= level; j++) {
      value = shrunk(at(energy, j, m), pairs[j], value);
    }
    return value;
  }

  /** A mean of so many pairs, shrunk towards what is expected; that if there is none. */
  static double shrunk(float own, int pairs, double expected) {
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
      float own = at(trusted, level, m);
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
    return Worth.of(this, size, rows);
  }

  /** The mean energy of a number at a level, as it is trusted to be; NaN if there was none. */
  float energy(int level, int m) {
    return at(trusted, level, m);
  }

  /** Pairs of blocks that it is the mean of. */
  int pairs(int level) {
    return trustedPairs[level];
  }

  /** Whether a number was ever there, and varies in the baseline. */
  boolean knows(int m) {
    return !Float.isNaN(last[m]);
  }

  /** The most of the baseline's variance that counts as not shown. */
  double mostUnseen(int m) {
    return mostUnseen[m];
  }

  /** The highest level at which something is known of a number; -1 if there is none. */
  int top(int m) {
    int top = LEVELS - 1;
    while (top >= 0 && Float.isNaN(at(trusted, top, m))) {
      top--;
    }
    return top;
  }

  MemoryProbe.Scale scale() {
    return scale;
  }

  /** Bytes, about; more with every level that is needed. */
  long memory() {
    return 300 + 12L * LEVELS + (4L * size + 16) * (made + 3);
  }

  private List<float[][]> of() {
    return !forgets() ? List.of(first, energy) : List.of(first, energy, trusted);
  }

  /** For {@link #restore}. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(length(of().size()));
    bytes.putInt(of().size()).putLong(observations).putInt(waiting).putInt(held);
    for (int level = 0; level < LEVELS; level++) {
      bytes.putInt(pairs[level]).putInt(trustedPairs[level]);
    }
    for (float[][] levels : of()) {
      for (int level = 0; level < LEVELS; level++) {
        for (int m = 0; m < size; m++) {
          bytes.putFloat(at(levels, level, m));
        }
      }
    }
    for (float[] values : new float[][] {heldBlock, mostUnseen, last}) {
      for (float value : values) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  private int length(int tables) {
    return 20 + 8 * LEVELS + 4 * size * (tables * LEVELS + 3);
  }

  /**
   * Goes on from what {@link #toBytes} gave. What was not trusted yet of one that forgets counts as
   * trusted for one that does not.
   *
   * @throws IllegalArgumentException if it is of other numbers, or of no possible ones
   */
  void restore(byte[] kept) {
    ByteBuffer bytes = ByteBuffer.wrap(kept);
    int tables = kept.length < length(2) ? 0 : bytes.getInt();
    if (tables < 2 || tables > 3 || kept.length != length(tables)) {
      throw new IllegalArgumentException(
          "memory of a stream: " + kept.length + " bytes (expected: " + length(of().size()) + ")");
    }
    observations = bytes.getLong();
    waiting = bytes.getInt();
    held = bytes.getInt();
    boolean counted = observations >= 0 && observations <= MOST;
    if (!counted || waiting >>> LEVELS != 0 || held < -1 || held >= LEVELS) {
      throw new IllegalArgumentException(
          "memory of a stream: " + observations + " observations (expected: >= 0)");
    }
    for (int level = 0; level < LEVELS; level++) {
      pairs[level] = checkedPairs(bytes.getInt());
      int trusted = checkedPairs(bytes.getInt());
      if (forgets()) {
        trustedPairs[level] = trusted;
      }
    }
    float[] values = new float[size];
    float[][] third = !forgets() ? new float[LEVELS][] : trusted;
    for (float[][] levels : List.of(first, energy, third).subList(0, tables)) {
      for (int level = 0; level < LEVELS; level++) {
        read(bytes, values, levels == first);
        if (levels[level] != null
            || IntStream.range(0, size).anyMatch(m -> !Float.isNaN(values[m]))) {
          System.arraycopy(values, 0, made(levels, level), 0, size);
        }
      }
    }
    if (tables == 2) {
      copy(energy, trusted);
    }
    read(bytes, heldBlock, true);
    read(bytes, mostUnseen, false);
    for (float most : mostUnseen) {
      if (!(most <= 1)) {
        throw new IllegalArgumentException(
            "memory of a stream: " + most + " of the variance unseen (expected: 0 .. 1)");
      }
    }
    read(bytes, last, true);
  }

  private static void read(ByteBuffer bytes, float[] values, boolean signed) {
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
      if (Float.isInfinite(values[i]) || values[i] < 0 && !signed) {
        throw new IllegalArgumentException(
            "memory of a stream: " + values[i] + " (expected: a finite number, or none)");
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
