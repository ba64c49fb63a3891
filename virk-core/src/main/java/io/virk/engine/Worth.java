package io.virk.engine;

/** What windows of so many rows of a stream are worth, as far as it is known by now. */
final class Worth {
  /** How sure it must be that a stream scatters less than its baseline, standard errors. */
  private static final double SURE = 2;

  /** Pairs that the level below is worth, of all numbers together. */
  private static final double PRIOR_OF_ALL = 4;

  private final LiveMemory memory;
  private final int size;
  private final int rows;

  /** Of each level and number: of the difference of two block means, halved. */
  private final double[] variances;

  private Worth(LiveMemory memory, int size, int rows, double[] variances) {
    this.memory = memory;
    this.size = size;
    this.rows = rows;
    this.variances = variances;
  }

  /**
   * By what a memory knows. Each level is shrunk towards the one below it and how all numbers grow
   * together from that one.
   *
   * @param memory of the stream
   * @param size numbers of an observation
   * @param rows of a window
   */
  static Worth of(LiveMemory memory, int size, int rows) {
    double[] variances = new double[LiveMemory.LEVELS * size];
    double belowOfAll = 1;
    for (int level = 0; level < LiveMemory.LEVELS; level++) {
      double ofAll = ofAll(memory, size, level, belowOfAll);
      for (int m = 0; m < size; m++) {
        double below = level == 0 ? 1 : variances[(level - 1) * size + m] * (1 << level - 1);
        double expected = below * ofAll / belowOfAll;
        double value = LiveMemory.shrunk(memory.energy(level, m), memory.pairs(level), expected);
        variances[level * size + m] = value / (1 << level);
      }
      belowOfAll = ofAll;
    }
    return new Worth(memory, size, rows, variances);
  }

  private static double ofAll(LiveMemory memory, int size, int level, double below) {
    double sum = 0;
    int n = 0;
    for (int m = 0; m < size; m++) {
      float own = memory.energy(level, m);
      if (!Float.isNaN(own)) {
        sum += own;
        n++;
      }
    }
    int pairs = memory.pairs(level);
    return n == 0 ? below : (pairs * sum / n + PRIOR_OF_ALL * below) / (pairs + PRIOR_OF_ALL);
  }

  /**
   * How many times as much the mean of a window scatters as that of independent observations of the
   * baseline, or of the stream where these scatter more than the baseline's.
   *
   * @param m the number
   * @param spacing observations from one row to the next, a power of two
   * @return &gt; 0
   */
  double inflation(int m, int spacing) {
    if (!memory.knows(m)) {
      return 1;
    }
    double all = Math.max(1, ofMean(m, 0)); // a stream that scatters more has no more memory
    return rows * variance(m, rows, spacing) / all;
  }

  /**
   * The variance of the mean of some rows, in that of the baseline.
   *
   * @param m the number
   * @param n how many
   * @param spacing observations from one to the next, a power of two
   */
  double variance(int m, int n, int spacing) {
    double within = 0;
    for (int level = 0; 1 << level < spacing; level++) {
      within += variances[level * size + m] / 2;
    }
    return ofMean(m, (double) n * spacing) + within / n;
  }

  /** The variance of the mean of so many observations in a row, in that of the baseline. */
  double variance(int m, int n) {
    return ofMean(m, (double) n);
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
    double beyond = variances[(LiveMemory.LEVELS - 1) * size + m] / 2;
    if (level >= LiveMemory.LEVELS) {
      return beyond / (1 << level - LiveMemory.LEVELS);
    }
    double sum = beyond;
    for (int j = level; j < LiveMemory.LEVELS; j++) {
      sum += variances[j * size + m] / 2;
    }
    return sum;
  }

  /** The part of the baseline's variance that the stream likely has not shown, in [0, 1). */
  double likelyUnseen(int m) {
    return Math.max(0, memory.unseen(m) - errorOfUnseen(m));
  }

  /** The part of the baseline's variance that the stream surely has not shown, in [0, 1). */
  double surelyUnseen(int m) {
    double sure = memory.unseen(m) - SURE * errorOfUnseen(m);
    return Math.max(0, Math.min(memory.mostUnseen(m), sure));
  }

  /** The standard error of {@link LiveMemory#unseen}; infinite before anything is known. */
  private double errorOfUnseen(int m) {
    int top = memory.top(m);
    if (top < 0) {
      return Double.POSITIVE_INFINITY;
    }
    double alike = Math.max(1, variances[top * size + m] * (1 << top));
    long remembered = Math.min(memory.observations(), 2 * LiveMemory.FORGET);
    double independent = Math.max(1, remembered / alike);
    return Math.sqrt(memory.scale().surprises()[m] / independent);
  }
}
