package io.virk.stats.internal;

import java.util.Arrays;

/**
 * Squared distances between packed vectors, block by block. Holds the scratch that this takes, so
 * that nothing is allocated later. Not thread-safe.
 *
 * <p>In which order the blocks are visited depends on the caches; sums do not. What a block on the
 * right has with all blocks on the left, in their order, is added up by itself, and these sums from
 * the first block on the right to the last.
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
  private final float[][] scratch = new float[2][kernels.width()];
  private final Adding adding = new Adding();
  private float[][] room;
  private int roomBlocks;

  /** The kernels in use. */
  public Kernels kernels() {
    return kernels;
  }

  /** Two rows of {@link Kernels#width()} numbers, for the caller too. */
  public float[][] scratch() {
    return scratch;
  }

  /** Takes squared distances block by block. */
  public interface Visitor {
    /**
     * Squared distances of the vectors of one block to those of another; what is no pair is
     * +Infinity.
     *
     * @param block Not modified; not to be kept unless it is fresh.
     * @param row first row
     * @param rows how many
     * @param columns how many, from column 0
     * @param part of the sums: the same parts are visited in the same order, whatever comes between
     */
    void visit(float[][] block, int row, int rows, int columns, int part);
  }

  /** What is done with the inner products of a block with another. */
  private interface Products {
    void take(
        PackedRows left,
        int l,
        PackedRows right,
        int r,
        boolean upper,
        float[][] out,
        int at,
        int part);
  }

  /**
   * Adds, for each bandwidth, the kernel values of all pairs of a vector on the left and one on the
   * right.
   *
   * @param gammas one per bandwidth
   * @param sums one per bandwidth. Modified.
   */
  public void addCross(PackedRows left, PackedRows right, float[] gammas, double[] sums) {
    walk(left, right, false, adding.of(gammas, right.blocks()));
    adding.addTo(sums);
  }

  /**
   * Adds, for each bandwidth, the kernel values of all pairs i &lt; j.
   *
   * @param gammas one per bandwidth
   * @param sums one per bandwidth. Modified.
   */
  public void addWithin(PackedRows rows, float[] gammas, double[] sums) {
    walk(rows, rows, false, adding.of(gammas, rows.blocks()));
    adding.addTo(sums);
  }

  /** One object for all calls, so that a call allocates nothing. */
  private final class Adding implements Products {
    private float[] gammas;
    private float largest;
    private int parts;

    /** One per part and bandwidth. */
    private double[] partial = new double[0];

    Adding of(float[] gammas, int parts) {
      this.gammas = gammas;
      this.largest = largest(gammas);
      this.parts = parts;
      int needed = Math.multiplyExact(parts, gammas.length);
      if (partial.length < needed) {
        partial = new double[needed];
      }
      Arrays.fill(partial, 0, needed, 0);
      return this;
    }

    void addTo(double[] sums) {
      for (int part = 0; part < parts; part++) {
        for (int g = 0; g < gammas.length; g++) {
          sums[g] += partial[part * gammas.length + g];
        }
      }
    }

    @Override
    public void take(
        PackedRows left,
        int l,
        PackedRows right,
        int r,
        boolean upper,
        float[][] out,
        int at,
        int part) {
      int rows = left.columns(l);
      int columns = right.columns(r);
      if (gammas.length == 1 && !cancels(left, l, right, r, largest)) {
        partial[part] +=
            kernels.kernelSumOfProducts(
                out, at, rows, columns, left.norms(l), right.norms(r), upper, largest, scratch);
        return;
      }
      finish(left, l, right, r, upper, largest, out, at);
      for (int g = 0; g < gammas.length; g++) {
        partial[part * gammas.length + g] +=
            kernels.kernelSum(out, at, rows, columns, gammas[g], scratch);
      }
    }
  }

  /**
   * Visits the squared distances of all pairs of a vector on the left and one on the right, or,
   * where both are the same object, of all pairs i &lt; j.
   *
   * @param gamma the largest for which the distances are to be good; 0 for none
   * @param fresh whether to use a block never again, so that it may be kept: allocates
   */
  public void visit(
      PackedRows left, PackedRows right, float gamma, boolean fresh, Visitor visitor) {
    walk(
        left,
        right,
        fresh,
        (a, l, b, r, upper, out, at, part) -> {
          finish(a, l, b, r, upper, gamma, out, at);
          visitor.visit(out, at, a.columns(l), b.columns(r), part);
        });
  }

  /**
   * Runs of blocks on the left fill half of the second cache, with their products with one block on
   * the right, while all blocks on the right pass. A last block of few columns is taken as rows: a
   * product costs by the row, but by the whole width.
   */
  private void walk(PackedRows left, PackedRows right, boolean fresh, Products products) {
    int width = kernels.width();
    long bytes = (long) width * (left.dimension() + width) * Float.BYTES;
    int group = Math.min(CacheSizes.inUse().inSecond(2, bytes, 1), left.blocks());
    for (int from = 0; from < left.blocks(); from += group) {
      for (int r = left == right ? from : 0; r < right.blocks(); r++) {
        int to = Math.min(from + group, left == right ? r : left.blocks());
        if (2 * right.columns(r) > width) {
          run(left, from, to, right, r, room(to - from, fresh), products);
        } else {
          for (int l = from; l < to; l++) {
            one(right, r, left, l, false, room(1, fresh), products, r);
          }
        }
        if (left == right && r < from + group) {
          one(left, r, left, r, true, room(1, fresh), products, r);
        }
      }
    }
  }

  private void run(
      PackedRows left,
      int from,
      int to,
      PackedRows right,
      int r,
      float[][] out,
      Products products) {
    if (to > from) {
      int columns = right.columns(r);
      int last = left.columns(to - 1);
      int d = left.dimension();
      kernels.grams(left.all(), from, to, last, right.block(r), columns, d, out);
      for (int l = from; l < to; l++) {
        products.take(left, l, right, r, false, out, (l - from) * kernels.width(), r);
      }
    }
  }

  private void one(
      PackedRows left,
      int l,
      PackedRows right,
      int r,
      boolean upper,
      float[][] out,
      Products products,
      int part) {
    int rows = left.columns(l);
    int columns = right.columns(r);
    kernels.gram(left.block(l), rows, right.block(r), columns, 0, left.dimension(), out, 0, upper);
    products.take(left, l, right, r, upper, out, 0, part);
  }

  private float[][] room(int blocks, boolean fresh) {
    int width = kernels.width();
    if (fresh) {
      return kernels.newBlock(Math.max(1, blocks) * width, width);
    }
    if (roomBlocks < blocks) {
      room = kernels.newBlock(blocks * width, width);
      roomBlocks = blocks;
    }
    return room;
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
    finish(left, l, right, r, upper, gamma, out, outRow);
  }

  private void finish(
      PackedRows left,
      int l,
      PackedRows right,
      int r,
      boolean upper,
      float gamma,
      float[][] out,
      int outRow) {
    kernels.squaredDistances(
        out, outRow, left.columns(l), right.columns(r), left.norms(l), right.norms(r), upper);
    if (cancels(left, l, right, r, gamma)) {
      repair(left, l, right, r, gamma, out, outRow);
    }
  }

  private static boolean cancels(PackedRows left, int l, PackedRows right, int r, float gamma) {
    float longest = max(left.norms(l), left.columns(l)) + max(right.norms(r), right.columns(r));
    return gamma * longest > CANCELLING;
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
