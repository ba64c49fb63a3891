package io.virk.stats.sequence;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;
import io.virk.stats.twosample.NormalTail;
import java.util.Arrays;

/**
 * A share of a stream whose neighbours are alike: frames of one scene. Up to 32 blocks of
 * consecutive positions are counted apart; how much their shares scatter beyond that of independent
 * observations says how many observations tell as much as one (the design effect). The interval is
 * that of so many fewer.
 *
 * <p>With p the share, the effect is sum over blocks (sum w (x - p))^2 b / (b - 1), over sum w^2 (x
 * - p)^2, at blocks of this length and of twice, four times ... the length, down to 8 of them; each
 * is multiplied by the square of Student's t over the normal quantile, for few blocks say little,
 * and the largest counts. It is never below 1. What is alike for longer than an eighth of the
 * stream cannot be seen.
 *
 * <p>What was said of an observation may be taken back, and blocks may come in any order. When
 * there are more than 32 they become twice as long. Memory: 1.1 KB at most.
 *
 * <p>Source: L. Kish, <i>Survey Sampling</i>, Wiley (1965) (the design effect); blocks of a stream
 * in the place of clusters, as batch means have them.
 */
public final class BlockedShare {
  private static final int MOST_BLOCKS = 32;
  private static final int LEAST_BLOCKS = 8;

  /** Of the interval for which few blocks are made up. */
  private static final double TAIL = 0.025;

  private final WeightedShare all = new WeightedShare();
  private int shift;
  private int size;
  private long[] blocks = new long[4];
  private int[] counts = new int[4];
  private double[] weights = new double[4];
  private double[] eventWeights = new double[4];

  /** Of nothing yet. */
  public BlockedShare() {}

  /**
   * Adds an observation.
   *
   * @param position in the stream, 0 or more
   * @param event whether it is one of those whose share is meant
   * @param weight above 0, finite
   */
  public void accept(long position, boolean event, double weight) {
    check(position);
    all.accept(event, weight);
    add(position, event, weight);
  }

  /**
   * Takes an observation back.
   *
   * @param position as it was added
   * @param event as it was added
   * @param weight as it was added
   */
  public void remove(long position, boolean event, double weight) {
    check(position);
    int at = Arrays.binarySearch(blocks, 0, size, position >> shift);
    if (at < 0) {
      throw Checks.rejected("position", position, "one that was added");
    }
    all.remove(event, weight);
    counts[at]--;
    weights[at] -= weight;
    eventWeights[at] -= event ? weight : 0;
    if (counts[at] == 0) {
      move(at + 1, at);
      size--;
    }
  }

  private static void check(long position) {
    if (position < 0) {
      throw Checks.rejected("position", position, ">= 0");
    }
  }

  private void add(long position, boolean event, double weight) {
    int at = Arrays.binarySearch(blocks, 0, size, position >> shift);
    if (at < 0 && size == MOST_BLOCKS) {
      lengthen();
      add(position, event, weight);
      return;
    }
    if (at < 0) {
      at = insert(-at - 1, position >> shift);
    }
    counts[at]++;
    weights[at] += weight;
    eventWeights[at] += event ? weight : 0;
  }

  private int insert(int at, long block) {
    if (size == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
      eventWeights = Arrays.copyOf(eventWeights, 2 * size);
    }
    move(at, at + 1);
    size++;
    blocks[at] = block;
    counts[at] = 0;
    weights[at] = 0;
    eventWeights[at] = 0;
    return at;
  }

  private void move(int from, int to) {
    int many = size - from;
    System.arraycopy(blocks, from, blocks, to, many);
    System.arraycopy(counts, from, counts, to, many);
    System.arraycopy(weights, from, weights, to, many);
    System.arraycopy(eventWeights, from, eventWeights, to, many);
  }

  /** Makes blocks twice as long. */
  private void lengthen() {
    shift++;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      long block = blocks[i] >> 1;
      if (kept > 0 && blocks[kept - 1] == block) {
        counts[kept - 1] += counts[i];
        weights[kept - 1] += weights[i];
        eventWeights[kept - 1] += eventWeights[i];
      } else {
        blocks[kept] = block;
        counts[kept] = counts[i];
        weights[kept] = weights[i];
        eventWeights[kept++] = eventWeights[i];
      }
    }
    size = kept;
  }

  /** Another of the same state. */
  public BlockedShare copy() {
    BlockedShare copy = new BlockedShare();
    copy.all.combine(all);
    copy.shift = shift;
    copy.size = size;
    copy.blocks = blocks.clone();
    copy.counts = counts.clone();
    copy.weights = weights.clone();
    copy.eventWeights = eventWeights.clone();
    return copy;
  }

  /**
   * Adds all that the other has, of the same stream.
   *
   * @param other unchanged
   * @return this
   */
  public BlockedShare combine(BlockedShare other) {
    while (shift < other.shift) {
      lengthen();
    }
    for (int i = 0; i < other.size; i++) {
      add(other.blocks[i] << other.shift, false, other.weights[i]);
      int at = Arrays.binarySearch(blocks, 0, size, other.blocks[i] << other.shift >> shift);
      counts[at] += other.counts[i] - 1;
      eventWeights[at] += other.eventWeights[i];
    }
    all.combine(other.all);
    return this;
  }

  /** The share without regard to its neighbours. */
  public WeightedShare share() {
    return all;
  }

  /** How many observations tell as much as one that is independent of the others: 1 or more. */
  public double designEffect() {
    double independent = all.spread();
    if (!(independent > 0)) {
      return 1;
    }
    double p = all.estimate();
    double z = NormalTail.quantile(TAIL);
    long[] at = Arrays.copyOf(blocks, size);
    double[] off = new double[size];
    for (int i = 0; i < size; i++) {
      off[i] = eventWeights[i] - p * weights[i];
    }
    double largest = 1;
    for (int b = size; b >= LEAST_BLOCKS; b = halve(at, off, b)) {
      double between = 0;
      for (int i = 0; i < b; i++) {
        between += off[i] * off[i];
      }
      double few = NormalTail.studentInflationAt(z, b - 1.0);
      largest = Math.max(largest, between * b / (b - 1) / independent * few * few);
    }
    return largest;
  }

  private static int halve(long[] at, double[] off, int many) {
    int kept = 0;
    for (int i = 0; i < many; i++) {
      long block = at[i] >> 1;
      if (kept > 0 && at[kept - 1] == block) {
        off[kept - 1] += off[i];
      } else {
        at[kept] = block;
        off[kept++] = off[i];
      }
    }
    return kept < many ? kept : 0; // they lie apart: longer ones tell nothing more
  }

  /**
   * The interval that holds the share, by as many observations as tell something.
   *
   * @param confidence in (0, 1)
   * @param largestWeight as {@link WeightedShare#interval(double, double)} needs it
   * @return within 0 to 1; all of it without observations
   */
  public Interval interval(double confidence, double largestWeight) {
    return all.interval(confidence, largestWeight, designEffect());
  }

  /** Bytes, about. */
  public long memory() {
    return 200 + 28L * blocks.length;
  }
}
