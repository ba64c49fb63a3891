package io.virk.baseline.build;

/**
 * Whether the means of consecutive blocks changed at some point: the largest weighted distance
 * between the means before and after a split, over all splits. Of blocks that are exchangeable (a
 * stable stream whose blocks are long against its memory) every order is as likely, which is what a
 * permutation test compares with.
 */
final class BlockShift {
  /** Blocks on either side of a split, at least. */
  private static final int EDGE = 4;

  private final int blocks;
  private final double[][] gram;
  private final double trace;

  /**
   * Takes the blocks of one signal.
   *
   * @param means [blocks x k], the mean vector of each block. Modified: centred.
   */
  BlockShift(double[][] means) {
    blocks = means.length;
    int k = means[0].length;
    for (int j = 0; j < k; j++) {
      double mean = 0;
      for (double[] block : means) {
        mean += block[j] / blocks;
      }
      for (double[] block : means) {
        block[j] -= mean;
      }
    }
    gram = new double[blocks][blocks];
    double sum = 0;
    for (int a = 0; a < blocks; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int j = 0; j < k; j++) {
          dot += means[a][j] * means[b][j];
        }
        gram[a][b] = dot;
        gram[b][a] = dot;
      }
      sum += gram[a][a];
    }
    trace = sum;
  }

  /** Whether the blocks differ at all. */
  boolean varies() {
    return trace > 0;
  }

  /**
   * The statistic of the blocks in some order.
   *
   * @param order a permutation of the blocks. Not modified.
   * @return the share of the blocks' scatter that the best split explains, 0 .. 1
   */
  double statistic(int[] order) {
    double best = 0;
    double within = 0;
    for (int k = 1; k <= blocks - EDGE; k++) {
      within = grown(within, order, k);
      if (k >= EDGE) {
        best = Math.max(best, within * blocks / ((double) k * (blocks - k)));
      }
    }
    return best / trace;
  }

  /** The squared norm of the sum of the first k blocks, from that of the first k - 1. */
  private double grown(double within, int[] order, int k) {
    double[] row = gram[order[k - 1]];
    double cross = 0;
    for (int i = 0; i < k - 1; i++) {
      cross += row[order[i]];
    }
    return within + 2 * cross + row[order[k - 1]];
  }

  /** Blocks before the best split, in their own order. */
  int split() {
    int[] order = new int[blocks];
    for (int i = 0; i < blocks; i++) {
      order[i] = i;
    }
    double best = -1;
    double within = 0;
    int at = EDGE;
    for (int k = 1; k <= blocks - EDGE; k++) {
      within = grown(within, order, k);
      double distance = within * blocks / ((double) k * (blocks - k));
      if (k >= EDGE && distance > best) {
        best = distance;
        at = k;
      }
    }
    return at;
  }
}
