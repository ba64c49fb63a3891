package io.virk.stats.internal;

/**
 * Squared distances between packed vectors, block by block. Holds the scratch that this takes, so
 * that nothing is allocated later. Not thread-safe.
 */
public final class Pairs {
  /**
   * Where gamma (|a|^2 + |b|^2) is above this, |a|^2 + |b|^2 - 2 ab has lost digits that show in
   * the kernel.
   */
  private static final float CANCELLING = 64;

  /** More than the relative error of the lengths and of the product. */
  private static final float ROUNDING = 3e-5f;

  private final Kernels kernels = Kernels.inUse();
  private final float[][] block = kernels.newBlock(kernels.width(), kernels.width());
  private final float[][] scratch = new float[2][kernels.width()];

  /** The kernels in use. */
  public Kernels kernels() {
    return kernels;
  }

  /** Two rows of {@link Kernels#width()} numbers, for the caller too. */
  public float[][] scratch() {
    return scratch;
  }

  /**
   * Adds, for each bandwidth, the kernel values of all pairs of a vector on the left and one on the
   * right.
   *
   * @param gammas one per bandwidth
   * @param sums one per bandwidth. Modified.
   */
  public void addCross(PackedRows left, PackedRows right, float[] gammas, double[] sums) {
    for (int r = 0; r < right.blocks(); r++) {
      for (int l = 0; l < left.blocks(); l++) {
        addBlock(left, l, right, r, false, gammas, sums);
      }
    }
  }

  /**
   * Adds, for each bandwidth, the kernel values of all pairs i &lt; j.
   *
   * @param gammas one per bandwidth
   * @param sums one per bandwidth. Modified.
   */
  public void addWithin(PackedRows rows, float[] gammas, double[] sums) {
    for (int r = 0; r < rows.blocks(); r++) {
      for (int l = 0; l <= r; l++) {
        addBlock(rows, l, rows, r, l == r, gammas, sums);
      }
    }
  }

  private void addBlock(
      PackedRows left,
      int l,
      PackedRows right,
      int r,
      boolean upper,
      float[] gammas,
      double[] sums) {
    squaredDistances(left, l, right, r, upper, largest(gammas), block, 0);
    for (int g = 0; g < gammas.length; g++) {
      sums[g] += kernels.kernelSum(block, 0, left.columns(l), right.columns(r), gammas[g], scratch);
    }
  }

  /** The largest of some numbers above 0. */
  public static float largest(float[] gammas) {
    float largest = 0;
    for (float gamma : gammas) {
      largest = Math.max(largest, gamma);
    }
    return largest;
  }

  /**
   * Squared distances of all vectors of one block to all of another.
   *
   * @param upper true for pairs i &lt; j of one block with itself: the others become +Infinity
   * @param gamma the largest for which the distances are to be good; 0 for none
   * @param out rows {@code outRow} on. Modified; columns beyond those of the right become +Infinity
   *     or are not there.
   * @param outRow first row written
   */
  public void squaredDistances(
      PackedRows left,
      int l,
      PackedRows right,
      int r,
      boolean upper,
      float gamma,
      float[][] out,
      int outRow) {
    int rows = left.columns(l);
    int columns = right.columns(r);
    int d = left.dimension();
    kernels.gram(left.block(l), rows, right.block(r), columns, 0, d, out, outRow, upper);
    kernels.squaredDistances(out, outRow, rows, columns, left.norms(l), right.norms(r), upper);
    float longest = max(left.norms(l), rows) + max(right.norms(r), columns);
    if (gamma * longest > CANCELLING) {
      repair(left, l, right, r, gamma, out, outRow);
    }
  }

  private static float max(float[] norms, int length) {
    float max = 0;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, norms[i]);
    }
    return max;
  }

  /**
   * Squared distances of one vector to all vectors of a block.
   *
   * @param centred the vector less the centre of {@code right}. Not modified.
   * @param norm its squared length
   * @param gamma the largest for which the distances are to be good; 0 for none
   * @param out {@link Kernels#width()} numbers, from 0 on. Modified.
   */
  public void squaredDistances(
      float[] centred, float norm, PackedRows right, int r, float gamma, float[] out) {
    int columns = right.columns(r);
    int d = right.dimension();
    kernels.gramRow(centred, right.block(r), columns, d, out, 0);
    kernels.squaredDistances(out, 0, columns, norm, right.norms(r));
    if (gamma * (norm + max(right.norms(r), columns)) > CANCELLING) {
      for (int j = 0; j < columns; j++) {
        if (cancelled(out[j], norm + right.norms(r)[j], gamma)) {
          double sum = 0;
          for (int k = 0; k < d; k++) {
            double difference = (double) centred[k] - kernels.get(right.block(r), k, j);
            sum += difference * difference;
          }
          out[j] = (float) sum;
        }
      }
    }
  }

  private static boolean cancelled(float squared, float lengths, float gamma) {
    return gamma * (squared - ROUNDING * lengths) < 2 * CANCELLING && gamma * lengths > CANCELLING;
  }

  /** From differences, for the pairs that are close for their lengths. */
  private void repair(
      PackedRows left, int l, PackedRows right, int r, float gamma, float[][] out, int outRow) {
    for (int i = 0; i < left.columns(l); i++) {
      for (int j = 0; j < right.columns(r); j++) {
        float squared = kernels.get(out, outRow + i, j);
        float lengths = left.norms(l)[i] + right.norms(r)[j];
        if (cancelled(squared, lengths, gamma)) {
          kernels.set(
              out,
              outRow + i,
              j,
              fromDifferences(left.block(l), i, right.block(r), j, left.dimension()));
        }
      }
    }
  }

  private float fromDifferences(float[][] left, int i, float[][] right, int j, int d) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double difference = (double) kernels.get(left, k, i) - kernels.get(right, k, j);
      sum += difference * difference;
    }
    return (float) sum;
  }
}
