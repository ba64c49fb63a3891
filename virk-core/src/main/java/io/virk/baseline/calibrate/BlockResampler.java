package io.virk.baseline.calibrate;

import io.virk.detect.Detector;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Pseudo-windows and pseudo-references. Where rows are independent no row is drawn twice, neither
 * into one of them nor into both: real windows do not repeat their rows, and a row that does is
 * equal to itself, which makes statistics of many dimensions scatter several times as much as they
 * do. The variance of the difference of their means is that of a real window and reference, as in a
 * permutation test (E. J. G. Pitman 1937, doi:10.2307/2984124).
 *
 * <p>Where neighbours are alike: circular block bootstrap (Politis and Romano 1992). Runs of
 * neighbouring rows are drawn together, so that pseudo-windows are as correlated as real ones, and
 * may be drawn again.
 *
 * <p>A draw depends on the seed and its number alone.
 */
final class BlockResampler implements Detector.Resampler {
  private final int rows;
  private final int block;
  private final int windowSize;
  private final int referenceSize;
  private final long seed;
  private final boolean repeating;

  /**
   * Makes a resampler of a pool.
   *
   * @param rows rows of the pool, &ge; 1
   * @param block length of a run, 1 .. rows
   * @param windowSize rows of a pseudo-window
   * @param referenceSize rows of a pseudo-reference
   * @param seed of all draws
   */
  BlockResampler(int rows, int block, int windowSize, int referenceSize, long seed) {
    this(rows, block, windowSize, referenceSize, seed, block > 1 || 2 * windowSize > rows);
  }

  private BlockResampler(
      int rows, int block, int windowSize, int referenceSize, long seed, boolean repeating) {
    this.rows = rows;
    this.block = block;
    this.windowSize = windowSize;
    this.referenceSize = referenceSize;
    this.seed = seed;
    this.repeating = repeating;
  }

  @Override
  public int[] window(int draw) {
    return repeating
        ? draw(windowSize, 2L * draw)
        : Arrays.copyOf(shuffled(windowSize, 2L * draw), windowSize);
  }

  @Override
  public int[] reference(int draw) {
    return repeating
        ? draw(referenceSize, 2L * draw + 1)
        : Arrays.copyOfRange(
            shuffled(windowSize + drawnReference(), 2L * draw),
            windowSize,
            windowSize + drawnReference());
  }

  /** As large as the rest of the pool allows. */
  private int drawnReference() {
    return Math.min(referenceSize, rows - windowSize);
  }

  @Override
  public double excess() {
    return repeating
        ? 1
        : (1.0 / windowSize + 1.0 / drawnReference()) / (1.0 / windowSize + 1.0 / referenceSize);
  }

  @Override
  public BlockResampler repeating() {
    return new BlockResampler(rows, block, windowSize, referenceSize, seed, true);
  }

  @Override
  public int block() {
    return block;
  }

  /**
   * Scatters neighbouring numbers over all longs. Needed: generators of this kind that are seeded
   * with multiples of their own step repeat each other's numbers.
   */
  private static long mix(long value) {
    long z = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
    return z ^ z >>> 33;
  }

  /** All rows, the first so many of them in random order. */
  private int[] shuffled(int size, long stream) {
    SplittableRandom random = new SplittableRandom(mix(seed + mix(stream)));
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    for (int i = 0; i < size; i++) {
      int j = i + random.nextInt(rows - i);
      int row = order[j];
      order[j] = order[i];
      order[i] = row;
    }
    return order;
  }

  private int[] draw(int size, long stream) {
    SplittableRandom random = new SplittableRandom(mix(seed + mix(stream)));
    int[] chosen = new int[size];
    for (int i = 0; i < size; ) {
      int start = random.nextInt(rows);
      for (int j = 0; j < block && i < size; j++) {
        chosen[i++] = (start + j) % rows;
      }
    }
    return chosen;
  }
}
