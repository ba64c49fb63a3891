package io.virk.cause.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds which two effects together come nearest to an observed change: all are whitened once, and
 * of each pair the least squares with an amplitude for either tell how much is left.
 */
final class CausePairs {
  /** Amplitudes of a measured effect that are thought of: its severity may lie between two. */
  private static final double LEAST = 0.4;

  private static final double MOST = 1.3;

  private CausePairs() {}

  /**
   * Two effects, by their places in the list.
   *
   * @param left squared length of what they do not explain, whitened
   */
  record Pair(int first, int second, double left) {}

  /**
   * Ranks pairs of causes of different families: two of one, as a warm and a cool cast, are but
   * another member of it. Cost: n^2 (k + some) for n effects of k signals.
   *
   * @param change [k] whitened. Not modified.
   * @param shifts [n][k] whitened. Not modified.
   * @param families of each
   * @param most pairs that are wanted
   * @return the best pairs, best first, of each effect at most one
   */
  static List<Pair> best(double[] change, double[][] shifts, List<String> families, int most) {
    int n = shifts.length;
    double all = dot(change, change);
    double[] along = new double[n];
    double[] square = new double[n];
    for (int i = 0; i < n; i++) {
      along[i] = dot(change, shifts[i]);
      square[i] = dot(shifts[i], shifts[i]);
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Pair best = null;
      for (int j = 0; j < i; j++) {
        if (along[i] > 0 && along[j] > 0 && !families.get(i).equals(families.get(j))) {
          double both = dot(shifts[i], shifts[j]);
          double determinant = square[i] * square[j] - both * both;
          if (determinant > 1e-6 * square[i] * square[j]) {
            double a = (along[i] * square[j] - along[j] * both) / determinant;
            double b = (along[j] * square[i] - along[i] * both) / determinant;
            if (Math.min(a, b) >= LEAST && Math.max(a, b) <= MOST) {
              double left = all - a * along[i] - b * along[j];
              if (best == null || left < best.left()) {
                best = new Pair(i, j, left);
              }
            }
          }
        }
      }
      if (best != null) {
        pairs.add(best);
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::left));
    return pairs.subList(0, Math.min(most, pairs.size()));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
