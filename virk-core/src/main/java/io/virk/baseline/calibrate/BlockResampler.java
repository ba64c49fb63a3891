package io.virk.baseline.calibrate;

import io.virk.detect.Detector;
import java.util.SplittableRandom;

/**
 * Circular block bootstrap (Politis and Romano 1992): runs of neighbouring rows are drawn together,
 * so that pseudo-windows are as correlated as real ones. A draw depends on the seed and its number
 * alone.
 */
final class BlockResampler implements Detector.Resampler {
  private final int rows;
  private final int block;
  private final int windowSize;
  private final int referenceSize;
  private final long seed;

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
    this.rows = rows;
    this.block = block;
    this.windowSize = windowSize;
    this.referenceSize = referenceSize;
    this.seed = seed;
  }

  @Override
  public int[] window(int draw) {
    return draw(windowSize, 2L * draw);
  }

  @Override
  public int[] reference(int draw) {
    return draw(referenceSize, 2L * draw + 1);
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
