package io.virk.stats.kernel;

import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.Selection;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The exact median of the squared distances of all pairs, in memory for few of them: a random
 * sample of pairs gives a narrow interval that holds the median almost surely, one pass counts what
 * lies below and collects what lies inside.
 */
final class MedianOfPairs {
  private static final int SAMPLE = 8192;

  /** Draws from a sample of pairs. */
  interface RandomPair {
    float squaredDistance(SplittableRandom random);
  }

  /** Looks at all distances while they are counted; each time that they are, from the start. */
  interface Watcher {
    /** The median lies between these, as good as surely. */
    void begin(float low, float high);

    /** As {@link DistanceBlocks.Visitor#visit}. */
    void visit(float[][] block, int row, int rows, int columns, DistanceBlocks.Of of, int part);
  }

  private final DistanceBlocks blocks;
  private final Watcher watcher;
  private final Kernels kernels;
  private float[] inside = new float[1 << 12];
  private int collected;
  private long below;

  /**
   * Of some blocks.
   *
   * @param watcher may be null
   */
  MedianOfPairs(DistanceBlocks blocks, Kernels kernels, Watcher watcher) {
    this.blocks = blocks;
    this.kernels = kernels;
    this.watcher = watcher;
  }

  /**
   * The two values in the middle, equal for an odd number of pairs.
   *
   * @param sampler of pairs i &lt; j
   */
  double[] middleTwo(RandomPair sampler) {
    long count = blocks.pairs();
    long upper = count / 2;
    long lower = (count - 1) / 2;
    float[] sample = count <= SAMPLE ? new float[0] : sample(sampler);
    // four standard deviations of the rank of a median in a sample: misses 1 in 10,000
    for (int spread = 2 * (int) Math.sqrt(SAMPLE); ; spread *= 2) {
      int middle = sample.length / 2;
      boolean all = middle <= spread;
      float low = all ? 0 : ranked(sample, middle - spread) * 0.999999f;
      float high = all ? Float.MAX_VALUE : ranked(sample, middle + spread) * 1.000001f;
      collect(low, high);
      if (below <= lower && upper < below + collected) {
        int at = (int) (upper - below);
        double second = Selection.largestLast(inside, collected, at);
        double first = lower == upper ? second : largest(inside, at);
        return new double[] {first, second};
      }
      if (all) {
        throw new IllegalStateException(
            "pairs counted: " + (below + collected) + " (expected: " + count + ")");
      }
    }
  }

  private static float ranked(float[] sample, int rank) {
    return Selection.largestLast(sample, sample.length, rank);
  }

  /** Of the kept distances, evenly over their blocks, or of random pairs. */
  private float[] sample(RandomPair sampler) {
    SplittableRandom random = new SplittableRandom(0x5EED);
    float[] sample = new float[SAMPLE];
    int drawn = 0;
    if (blocks.keeps()) {
      float[] some = drawFromBlocks(random);
      drawn = Math.min(some.length, SAMPLE);
      System.arraycopy(some, 0, sample, 0, drawn);
    }
    for (; drawn < SAMPLE; drawn++) {
      sample[drawn] = sampler.squaredDistance(random);
    }
    return sample;
  }

  private float[] drawFromBlocks(SplittableRandom random) {
    blocks.visit((block, row, rows, columns, of, part) -> {});
    double share = 0.9 * SAMPLE / blocks.pairs();
    float[] drawn = new float[SAMPLE];
    int[] count = new int[1];
    blocks.visit(
        (block, row, rows, columns, of, part) -> {
          int draws = (int) (share * rows * columns + random.nextDouble());
          for (int i = 0; i < draws && count[0] < SAMPLE; i++) {
            float value = kernels.get(block, row + random.nextInt(rows), random.nextInt(columns));
            if (value < Float.POSITIVE_INFINITY) {
              drawn[count[0]++] = value;
            }
          }
        });
    return Arrays.copyOf(drawn, count[0]);
  }

  private void collect(float low, float high) {
    collected = 0;
    below = 0;
    if (watcher != null) {
      watcher.begin(low, high);
    }
    blocks.visit(
        (block, row, rows, columns, of, part) -> {
          int most = rows * kernels.width();
          if (inside.length - collected < most) {
            inside = Arrays.copyOf(inside, Math.max(2 * inside.length, collected + most));
          }
          below += kernels.countBelow(block, row, rows, columns, low);
          collected = kernels.collect(block, row, rows, columns, low, high, inside, collected);
          if (watcher != null) {
            watcher.visit(block, row, rows, columns, of, part);
          }
        });
  }

  private static float largest(float[] values, int length) {
    float largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, values[i]);
    }
    return largest;
  }
}
