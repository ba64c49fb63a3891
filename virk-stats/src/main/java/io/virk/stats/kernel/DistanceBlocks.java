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
     * @param part below {@link #parts}: the blocks of a part come in one order, on every machine
     */
    void visit(float[][] block, int row, int rows, int columns, Of of, int part);
  }

  private record Kept(float[][] block, int row, int rows, int columns, Of of, int part) {}

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

  /** Number of parts of the pairs of one kind. */
  int parts() {
    return Math.max(x.blocks(), y == null ? 0 : y.blocks());
  }

  /** Whether the distances are kept after the first visit. */
  boolean keeps() {
    return keep;
  }

  void visit(Visitor visitor) {
    if (!kept.isEmpty()) {
      for (Kept some : kept) {
        visitor.visit(some.block, some.row, some.rows, some.columns, some.of, some.part);
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
        (block, row, rows, columns, part) -> {
          if (keep) {
            kept.add(new Kept(block, row, rows, columns, of, part));
          }
          visitor.visit(block, row, rows, columns, of, part);
        });
  }
}
