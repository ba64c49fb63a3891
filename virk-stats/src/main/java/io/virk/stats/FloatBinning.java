package io.virk.stats;

import java.util.Arrays;

/**
 * Finds the bins of many floats. The line between the outer edges is cut into many equal cells; for
 * each cell the table holds the number of edges in the cells below, and from there the next edges
 * are compared, of which a cell seldom has one. The map to cells is monotone in float arithmetic,
 * and the edges go through the same map, so that rounding never moves a value across an edge. Edges
 * that crowd in few cells, or lie beyond float, are searched instead. Immutable.
 */
final class FloatBinning {
  /** Arrays counted into side by side, so that equal values do not wait for each other. */
  static final int LANES = 4;

  private static final int FEWEST_CELLS = 1 << 10;
  private static final int MOST_CELLS = 1 << 14;
  private static final int MOST_EDGES_IN_A_CELL = 4;

  private final float[] edges; // the smallest float not below each edge, then +Infinity
  private final char[] below; // by cell; null: search
  private final float lo;
  private final float perUnit;

  FloatBinning(double[] innerEdges) {
    int count = innerEdges.length;
    edges = new float[count + 1];
    for (int i = 0; i < count; i++) {
      float edge = (float) innerEdges[i];
      edges[i] = edge < innerEdges[i] ? Math.nextUp(edge) : edge;
    }
    edges[count] = Float.POSITIVE_INFINITY;
    lo = count == 0 ? 0 : edges[0];
    int cells = Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, Integer.highestOneBit(count + 1) * 64));
    float scale = count < 2 ? 1 : cells / (edges[count - 1] - lo);
    perUnit = scale;
    boolean usable = scale > 0 && scale <= Float.MAX_VALUE && Math.abs(lo) <= Float.MAX_VALUE;
    below = usable ? table(count, cells) : null;
  }

  private char[] table(int count, int cells) {
    char[] table = new char[cells + 1];
    int inCell = 0;
    int crowd = 0;
    for (int i = 0; i < count; i++) {
      int cell = cell(edges[i], cells);
      inCell = i > 0 && cell == cell(edges[i - 1], cells) ? inCell + 1 : 1;
      crowd = Math.max(crowd, inCell);
      Arrays.fill(table, cell + 1, cells + 1, (char) (i + 1));
    }
    return crowd > MOST_EDGES_IN_A_CELL || count > Character.MAX_VALUE ? null : table;
  }

  /** 0 to cells; never decreasing in the value; of an infinity or NaN some cell or other. */
  private int cell(float value, int cells) {
    return Math.max(0, Math.min(cells, (int) ((value - lo) * perUnit)));
  }

  /**
   * Adds 1 to a count of each value, spread over the lanes.
   *
   * @return whether all values are finite; if not the counts mean nothing
   */
  boolean count(float[] values, int from, int to, int[][] lanes) {
    return below == null
        ? countBySearch(values, from, to, lanes[0])
        : countByCell(values, from, to, lanes);
  }

  private boolean countByCell(float[] values, int from, int to, int[][] lanes) {
    char[] table = below;
    int cells = table.length - 1;
    float[] e = edges;
    int[] c0 = lanes[0];
    int[] c1 = lanes[1];
    int[] c2 = lanes[2];
    int[] c3 = lanes[3];
    // v - v is 0 for a finite v and NaN otherwise
    float bad0 = 0;
    float bad1 = 0;
    float bad2 = 0;
    float bad3 = 0;
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      float v0 = values[i];
      float v1 = values[i + 1];
      float v2 = values[i + 2];
      float v3 = values[i + 3];
      bad0 += v0 - v0;
      bad1 += v1 - v1;
      bad2 += v2 - v2;
      bad3 += v3 - v3;
      c0[upFrom(table[cell(v0, cells)], v0, e)]++;
      c1[upFrom(table[cell(v1, cells)], v1, e)]++;
      c2[upFrom(table[cell(v2, cells)], v2, e)]++;
      c3[upFrom(table[cell(v3, cells)], v3, e)]++;
    }
    for (; i < to; i++) {
      float v = values[i];
      bad0 += v - v;
      c0[upFrom(table[cell(v, cells)], v, e)]++;
    }
    return bad0 + bad1 + bad2 + bad3 == 0;
  }

  private static int upFrom(int bin, float value, float[] edges) {
    int found = bin;
    while (value >= edges[found] && found < edges.length - 1) {
      found++;
    }
    return found;
  }

  private boolean countBySearch(float[] values, int from, int to, int[] counts) {
    float bad = 0;
    for (int i = from; i < to; i++) {
      float value = values[i];
      bad += value - value;
      int low = 0;
      int high = edges.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (value >= edges[middle]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      counts[low]++;
    }
    return bad == 0;
  }
}
