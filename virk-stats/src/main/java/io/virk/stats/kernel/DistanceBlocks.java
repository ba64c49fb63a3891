package io.virk.stats.kernel;

import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.ArrayList;
import java.util.List;

/**
 * The squared distances of all pairs of one sample, or of two, block by block; kept after the first
 * visit where they are few enough, computed again otherwise.
 */
final class DistanceBlocks {
  /** 64 MB of distances are kept, no more. */
  private static final long MOST_KEPT = 1L << 24;

  /** Which samples the pairs of a block come from. */
  enum Of {
    XX,
    YY,
    XY
  }

  /** Takes one block after another. */
  interface Visitor {
    /**
     * One block of squared distances; what is no pair i &lt; j is +Infinity.
     *
     * @param block Not to be kept.
     * @param row first row
     * @param rows how many
     * @param columns how many
     * @param of which samples the pairs come from
     */
    void visit(float[][] block, int row, int rows, int columns, Of of);
  }

  private record Kept(float[][] block, int row, int rows, int columns, Of of) {}

  private final PackedRows x;
  private final PackedRows y;
  private final Pairs pairs;
  private final float gamma;
  private final boolean keep;
  private final List<Kept> kept = new ArrayList<>();

  /**
   * Of one sample or two.
   *
   * @param x the first
   * @param y the second, or null
   * @param pairs to compute with
   * @param gamma the largest for which the distances are to be good; 0 for none
   * @param again whether there will be more than one visit
   */
  DistanceBlocks(PackedRows x, PackedRows y, Pairs pairs, float gamma, boolean again) {
    this.x = x;
    this.y = y;
    this.pairs = pairs;
    this.gamma = gamma;
    this.keep = again && pairs() <= MOST_KEPT;
  }

  /** Number of pairs i &lt; j. */
  long pairs() {
    long n = (long) x.size() + (y == null ? 0 : y.size());
    return n * (n - 1) / 2;
  }

  /** Whether the distances are kept after the first visit. */
  boolean keeps() {
    return keep;
  }

  void visit(Visitor visitor) {
    if (!kept.isEmpty()) {
      for (Kept some : kept) {
        visitor.visit(some.block, some.row, some.rows, some.columns, some.of);
      }
      return;
    }
    visit(x, x, Of.XX, visitor);
    if (y != null) {
      visit(y, y, Of.YY, visitor);
      visit(x, y, Of.XY, visitor);
    }
  }

  private void visit(PackedRows left, PackedRows right, Of of, Visitor visitor) {
    pairs.visit(
        left,
        right,
        gamma,
        keep,
        (block, row, rows, columns) -> {
          if (keep) {
            kept.add(new Kept(block, row, rows, columns, of));
          }
          visitor.visit(block, row, rows, columns, of);
        });
  }
}
